import type { EpochMs } from '../kernel/index.js';
import { epochMs, MS_PER_HOUR } from '../kernel/index.js';
import { isReachable, recoveryLineWh } from './recovery.js';
import { taperedReach } from './tapered-reach.js';
import { hoursBetween, isInsideWindow, powerForDrain, type Vehicle } from './vehicle.js';

/** What one car adds to its group in each direction around its baseline, W ≥ 0. */
export interface Shares {
  readonly upW: number;
  readonly downW: number;
  /**
   * Power above and below the baseline that the car has all along, whatever of its shares is asked for, W ≥ 0; absent:
   * its limits less the baseline, because they are the same at any energy.
   */
  readonly headroomUpW?: number;
  readonly headroomDownW?: number;
}

export interface ShareHorizon {
  /** How long full activation must be sustained: the endurance at an MTU's start, what is left of the MTU inside it. > 0. */
  readonly horizonHours: number;
  /** Never sustained for less than until here. */
  readonly mtuEnd: EpochMs;
}

/** Shared, so that cars without a share cost no allocation. */
export const NO_SHARES: Shares = { upW: 0, downW: 0 };

/**
 * The largest powers above and below the constant baseline `baselineW` that hold for the horizon: within the power
 * limits, with upward activation not below the minimum nor the recovery line and within the allowance for discharge,
 * with downward activation not above the window, standby losses counted. Where limits depend on energy they are taken
 * at the far end of it. Both are 0 unless both are ≥ 0, and for a car that is outside its window, below its recovery
 * line, or gone before the horizon or the MTU ends.
 */
export function sharesAt(vehicle: Vehicle, at: EpochMs, baselineW: number, horizon: ShareHorizon): Shares {
  const room = newShareRoom();
  if (!writeShares(vehicle, at, baselineW, horizon, room)) return NO_SHARES;
  const { upW, downW, headroomUpW, headroomDownW } = room;
  return isConstrained(vehicle) ? { upW, downW, headroomUpW, headroomDownW } : { upW, downW };
}

/** Shares with their headroom, written over and over: a loop over a fleet's hours makes no objects. */
export type ShareRoom = { -readonly [Field in keyof Shares]-?: number };

export const newShareRoom = (): ShareRoom => ({ upW: 0, downW: 0, headroomUpW: 0, headroomDownW: 0 });

/** As `sharesAt`, into `into`. False, and nothing written, for a car without a share. */
export function writeShares(
  vehicle: Vehicle,
  at: EpochMs,
  baselineW: number,
  { horizonHours, mtuEnd }: ShareHorizon,
  into: ShareRoom,
): boolean {
  const horizonEnd = epochMs(Math.max(mtuEnd, at + Math.round(horizonHours * MS_PER_HOUR)));
  if (vehicle.departureAt < horizonEnd) return false;
  if (!isInsideWindow(vehicle) || !isReachable(vehicle, at)) return false;
  const hours = hoursBetween(at, horizonEnd);
  if (isConstrained(vehicle)) return writeConstrained(vehicle, at, baselineW, hours, into);
  const standbyWh = (vehicle.standbyW ?? 0) * hours;
  // Without curves the recovery line and both extreme paths are straight: end points suffice.
  const floorWh = Math.max(vehicle.minEnergyWh, recoveryLineWh(vehicle, horizonEnd));
  const highestW = Math.min(
    vehicle.maxDischargeW,
    powerForDrain(vehicle, vehicle.energyWh - standbyWh - floorWh, hours),
  );
  const roomWh = Math.max(0, vehicle.maxEnergyWh - vehicle.energyWh) + standbyWh;
  const lowestW = -Math.min(vehicle.maxChargeW, roomWh / hours / vehicle.chargeEfficiency);
  const upW = highestW - baselineW;
  const downW = baselineW - lowestW;
  if (!(upW >= 0 && downW >= 0)) return false;
  into.upW = upW;
  into.downW = downW;
  into.headroomUpW = Math.max(0, vehicle.maxDischargeW - baselineW);
  into.headroomDownW = Math.max(0, vehicle.maxChargeW + baselineW);
  return true;
}

/** Limits that depend on energy, or on what was discharged: a straight line between two instants does not tell them. */
export const isConstrained = ({ chargeCurve, dischargeCurve, dischargeAllowanceWh }: Vehicle): boolean =>
  chargeCurve !== undefined || dischargeCurve !== undefined || dischargeAllowanceWh !== undefined;

/** A limit that the car may meet on the way counts from the start: the headroom is what is left of it all along. */
function writeConstrained(vehicle: Vehicle, at: EpochMs, baselineW: number, hours: number, into: ShareRoom): boolean {
  const reach = taperedReach(vehicle, hours, hoursBetween(at, vehicle.departureAt));
  const upW = reach.highestW - baselineW;
  const downW = baselineW - reach.lowestW;
  if (!(upW >= 0 && downW >= 0)) return false;
  into.upW = upW;
  into.downW = downW;
  into.headroomUpW = Math.max(0, reach.dischargeLimitW - baselineW);
  into.headroomDownW = Math.max(0, reach.chargeLimitW + baselineW);
  return true;
}
