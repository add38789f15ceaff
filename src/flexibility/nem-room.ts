import type { GroupMember } from './group-member.js';

/** What is known of NEM in one direction over the hours that shares are dealt for. */
export interface NemOutlook {
  /** What is left to hold the shares for, > 0. */
  readonly hours: number;
  /** Net activation against it, in hours at full activation, that must come before NEM can begin; 0 while it acts. */
  readonly quietHours: number;
  /** What its mean still has to bring of an action that is over, in hours of full NEM. */
  readonly tailHours: number;
}

/**
 * The outlook at an MTU's start with nothing acting, at the least endurance that a group may have there: half of the
 * hour is quiet.
 */
export const FRESH_HOUR: NemOutlook = { hours: 1, quietHours: 0.5, tailHours: 0 };

/**
 * How much of NEM in one direction a member can take upon it beside its share `ownW` there and `otherW` the other way,
 * W ≥ 0: power beyond the share, and energy. Energy: what its share leaves it of the hours, and what net activation the
 * other way gives it before NEM begins, at least the round trip of both shares for as long. At an MTU's start this is
 * ηcηd·(f⁺ + f⁻) or more; a tail from the hour before must fit into what the share leaves alone.
 */
export function nemRoomW(
  member: Pick<GroupMember, 'roundTrip'>,
  direction: {
    readonly headroomW: number;
    readonly shareLimitW: number;
    readonly ownW: number;
    readonly otherW: number;
  },
  { hours, quietHours, tailHours }: NemOutlook,
): number {
  const { headroomW, shareLimitW, ownW, otherW } = direction;
  const spareWh = Math.max(0, shareLimitW - ownW) * hours;
  const tailRoomW = tailHours > 0 ? spareWh / tailHours : Infinity;
  const actingHours = tailHours + hours - quietHours;
  const laterRoomW =
    quietHours < hours ? (spareWh + member.roundTrip * (ownW + otherW) * quietHours) / actingHours : Infinity;
  return Math.max(0, Math.min(headroomW - ownW, tailRoomW, laterRoomW));
}
