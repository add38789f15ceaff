/** A point of a power limit that depends on the state of charge: with `energyWh` in the battery at most `powerW` ≥ 0 at the grid. */
export interface PowerPoint {
  readonly energyWh: number;
  readonly powerW: number;
}

/** At least one point, energies strictly rising. Linear between its points, constant before the first and after the last. */
export type PowerCurve = readonly PowerPoint[];

/** No limit of its own: to be cut off at another. */
export const UNLIMITED: PowerCurve = [{ energyWh: 0, powerW: Infinity }];

/** The limit at `energyWh`, W. */
export function powerAt(curve: PowerCurve, energyWh: number): number {
  let before = curve[0] as PowerPoint;
  if (energyWh <= before.energyWh) return before.powerW;
  for (let index = 1; index < curve.length; index++) {
    const after = curve[index] as PowerPoint;
    if (energyWh <= after.energyWh) return between(before, after, energyWh);
    before = after;
  }
  return before.powerW;
}

/** The least limit anywhere in [lowWh, highWh], W: what holds whatever the energy does in there. */
export function leastPower(curve: PowerCurve, lowWh: number, highWh: number): number {
  let leastW = Math.min(powerAt(curve, lowWh), powerAt(curve, highWh));
  for (const { energyWh, powerW } of curve)
    if (energyWh > lowWh && energyWh < highWh && powerW < leastW) leastW = powerW;
  return leastW;
}

/** The curve cut off at `capW`, with a point wherever it crosses that: linear between its points again. */
export function cappedCurve(curve: PowerCurve, capW: number): PowerCurve {
  const capped: PowerPoint[] = [];
  curve.forEach((point, index) => {
    const before = curve[index - 1];
    if (before !== undefined && before.powerW > capW !== point.powerW > capW) {
      const part = (capW - before.powerW) / (point.powerW - before.powerW);
      const energyWh = before.energyWh + part * (point.energyWh - before.energyWh);
      if (energyWh > before.energyWh && energyWh < point.energyWh) capped.push({ energyWh, powerW: capW });
    }
    capped.push(point.powerW > capW ? { energyWh: point.energyWh, powerW: capW } : point);
  });
  return capped;
}

function between(before: PowerPoint, after: PowerPoint, energyWh: number): number {
  const part = (energyWh - before.energyWh) / (after.energyWh - before.energyWh);
  return before.powerW + part * (after.powerW - before.powerW);
}
