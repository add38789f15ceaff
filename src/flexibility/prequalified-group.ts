import type { GroupCapacity } from './group.js';
import type { GroupMember } from './group-member.js';
import { capacityAfterDepartures, unannouncedDepartures } from './unannounced-departures.js';

/** How many members a group's promise must outlive. */
export interface DeparturePolicy {
  /** That a car leaves within the endurance without having said so; 0: departures are kept. */
  readonly leavingProbability: number;
  /** With what probability no more leave than are counted on. */
  readonly reliability: number;
}

export const DEPARTURES_ARE_KEPT: DeparturePolicy = { leavingProbability: 0, reliability: 0.9 };

/**
 * What a delivery group was prequalified as. The values of the rules in force hold where it was agreed on nothing else:
 * whether a group with more than two hours of reservoir, no longer a limited reservoir (LER), may do without the power
 * for NEM is for the TSO to say, so the factor is an attribute of its own.
 */
export interface PrequalifiedGroup {
  readonly isLER: boolean;
  /** Power kept for NEM each way, as a share of the capacity. */
  readonly nemPowerFactor: number;
  readonly enduranceMinutes: number;
  readonly departures: DeparturePolicy;
}

/** Above so many hours of full activation a reservoir is no limited one: Technical Requirements v1.1, definitions. */
export const LIMITED_RESERVOIR_HOURS = 2;

/** What members hold together as this group: shares chosen, and less what unannounced departures may take. */
export function capacityAs(
  { nemPowerFactor, departures }: Pick<PrequalifiedGroup, 'nemPowerFactor' | 'departures'>,
  members: readonly GroupMember[],
): GroupCapacity {
  const { leavingProbability, reliability } = departures;
  const leavers = unannouncedDepartures(members.length, leavingProbability, reliability);
  return capacityAfterDepartures(members, nemPowerFactor, leavers);
}
