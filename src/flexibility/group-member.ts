import type { Shares } from './shares.js';
import type { Vehicle } from './vehicle.js';

/** One car in a group that sells together, at a given baseline. */
export interface GroupMember extends Shares {
  /** Discharge limit (at any energy of the horizon) less baseline, ≥ 0: power above the baseline whatever the energy says. */
  readonly headroomUpW: number;
  /** Charge limit plus baseline (injection positive), ≥ 0: power below the baseline. */
  readonly headroomDownW: number;
  /** Charge times discharge efficiency. */
  readonly roundTrip: number;
  /** What it does while nothing is activated, W, injection positive; absent: anything within its limits. */
  readonly baselineW?: number;
}

export function memberOf(vehicle: Vehicle, baselineW: number, shares: Shares): GroupMember {
  return {
    upW: shares.upW,
    downW: shares.downW,
    headroomUpW: shares.headroomUpW ?? Math.max(0, vehicle.maxDischargeW - baselineW),
    headroomDownW: shares.headroomDownW ?? Math.max(0, vehicle.maxChargeW + baselineW),
    roundTrip: vehicle.chargeEfficiency * vehicle.dischargeEfficiency,
    baselineW,
  };
}
