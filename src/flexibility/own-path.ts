import { clamp, epochMs, MS_PER_HOUR, type EpochMs } from '../kernel/index.js';
import { isConstrained, writeShares, type ShareRoom } from './shares.js';
import { thetaBaselineW } from './theta.js';
import { drainWh, energyAfterWh, ROUNDING_WH, type Vehicle } from './vehicle.js';

/** A car that is moved along its path, in place. */
export type MovingVehicle = { -readonly [Field in keyof Vehicle]: Vehicle[Field] };

/** The MTU that a car goes through next, or what is left of it. Written over and over, as `ShareRoom` is. */
export interface PathStep {
  at: EpochMs;
  /** > `at`. */
  mtuEnd: EpochMs;
  /** Where in its window a car waits, as for `thetaBaselineW`. */
  theta: number;
  /** How long the baseline leaves room and energy for after the MTU. */
  enduranceHours: number;
  /** How long the shares must be held from `at` on; never less than to the MTU's end. */
  horizonHours: number;
}

export const newPathStep = (theta: number): PathStep =>
  // Halves, so that the engine keeps these fields as numbers with a fraction from the start, and writes them in place.
  ({ at: epochMs(0), mtuEnd: epochMs(0), theta, enduranceHours: 0.5, horizonHours: 0.5 });

/**
 * Moves a car through one MTU without activation, on its θ baseline, and writes the shares that it has around it: what
 * `thetaBaselineW`, `sharesAt` and `energyAfterWh` say, and the allowance less what the baseline discharges. The car is
 * there at the step's start: it departs after `at`.
 * @returns whether the car has a share; where not, `into` is not written.
 */
export function stepAlong(car: MovingVehicle, step: PathStep, into: ShareRoom): boolean {
  return isConstrained(car) ? steppedByParts(car, step, into) : straightStep(car, step, into);
}

function steppedByParts(car: MovingVehicle, step: PathStep, into: ShareRoom): boolean {
  const mtuHours = (step.mtuEnd - step.at) / MS_PER_HOUR;
  const baselineW = thetaBaselineW(car, step.at, { ...step, mtuHours });
  const holds = writeShares(car, step.at, baselineW, step, into);
  if (car.dischargeAllowanceWh !== undefined && baselineW > 0)
    car.dischargeAllowanceWh = Math.max(0, car.dischargeAllowanceWh - drainWh(car, baselineW, mtuHours));
  car.energyWh = energyAfterWh(car, baselineW, mtuHours);
  return holds;
}

/**
 * The same for a car with constant limits, in one piece: a report of a state of charge walks all hours to the departure,
 * and in a function of plain numbers that walk leaves nothing for the garbage collector. Each number is calculated as
 * the parts calculate it, to the last bit (own-path.spec.ts).
 */
function straightStep(car: MovingVehicle, step: PathStep, into: ShareRoom): boolean {
  const { energyWh, minEnergyWh, maxEnergyWh, targetEnergyWh, departureAt } = car;
  const { maxChargeW, maxDischargeW, chargeEfficiency, dischargeEfficiency, standbyW = 0 } = car;
  const { at, mtuEnd, theta, enduranceHours } = step;
  const mtuHours = (mtuEnd - at) / MS_PER_HOUR;
  const fullChargeW = chargeEfficiency * maxChargeW - standbyW;
  const reachable = energyWh >= targetEnergyWh - fullChargeW * ((departureAt - at) / MS_PER_HOUR) - ROUNDING_WH;

  let aimWh = Math.max(energyWh, targetEnergyWh);
  if (maxDischargeW > 0 && departureAt > mtuEnd && reachable) {
    const enduranceEnd = mtuEnd + Math.round(enduranceHours * MS_PER_HOUR);
    const lineWh = targetEnergyWh - fullChargeW * Math.max(0, (departureAt - enduranceEnd) / MS_PER_HOUR);
    const floorWh = Math.min(maxEnergyWh, Math.max(minEnergyWh, lineWh));
    const pointWh = floorWh + theta * (maxEnergyWh - floorWh);
    const lowestWh = Math.min(pointWh, floorWh + (maxDischargeW / dischargeEfficiency) * enduranceHours);
    aimWh = clamp(energyWh, lowestWh, Math.max(pointWh, maxEnergyWh - maxChargeW * chargeEfficiency * enduranceHours));
  }
  const hours = Math.min(mtuHours, (departureAt - at) / MS_PER_HOUR);
  const spareWh = energyWh - standbyW * hours - aimWh;
  const wantedW = spareWh >= 0 ? (spareWh / hours) * dischargeEfficiency : spareWh / hours / chargeEfficiency;
  const roomWh = Math.max(0, maxEnergyWh - energyWh);
  const mostChargeW = Math.min(maxChargeW, (roomWh + standbyW * hours) / hours / chargeEfficiency);
  const baselineW = clamp(Math.floor(wantedW), Math.ceil(-mostChargeW), Math.floor(maxDischargeW)) + 0;
  const drain = baselineW >= 0 ? (baselineW / dischargeEfficiency) * mtuHours : baselineW * chargeEfficiency * mtuHours;
  car.energyWh = energyWh - drain - standbyW * mtuHours;

  const horizonEnd = Math.max(mtuEnd, at + Math.round(step.horizonHours * MS_PER_HOUR));
  const inside = energyWh >= minEnergyWh - ROUNDING_WH && energyWh <= maxEnergyWh + ROUNDING_WH;
  if (departureAt < horizonEnd || !inside || !reachable) return false;
  const held = (horizonEnd - at) / MS_PER_HOUR;
  const lineWh = targetEnergyWh - fullChargeW * Math.max(0, (departureAt - horizonEnd) / MS_PER_HOUR);
  const overWh = energyWh - standbyW * held - Math.max(minEnergyWh, lineWh);
  const energyBoundW = overWh >= 0 ? (overWh / held) * dischargeEfficiency : overWh / held / chargeEfficiency;
  const upW = Math.min(maxDischargeW, energyBoundW) - baselineW;
  const downW = baselineW + Math.min(maxChargeW, (roomWh + standbyW * held) / held / chargeEfficiency);
  if (!(upW >= 0 && downW >= 0)) return false;
  into.upW = upW;
  into.downW = downW;
  into.headroomUpW = Math.max(0, maxDischargeW - baselineW);
  into.headroomDownW = Math.max(0, maxChargeW + baselineW);
  return true;
}
