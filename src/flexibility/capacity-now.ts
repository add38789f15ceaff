import { floorToStep, isoInstant, MS_PER_MINUTE, epochMs, type EpochMs } from '../kernel/index.js';
import { enduranceCapacity, type EnduranceCapacity } from './endurance.js';
import { fleetColumns, restingMembers } from './fleet-columns.js';
import { groupCapacity, type BoundBy } from './group.js';
import { columnsOf, membersOf, type GroupColumns } from './group-columns.js';
import type { GroupMember } from './group-member.js';
import { withinFuse } from './plan/fuse.js';
import {
  capacityAs,
  DEPARTURES_ARE_KEPT,
  LIMITED_RESERVOIR_HOURS,
  type DeparturePolicy,
  type PrequalifiedGroup,
} from './prequalified-group.js';
import { isReachable, mustChargeAt } from './recovery.js';
import { safelyDischargeableWh } from './safe-discharge.js';
import { capacityAfterDepartures, unannouncedDepartures } from './unannounced-departures.js';
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
  readonly vehicles: readonly (Vehicle & { readonly id: string; readonly siteId?: string })[];
  /** Fuse of a site, W both ways, by its id. */
  readonly siteLimitsW?: ReadonlyMap<string, number>;
}

export interface VehicleCapacity {
  readonly id: string;
  readonly reachable: boolean;
  readonly mustChargeAt: string;
  readonly safeDischargeWh: number;
  /** Within its part of the site's fuse, where that carries less than all cars' power. */
  readonly upW: number;
  readonly downW: number;
  /** What the car could sell alone. */
  readonly singleW: number;
}

export interface CapacityAnswer {
  readonly vehicles: readonly VehicleCapacity[];
  readonly sumOfSinglesW: number;
  /** By the group rule with proportional shares, and less what `leavers` cars that leave without a word may take. */
  readonly groupW: number;
  readonly offerableW: number;
  readonly boundBy: BoundBy;
  /** As many cars may leave within the endurance without having said so, whichever they are. */
  readonly leavers: number;
  /** With shares chosen instead of proportional; the same as `groupW` where cars may leave, since theirs fall to the others in proportion. */
  readonly chosenSharesW: number;
  /** What the group holds for longer, each way. */
  readonly enduranceHours: readonly EnduranceCapacity[];
  /** Whether `groupW` is more than it could hold for two hours: then it is a limited reservoir, whatever it is counted as. */
  readonly isLimitedReservoir: boolean;
  /** The attributes that it is counted by. */
  readonly group: PrequalifiedGroup;
}

/** Beyond two hours of reservoir a group is no limited one. */
const LONGER_HOURS = [LIMITED_RESERVOIR_HOURS, 2 * LIMITED_RESERVOIR_HOURS] as const;

/**
 * Firm capacity of parked, idle cars (baseline 0) from `at` on, for each alone and for the group. Cars in the question's
 * order. A group that is counted as no limited reservoir must hold what it offers for two hours, however short the
 * endurance asked of limited ones.
 */
export function capacityNow(question: CapacityQuestion): CapacityAnswer {
  const { at, nemPowerFactor, isLER = true, departures = DEPARTURES_ARE_KEPT } = question;
  const enduranceMinutes = isLER
    ? question.enduranceMinutes
    : Math.max(question.enduranceMinutes, LIMITED_RESERVOIR_HOURS * 60);
  const horizon = { horizonHours: enduranceMinutes / 60, mtuEnd: epochMs(at + question.mtuMinutes * MS_PER_MINUTE) };
  const fleet = fleetColumns(question.vehicles);
  const withinSites = (group: GroupColumns): GroupColumns => columnsOf(siteMembers(question, membersOf(group)));
  const members = siteMembers(question, membersOf(restingMembers(fleet, at, horizon)));
  const singlesW = members.map((member) => groupCapacity([member], nemPowerFactor).capacityW);
  const leavers = unannouncedDepartures(members.length, departures.leavingProbability, departures.reliability);
  const group =
    leavers === 0 ? groupCapacity(members, nemPowerFactor) : capacityAfterDepartures(members, nemPowerFactor, leavers);
  const enduranceHours = LONGER_HOURS.map((hours) => enduranceCapacity(fleet, at, hours, nemPowerFactor, withinSites));
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
    leavers,
    chosenSharesW: capacityAs({ nemPowerFactor, departures }, members).capacityW,
    enduranceHours,
    isLimitedReservoir: group.capacityW > (enduranceHours[0]?.capacityW ?? 0),
    group: { isLER, nemPowerFactor, enduranceMinutes, departures },
  };
}

/** At rest no car uses its site's fuse: all of it is there for their shares. */
const siteMembers = ({ vehicles, siteLimitsW }: CapacityQuestion, members: readonly GroupMember[]): GroupMember[] =>
  withinFuse(
    members.map((member, row) => ({ siteId: vehicles[row]?.siteId, baselineW: 0, member })),
    siteLimitsW,
  );
