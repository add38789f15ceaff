import { lastThatHolds } from './bisection.js';
import { cappedCurve, leastPower, powerAt, UNLIMITED } from './power-curve.js';
import { fullChargeRate } from './recovery.js';
import { energyAlong, hoursTo, type RateCurve } from './trajectory.js';
import { energyAfterWh, powerForDrain, type Vehicle } from './vehicle.js';

/** What a car can hold for some hours, grid-side W: the highest and lowest constant power, and its limits on the way. */
export interface Reach {
  readonly highestW: number;
  readonly lowestW: number;
  /** The least discharge and charge limit at any energy between the two extreme paths, W ≥ 0. */
  readonly dischargeLimitW: number;
  readonly chargeLimitW: number;
}

/**
 * The reach over `hours` of a car whose limits depend on its energy, `hoursLeft` ≥ `hours` before its departure. Limits
 * are those at the far end of the hour's energy, a fixed point: more power leads to where there is less of it. Where a
 * limit is least in the middle, that counts. The recovery line bends, so that a straight path above both its ends may
 * cut it between them: what counts is the straight path from now that touches it.
 */
export function taperedReach(vehicle: Vehicle, hours: number, hoursLeft: number): Reach {
  const { energyWh, minEnergyWh, maxEnergyWh, maxChargeW, maxDischargeW, standbyW = 0 } = vehicle;
  const charge = cappedCurve(vehicle.chargeCurve ?? UNLIMITED, maxChargeW);
  const discharge = cappedCurve(vehicle.dischargeCurve ?? UNLIMITED, maxDischargeW);
  const lowAfter = (powerW: number): number => Math.min(energyWh, energyAfterWh(vehicle, powerW, hours));
  const highAfter = (powerW: number): number => Math.max(energyWh, energyAfterWh(vehicle, powerW, hours));
  const mostAllowedW = ((vehicle.dischargeAllowanceWh ?? Infinity) / hours) * vehicle.dischargeEfficiency;

  const fallW = Math.min((energyWh - minEnergyWh) / hours, steepestFallW(vehicle, hours, hoursLeft)) - standbyW;
  const givenW = Math.min(powerForDrain(vehicle, fallW, 1), maxDischargeW, mostAllowedW);
  // The upper end of the band is not known yet: as far up as an hour can go.
  const topWh = Math.min(highAfter(-maxChargeW), Math.max(energyWh, maxEnergyWh));
  const givable = (powerW: number): boolean => powerW <= leastPower(discharge, lowAfter(powerW), topWh);
  const highestW = givenW > 0 ? lastThatHolds(givenW, givable) : givenW;
  const bottomWh = lowAfter(highestW);

  const roomWh = Math.max(0, maxEnergyWh - energyWh) + standbyW * hours;
  const takenW = Math.min(maxChargeW, roomWh / hours / vehicle.chargeEfficiency);
  const takable = (powerW: number): boolean => powerW <= leastPower(charge, bottomWh, highAfter(-powerW));
  const lowestW = -lastThatHolds(takenW, takable);
  return {
    highestW,
    lowestW,
    dischargeLimitW: Math.min(leastPower(discharge, bottomWh, highAfter(lowestW)), mostAllowedW),
    chargeLimitW: leastPower(charge, bottomWh, highAfter(lowestW)),
  };
}

/**
 * The steepest constant fall of energy from now on, W battery-side, that stays above the recovery line for `hours`;
 * minus infinity where the line itself falls, because the car loses more than it can take.
 */
function steepestFallW(vehicle: Vehicle, hours: number, hoursLeft: number): number {
  const { energyWh, targetEnergyWh } = vehicle;
  const rate = fullChargeRate(vehicle);
  const lineWh = (after: number): number => energyAlong(rate, targetEnergyWh, after - hoursLeft);
  const [startWh, endWh] = [lineWh(0), lineWh(hours)];
  if (endWh < startWh) return -Infinity;
  let leastW = (energyWh - endWh) / hours;
  const bends = bendsBetween(rate, startWh, endWh);
  for (const [index, from] of bends.entries()) {
    const length = (bends[index + 1] ?? hours) - from;
    // In a stretch that bends down the tangent's value at "now" rises with time: it meets the energy once at most.
    const until = lastThatHolds(length, (time) => {
      const there = lineWh(from + time);
      return there - powerAt(rate, there) * (from + time) <= energyWh;
    });
    if (until > 0 && until < length) leastW = Math.min(leastW, -powerAt(rate, lineWh(from + until)));
    else if (from > 0) leastW = Math.min(leastW, (energyWh - lineWh(from)) / from);
    else if (until === 0) leastW = Math.min(leastW, -powerAt(rate, startWh));
  }
  return leastW;
}

/** Hours after which the line, rising from `startWh` to `endWh`, passes a point of its rate; the start first. */
const bendsBetween = (rate: RateCurve, startWh: number, endWh: number): number[] => [
  0,
  ...rate
    .filter(({ energyWh }) => energyWh > startWh && energyWh < endWh)
    .map(({ energyWh }) => hoursTo(rate, startWh, energyWh)),
];
