import { epochMs, MS_PER_HOUR, type EpochMs } from '../kernel/index.js';
import { bestColumnShares } from './best-shares.js';
import { restingMembers, type FleetColumns } from './fleet-columns.js';
import type { GroupColumns } from './group-columns.js';

/** What a group can hold at full activation each way for so many hours. */
export interface EnduranceCapacity {
  readonly hours: number;
  readonly capacityW: number;
}

/**
 * What resting cars hold for `hours` at full activation, each way, NEM on top as for an hour: certified, since a choice
 * of constant shares that does it is at hand. Every member sustains its share for all of the hours, so whoever leaves
 * before their end counts nothing; a relay of cars could hold more, never less.
 * @param withinSites cuts the members to what the fuses of their sites carry; left out: nothing but their own limits.
 */
export function enduranceCapacity(
  fleet: FleetColumns,
  at: EpochMs,
  hours: number,
  nemPowerFactor: number,
  withinSites: (group: GroupColumns) => GroupColumns = (group) => group,
): EnduranceCapacity {
  const horizon = { horizonHours: hours, mtuEnd: epochMs(at + Math.round(hours * MS_PER_HOUR)) };
  const { capacityW } = bestColumnShares(withinSites(restingMembers(fleet, at, horizon)), nemPowerFactor);
  return { hours, capacityW };
}
