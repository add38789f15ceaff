import type { EpochMs } from '../kernel/index.js';
import { epochMs, MS_PER_HOUR } from '../kernel/index.js';
import { hoursBetween, isInsideWindow, isReachable, powerForDrain, recoveryLineWh, type Vehicle } from './vehicle.js';

/** What one car adds to its group in each direction around its baseline, W ≥ 0. */
export interface Shares {
  readonly upW: number;
  readonly downW: number;
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
 * limits, with upward activation not below `max(minimum, recovery line at the horizon's end)`, with downward activation
 * not above the window. Both are 0 unless both are ≥ 0, and for a car that is outside its window, below its recovery
 * line, or gone before the horizon or the MTU ends.
 */
export function sharesAt(
  vehicle: Vehicle,
  at: EpochMs,
  baselineW: number,
  { horizonHours, mtuEnd }: ShareHorizon,
): Shares {
  const horizonEnd = epochMs(Math.max(mtuEnd, at + Math.round(horizonHours * MS_PER_HOUR)));
  if (vehicle.departureAt < horizonEnd) return NO_SHARES;
  if (!isInsideWindow(vehicle) || !isReachable(vehicle, at)) return NO_SHARES;
  const hours = hoursBetween(at, horizonEnd);
  const floorWh = Math.max(vehicle.minEnergyWh, recoveryLineWh(vehicle, horizonEnd));
  const highestW = Math.min(vehicle.maxDischargeW, powerForDrain(vehicle, vehicle.energyWh - floorWh, hours));
  const roomWh = Math.max(0, vehicle.maxEnergyWh - vehicle.energyWh);
  const lowestW = -Math.min(vehicle.maxChargeW, roomWh / hours / vehicle.chargeEfficiency);
  const upW = highestW - baselineW;
  const downW = baselineW - lowestW;
  return upW >= 0 && downW >= 0 ? { upW, downW } : NO_SHARES;
}
