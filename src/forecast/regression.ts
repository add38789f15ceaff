export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Explained {
  /** What the line says at the asked-for x. */
  readonly centre: number;
  /** How far each point lies from the line that the others alone would have drawn, in the points' order. */
  readonly residuals: readonly number[];
}

/** A point that alone says where the line goes is no measure of it: its residual is stretched no further than this. */
const LEVERAGE_MOST = 0.9;

/**
 * The line of least squares through at least one point, its slope held to [least, most]. A line bends towards its own
 * points, so that their residuals are smaller than a new point's will be: where the slope is taken from them, each is
 * divided by 1 − h, its pull on the slope, which makes it the residual from a slope drawn without it.
 */
export function explain(points: readonly Point[], x: number, least: number, most: number): Explained {
  const meanX = points.reduce((sum, point) => sum + point.x, 0) / points.length;
  const meanY = points.reduce((sum, point) => sum + point.y, 0) / points.length;
  let product = 0;
  let square = 0;
  for (const point of points) {
    product += (point.x - meanX) * (point.y - meanY);
    square += (point.x - meanX) ** 2;
  }
  const free = square > 0 ? product / square : least;
  const slope = Math.min(most, Math.max(least, free));
  const residuals = points.map((point) => {
    const residual = point.y - meanY - slope * (point.x - meanX);
    const pull = slope === free && square > 0 ? (point.x - meanX) ** 2 / square : 0;
    return residual / (1 - Math.min(LEVERAGE_MOST, pull));
  });
  return { centre: meanY + slope * (x - meanX), residuals };
}
