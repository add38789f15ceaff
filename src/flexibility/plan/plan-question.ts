import type { EpochMs } from '../../kernel/index.js';
import type { Vehicle } from '../vehicle.js';

export interface PlannedVehicle extends Vehicle {
  readonly id: string;
  /** The site whose fuse it shares; absent: no limit but its own. */
  readonly siteId?: string;
}

/** Watts of group capacity that are worth the same. */
export interface WorthBand {
  /** Capacity at which the band ends, W; infinity for the last. */
  readonly upToW: number;
  /** Of each watt in it, ≥ 0. */
  readonly worth: number;
}

/** What capacity is worth in one MTU: bands of rising ends and falling worth, such as what was sold before anything else. */
export type CapacityWorth = readonly WorthBand[];

/** What moving energy costs, in the unit of the worths; every number ≥ 0. */
export interface PlanCosts {
  /** Per Wh from the grid and per Wh to the grid, one per MTU; what is sold never brings more than what is bought costs. */
  readonly buyPerWh: readonly number[];
  readonly sellPerWh: readonly number[];
  /** Wear of the battery per Wh taken out of it. */
  readonly wearPerWh: number;
  /** What a Wh is worth that is in a battery when the car leaves or the plan ends. */
  readonly storedPerWh: number;
}

/** Cars, coming MTUs, worths and costs: everything a plan depends on. */
export interface PlanQuestion {
  /** Start of the first MTU; the vehicles' energies hold here. */
  readonly at: EpochMs;
  readonly mtuHours: number;
  readonly enduranceHours: number;
  readonly nemPowerFactor: number;
  /** One per MTU: their number is the plan's length. */
  readonly worth: readonly CapacityWorth[];
  /** Absent: moving energy costs nothing. */
  readonly costs?: PlanCosts;
  readonly vehicles: readonly PlannedVehicle[];
  /** Fuse of a site, W both ways, by its id. */
  readonly siteLimitsW?: ReadonlyMap<string, number>;
}

/** Capacity for its own sake: every watt of every MTU worth the same. */
export const unitWorth = (mtus: number): CapacityWorth[] =>
  Array.from({ length: mtus }, () => [{ upToW: Infinity, worth: 1 }]);

/** Worth of a capacity in one MTU; of less than nothing, so much less than nothing. */
export function worthOf(bands: CapacityWorth, capacityW: number): number {
  let value = 0;
  let from = 0;
  for (const { upToW, worth } of bands) {
    if (capacityW <= upToW) return value + (capacityW - from) * worth;
    value += (upToW - from) * worth;
    from = upToW;
  }
  return value;
}
