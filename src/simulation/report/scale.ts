/** Maps [low, high] to [start, end] in a straight line; a domain without length maps to `start`. */
export function linearScale(low: number, high: number, start: number, end: number): (value: number) => number {
  const slope = high === low ? 0 : (end - start) / (high - low);
  return (value) => start + (value - low) * slope;
}

/** A step of 1, 2 or 5 times a power of ten that cuts `length` into about `count` parts; 1 for no length. */
export function roundStep(length: number, count: number): number {
  if (!(length > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(length / count));
  const factor = [1, 2, 5, 10].find((candidate) => candidate * power * count >= length) ?? 10;
  return factor * power;
}

/** Round values that cover [low, high], first and last included. */
export function ticks(low: number, high: number, count: number): number[] {
  const step = roundStep(high - low, count);
  const from = Math.floor(low / step + 1e-9);
  const to = Math.ceil(high / step - 1e-9);
  return Array.from({ length: Math.max(1, to - from) + 1 }, (_, index) =>
    Number(((from + index) * step).toPrecision(12)),
  );
}

/** Number for SVG: at most two decimals, no needless zeros. */
export const svgNumber = (value: number): string => String(Math.round(value * 100) / 100 + 0);
