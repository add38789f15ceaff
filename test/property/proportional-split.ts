import type { GroupMember } from '../../src/flexibility/index.js';

/** Power per member and direction, W ≥ 0, fractional, in the members' order. */
export interface Split {
  readonly upW: readonly number[];
  readonly downW: readonly number[];
}

/** Each member's part of full activation of `capacityW`, in proportion to its share in that direction. */
export function activationShares(members: readonly GroupMember[], capacityW: number): Split {
  let upSum = 0;
  let downSum = 0;
  for (const member of members) {
    upSum += member.upW;
    downSum += member.downW;
  }
  const upFactor = upSum > 0 ? capacityW / upSum : 0;
  const downFactor = downSum > 0 ? capacityW / downSum : 0;
  return {
    upW: members.map((member) => member.upW * upFactor),
    downW: members.map((member) => member.downW * downFactor),
  };
}

/**
 * Each member's fixed part of NEM, `nemPowerFactor · capacityW` in all: the scaled minima of its spare power and of the
 * slack that half an hour of net activation has given it. Any other split may empty or overfill a battery.
 * `capacityW` is at most the group's capacity at the same factor; beyond it the parts stay at the minima.
 */
export function nemShares(members: readonly GroupMember[], capacityW: number, nemPowerFactor: number): Split {
  const activation = activationShares(members, capacityW);
  const needW = nemPowerFactor * capacityW;
  const partsOf = (own: readonly number[], headroomOf: (member: GroupMember) => number): number[] =>
    scaledDownTo(
      needW,
      members.map((member, index) => {
        const slackW = member.roundTrip * ((activation.upW[index] ?? 0) + (activation.downW[index] ?? 0));
        return Math.max(0, Math.min(headroomOf(member) - (own[index] ?? 0), slackW));
      }),
    );
  return {
    upW: partsOf(activation.upW, (member) => member.headroomUpW),
    downW: partsOf(activation.downW, (member) => member.headroomDownW),
  };
}

function scaledDownTo(sumW: number, partsW: readonly number[]): number[] {
  const total = partsW.reduce((sum, part) => sum + part, 0);
  const factor = total > sumW ? sumW / total : 1;
  return partsW.map((part) => part * factor);
}
