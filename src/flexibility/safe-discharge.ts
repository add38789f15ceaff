import type { EpochMs } from '../kernel/index.js';
import { lastThatHolds } from './bisection.js';
import { cappedCurve, UNLIMITED } from './power-curve.js';
import { recoveryBeforeWh } from './recovery.js';
import { energyAlong, rateOf, type RateCurve } from './trajectory.js';
import { drainWh, hoursBetween, type Vehicle } from './vehicle.js';

/**
 * The most that can be supplied in one go from `at` on and still be charged back by the departure, grid-side Wh, ≥ 0:
 * discharging at full power until the car meets its minimum, its recovery line, its departure or its allowance. Full
 * power is best: whatever is given later costs time to charge, and standby losses besides.
 */
export function safelyDischargeableWh(vehicle: Vehicle, at: EpochMs): number {
  const { energyWh, minEnergyWh, maxDischargeW, dischargeEfficiency, standbyW = 0 } = vehicle;
  const hoursLeft = Math.max(0, hoursBetween(at, vehicle.departureAt));
  if (maxDischargeW === 0 || energyWh < Math.max(minEnergyWh, recoveryBeforeWh(vehicle, hoursLeft))) return 0;
  if (vehicle.chargeCurve === undefined && vehicle.dischargeCurve === undefined)
    return maxDischargeW * hoursAtConstantPower(vehicle, hoursLeft);
  const rate = fullDischargeRate(vehicle);
  const allowanceWh = vehicle.dischargeAllowanceWh ?? Infinity;
  // The falling path only nears the minimum, and it nears a line that only rises more slowly than the car charges.
  const givenWh = (hours: number): number => energyWh - energyAlong(rate, energyWh, hours) - standbyW * hours;
  const hours = lastThatHolds(hoursLeft, (until) => {
    const leftWh = energyAlong(rate, energyWh, until);
    const holds = leftWh >= minEnergyWh && leftWh >= recoveryBeforeWh(vehicle, hoursLeft - until);
    return holds && givenWh(until) <= allowanceWh;
  });
  return Math.max(0, givenWh(hours) * dischargeEfficiency);
}

/** How fast energy falls while the car gives as much as it can: negative. */
export function fullDischargeRate(vehicle: Vehicle): RateCurve {
  const { dischargeCurve = UNLIMITED, maxDischargeW, dischargeEfficiency, standbyW = 0 } = vehicle;
  return rateOf(cappedCurve(dischargeCurve, maxDischargeW), (powerW) => -powerW / dischargeEfficiency - standbyW);
}

function hoursAtConstantPower(vehicle: Vehicle, hoursLeft: number): number {
  const { energyWh, standbyW = 0, dischargeAllowanceWh = Infinity } = vehicle;
  const drainW = drainWh(vehicle, vehicle.maxDischargeW, 1);
  const untilEmpty = (energyWh - vehicle.minEnergyWh) / (drainW + standbyW);
  const untilTurn =
    (energyWh - recoveryBeforeWh(vehicle, hoursLeft)) / (drainW + vehicle.chargeEfficiency * vehicle.maxChargeW);
  return Math.max(0, Math.min(untilEmpty, untilTurn, dischargeAllowanceWh / drainW, hoursLeft));
}
