import { floorToStep, isoInstant, MS_PER_MINUTE, epochMs, type EpochMs } from '../kernel/index.js';
import { groupCapacity, type BoundBy } from './group.js';
import { memberOf } from './group-member.js';
import { isReachable, mustChargeAt } from './recovery.js';
import { safelyDischargeableWh } from './safe-discharge.js';
import { sharesAt } from './shares.js';
import type { Vehicle } from './vehicle.js';

export interface CapacityQuestion {
  readonly at: EpochMs;
  readonly mtuMinutes: number;
  readonly enduranceMinutes: number;
  readonly nemPowerFactor: number;
  /** Step of a bid, W: what can be offered is floored to it. */
  readonly bidStepW: number;
  readonly vehicles: readonly (Vehicle & { readonly id: string })[];
}

export interface VehicleCapacity {
  readonly id: string;
  readonly reachable: boolean;
  readonly mustChargeAt: string;
  readonly safeDischargeWh: number;
  readonly upW: number;
  readonly downW: number;
  /** What the car could sell alone. */
  readonly singleW: number;
}

export interface CapacityAnswer {
  readonly vehicles: readonly VehicleCapacity[];
  readonly sumOfSinglesW: number;
  readonly groupW: number;
  readonly offerableW: number;
  readonly boundBy: BoundBy;
}

/** Firm capacity of parked, idle cars (baseline 0) from `at` on, for each alone and for the group. Cars in the question's order. */
export function capacityNow(question: CapacityQuestion): CapacityAnswer {
  const { at, nemPowerFactor } = question;
  const horizon = {
    horizonHours: question.enduranceMinutes / 60,
    mtuEnd: epochMs(at + question.mtuMinutes * MS_PER_MINUTE),
  };
  const members = question.vehicles.map((vehicle) => memberOf(vehicle, 0, sharesAt(vehicle, at, 0, horizon)));
  const singlesW = members.map((member) => groupCapacity([member], nemPowerFactor).capacityW);
  const group = groupCapacity(members, nemPowerFactor);
  const vehicles = question.vehicles.map((vehicle, index) => ({
    id: vehicle.id,
    reachable: isReachable(vehicle, at),
    mustChargeAt: isoInstant(mustChargeAt(vehicle, at)),
    safeDischargeWh: safelyDischargeableWh(vehicle, at),
    upW: members[index]?.upW ?? 0,
    downW: members[index]?.downW ?? 0,
    singleW: singlesW[index] ?? 0,
  }));
  return {
    vehicles,
    sumOfSinglesW: singlesW.reduce((sum, single) => sum + single, 0),
    groupW: group.capacityW,
    offerableW: floorToStep(group.capacityW, question.bidStepW),
    boundBy: group.boundBy,
  };
}
