import { floorToStep, isoInstant, MS_PER_MINUTE, epochMs, type EpochMs } from '../kernel/index.js';
import { enduranceCapacity, type EnduranceCapacity } from './endurance.js';
import { fleetColumns } from './fleet-columns.js';
import { groupCapacity, type BoundBy } from './group.js';
import { memberOf } from './group-member.js';
import {
  capacityAs,
  DEPARTURES_ARE_KEPT,
  LIMITED_RESERVOIR_HOURS,
  type DeparturePolicy,
  type PrequalifiedGroup,
} from './prequalified-group.js';
import { isReachable, mustChargeAt } from './recovery.js';
import { safelyDischargeableWh } from './safe-discharge.js';
import { sharesAt } from './shares.js';
import type { Vehicle } from './vehicle.js';

export interface CapacityQuestion {
  readonly at: EpochMs;
  readonly mtuMinutes: number;
  readonly enduranceMinutes: number;
  readonly nemPowerFactor: number;
  /** Of the prequalified group; by default a limited reservoir whose cars keep their departures. */
  readonly isLER?: boolean;
  readonly departures?: DeparturePolicy;
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
  /** With shares chosen instead of proportional, and less what unannounced departures may take. */
  readonly chosenSharesW: number;
  /** What the group holds for longer, each way. */
  readonly enduranceHours: readonly EnduranceCapacity[];
  /** The attributes that it is counted by. */
  readonly group: PrequalifiedGroup;
}

/** Beyond two hours of reservoir a group is no limited one. */
const LONGER_HOURS = [LIMITED_RESERVOIR_HOURS, 2 * LIMITED_RESERVOIR_HOURS] as const;

/** Firm capacity of parked, idle cars (baseline 0) from `at` on, for each alone and for the group. Cars in the question's order. */
export function capacityNow(question: CapacityQuestion): CapacityAnswer {
  const { at, nemPowerFactor, enduranceMinutes, isLER = true, departures = DEPARTURES_ARE_KEPT } = question;
  const horizon = {
    horizonHours: question.enduranceMinutes / 60,
    mtuEnd: epochMs(at + question.mtuMinutes * MS_PER_MINUTE),
  };
  const members = question.vehicles.map((vehicle) => memberOf(vehicle, 0, sharesAt(vehicle, at, 0, horizon)));
  const singlesW = members.map((member) => groupCapacity([member], nemPowerFactor).capacityW);
  const group = groupCapacity(members, nemPowerFactor);
  const fleet = fleetColumns(question.vehicles);
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
    chosenSharesW: capacityAs({ nemPowerFactor, departures }, members).capacityW,
    enduranceHours: LONGER_HOURS.map((hours) => enduranceCapacity(fleet, at, hours, nemPowerFactor)),
    group: { isLER, nemPowerFactor, enduranceMinutes, departures },
  };
}
