import { powerAt, type PowerCurve, type PowerPoint } from './power-curve.js';

/**
 * How fast a battery's energy changes, as a function of that energy alone. Points as in a power curve, but `powerW` is
 * battery-side and signed: positive while energy grows.
 */
export type RateCurve = readonly PowerPoint[];

/** The rate that follows from a power limit: `batteryW(powerW)` of it is stored or lost. Affine in the power, so that straight stays straight. */
export const rateOf = (curve: PowerCurve, batteryW: (powerW: number) => number): RateCurve =>
  curve.map(({ energyWh, powerW }) => ({ energyWh, powerW: batteryW(powerW) }));

/**
 * Energy after `hours` (before now where negative) of following the rate from `startWh`, exact: in a stretch where the
 * rate is `r + k·(e − e₀)`, energy grows by `r·(exp(k·t) − 1)/k`. Where the rate comes to nothing, energy comes to rest.
 * Paths of one rate never cross: of two energies the higher one stays the higher.
 */
export function energyAlong(rate: RateCurve, startWh: number, hours: number): number {
  const direction = Math.sign(hours);
  let energyWh = startWh;
  let left = Math.abs(hours);
  while (left > 0) {
    const stretch = stretchFrom(rate, energyWh, direction);
    if (stretch === null) return energyWh;
    const time = hoursThrough(stretch, stretch.untilWh);
    if (time >= left) return energyWh + growth(stretch, direction * left);
    energyWh = stretch.untilWh;
    left -= time;
  }
  return energyWh;
}

/** Hours that the rate takes from `fromWh` up to `toWh` ≥ `fromWh`; infinite where it comes to rest or falls on the way. */
export function hoursTo(rate: RateCurve, fromWh: number, toWh: number): number {
  let energyWh = fromWh;
  let hours = 0;
  while (energyWh < toWh) {
    const stretch = stretchFrom(rate, energyWh, 1);
    if (stretch === null || stretch.rateW < 0) return Infinity;
    const untilWh = Math.min(toWh, stretch.untilWh);
    hours += hoursThrough(stretch, untilWh);
    energyWh = untilWh;
  }
  return hours;
}

/** From `fromWh` to `untilWh` (perhaps infinite) the rate is `rateW + slope·(e − fromWh)`; `rateW` ≠ 0. */
interface Stretch {
  readonly fromWh: number;
  readonly untilWh: number;
  readonly rateW: number;
  readonly slope: number;
}

/** The stretch that energy moves through next when time runs in `direction`; null where it rests. */
function stretchFrom(rate: RateCurve, fromWh: number, direction: number): Stretch | null {
  // Points before `above` lie at or below the energy, those from it on lie over it.
  let above = 0;
  while (above < rate.length && (rate[above] as PowerPoint).energyWh <= fromWh) above++;
  const rateW = powerAt(rate, fromWh);
  if (rateW === 0) return null;
  if (rateW * direction > 0)
    return { fromWh, untilWh: rate[above]?.energyWh ?? Infinity, rateW, slope: slopeBelow(rate, above) };
  const onPoint = rate[above - 1]?.energyWh === fromWh;
  const upper = onPoint ? above - 1 : above;
  return { fromWh, untilWh: rate[upper - 1]?.energyWh ?? -Infinity, rateW, slope: slopeBelow(rate, upper) };
}

/** Slope of the rate between a point and the one before it; 0 outside the points. */
function slopeBelow(rate: RateCurve, index: number): number {
  const before = rate[index - 1];
  const after = rate[index];
  if (before === undefined || after === undefined) return 0;
  return (after.powerW - before.powerW) / (after.energyWh - before.energyWh);
}

/** Hours, ≥ 0, from the stretch's start to an energy in it; infinite where the rate is nothing there. */
function hoursThrough({ fromWh, rateW, slope }: Stretch, toWh: number): number {
  const part = (slope * (toWh - fromWh)) / rateW;
  if (part <= -1) return Infinity;
  return Math.abs(slope === 0 ? (toWh - fromWh) / rateW : Math.log1p(part) / slope);
}

const growth = ({ rateW, slope }: Stretch, hours: number): number =>
  slope === 0 ? rateW * hours : (rateW * Math.expm1(slope * hours)) / slope;
