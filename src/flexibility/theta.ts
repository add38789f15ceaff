import { clamp, epochMs, MS_PER_HOUR, type EpochMs } from '../kernel/index.js';
import { mostConstantChargeW, mostConstantDischargeW } from './constant-power.js';
import { isReachable, recoveryLineWh } from './recovery.js';
import { drainWh, powerForDrain, type Vehicle } from './vehicle.js';

export interface ThetaRule {
  readonly mtuHours: number;
  /** Where between the lowest useful energy (0) and the full window (1) a car waits for activation. */
  readonly theta: number;
  /** How long full activation must be sustained each way; default one hour. */
  readonly enduranceHours?: number;
}

/**
 * The constant baseline of one car over the MTU from `mtuStart` at which `vehicle.energyWh` holds, whole W, injection
 * positive. A car that may discharge moves towards `F + θ·(maximum − F)`, `F = max(minimum, recovery line one endurance
 * after the MTU's end)`, and only as far as its own full power for one endurance each way needs: then the next MTU finds
 * energy and room in it. A car that can't discharge charges to its target; one that leaves within the MTU, or is below
 * its recovery line, charges at once for what it was promised. Never beyond the power limits or the window; the recovery
 * line holds at the MTU's end wherever it held at the start.
 */
export function thetaBaselineW(vehicle: Vehicle, mtuStart: EpochMs, rule: ThetaRule): number {
  const mtuEnd = epochMs(mtuStart + Math.round(rule.mtuHours * MS_PER_HOUR));
  const hours = Math.min(rule.mtuHours, Math.max(0, vehicle.departureAt - mtuStart) / MS_PER_HOUR);
  if (hours === 0) return 0;
  const leaves = vehicle.departureAt <= mtuEnd;
  if (vehicle.maxDischargeW === 0 || leaves || !isReachable(vehicle, mtuStart))
    return baselineTo(vehicle, Math.max(vehicle.energyWh, vehicle.targetEnergyWh), hours);
  return baselineTo(vehicle, waitingEnergyWh(vehicle, mtuEnd, rule), hours);
}

/** The energy that the car should have at `mtuEnd`: its own where that lies in the useful band, else the band's near edge. */
function waitingEnergyWh(vehicle: Vehicle, mtuEnd: EpochMs, { theta, enduranceHours = 1 }: ThetaRule): number {
  const enduranceEnd = epochMs(mtuEnd + Math.round(enduranceHours * MS_PER_HOUR));
  const floorWh = Math.min(vehicle.maxEnergyWh, Math.max(vehicle.minEnergyWh, recoveryLineWh(vehicle, enduranceEnd)));
  const pointWh = floorWh + theta * (vehicle.maxEnergyWh - floorWh);
  const lowestWh = Math.min(pointWh, floorWh + drainWh(vehicle, vehicle.maxDischargeW, enduranceHours));
  const highestWh = Math.max(pointWh, vehicle.maxEnergyWh + drainWh(vehicle, -vehicle.maxChargeW, enduranceHours));
  return clamp(vehicle.energyWh, lowestWh, highestWh);
}

/** Whole watts, rounded towards more charging so that a promise is not missed by a fraction; the window and the limits win. */
function baselineTo(vehicle: Vehicle, aimWh: number, hours: number): number {
  const standbyWh = (vehicle.standbyW ?? 0) * hours;
  const wantedW = Math.floor(powerForDrain(vehicle, vehicle.energyWh - standbyWh - aimWh, hours));
  const lowestW = Math.ceil(-mostConstantChargeW(vehicle, hours));
  return clamp(wantedW, lowestW, Math.floor(mostConstantDischargeW(vehicle, hours))) + 0;
}
