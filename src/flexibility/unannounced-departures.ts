import { bestCapacity } from './best-shares.js';
import { groupCapacity, type GroupCapacity } from './group.js';
import type { GroupMember } from './group-member.js';
import { lastThatHolds } from './bisection.js';

/**
 * How many of `members` cars may leave unannounced within the hours of a promise: the fewest that are not exceeded with
 * probability `reliability`, when each leaves with probability `leaving` on its own (a binomial quantile).
 */
export function unannouncedDepartures(members: number, leaving: number, reliability: number): number {
  if (leaving <= 0 || members === 0) return 0;
  if (leaving >= 1) return members;
  // Each probability from the one before, in logarithms: a large group's first one is too small for a double.
  let logProbability = members * Math.log1p(-leaving);
  let cumulated = Math.exp(logProbability);
  let count = 0;
  while (count < members && cumulated < reliability) {
    logProbability += Math.log(((members - count) * leaving) / ((count + 1) * (1 - leaving)));
    count += 1;
    cumulated += Math.exp(logProbability);
  }
  return count;
}

/**
 * What the group still holds after any `leavers` of its members have left without a word, when the others' shares are
 * dealt anew in proportion. Each way it is at most the sum of shares less the largest of them. For NEM: whoever left, a
 * member's share is at least what it was before and at most what it would be had the largest left; the room counted
 * between these bounds, less the largest rooms, is there in every case. A lower bound, then: exact for nobody leaving.
 * Not covered: departures while NEM acts, until shares are dealt anew.
 */
export function capacityAfterDepartures(
  members: readonly GroupMember[],
  nemPowerFactor: number,
  leavers: number,
): GroupCapacity {
  if (leavers === 0) return bestCapacity(members, nemPowerFactor);
  const whole = groupCapacity(members, nemPowerFactor);
  const upW =
    whole.upW -
    largest(
      members.map((member) => member.upW),
      leavers,
    );
  const downW =
    whole.downW -
    largest(
      members.map((member) => member.downW),
      leavers,
    );
  if (upW <= 0 || downW <= 0) return { ...whole, capacityW: 0, boundBy: upW <= downW ? 'energy-up' : 'energy-down' };
  const roomLeft = (roomOf: (member: GroupMember) => number): number => {
    const rooms = members.map(roomOf);
    return rooms.reduce((sum, room) => sum + room, 0) - largest(rooms, leavers);
  };
  const lackingW = (capacityW: number): { readonly up: number; readonly down: number } => {
    const slackW = (member: GroupMember): number =>
      member.roundTrip * capacityW * (member.upW / whole.upW + member.downW / whole.downW);
    const up = roomLeft((one) => Math.min(one.headroomUpW - (capacityW * one.upW) / upW, slackW(one)));
    const down = roomLeft((one) => Math.min(one.headroomDownW - (capacityW * one.downW) / downW, slackW(one)));
    return { up: nemPowerFactor * capacityW - up, down: nemPowerFactor * capacityW - down };
  };
  // Both rooms are concave in the capacity and nothing at 0: where they suffice, they suffice for less as well.
  const capacityW = lastThatHolds(Math.min(upW, downW), (tried) => {
    const { up, down } = lackingW(tried);
    return up <= 0 && down <= 0;
  });
  if (capacityW === Math.min(upW, downW))
    return { ...whole, capacityW, boundBy: upW <= downW ? 'energy-up' : 'energy-down' };
  const { up, down } = lackingW(capacityW);
  return { ...whole, capacityW, boundBy: up >= down ? 'power-up' : 'power-down' };
}

/** Σ of the `count` largest. */
const largest = (values: readonly number[], count: number): number =>
  [...values]
    .sort((a, b) => b - a)
    .slice(0, count)
    .reduce((sum, value) => sum + value, 0);
