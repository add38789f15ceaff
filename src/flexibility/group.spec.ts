import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { groupCapacity } from './group.js';
import type { GroupMember } from './group-member.js';

const NEM = 0.34;
const ROUND_TRIP = 0.9;

/** Shares with as much spare power again, so that power binds nobody. */
const roomy = (upW: number, downW: number): GroupMember => ({
  upW,
  downW,
  headroomUpW: 10 * (upW + downW),
  headroomDownW: 10 * (upW + downW),
  roundTrip: ROUND_TRIP,
});
/** Shares that are all the power there is. */
const tight = (upW: number, downW: number): GroupMember => ({
  ...roomy(upW, downW),
  headroomUpW: upW,
  headroomDownW: downW,
});

const memberArbitrary: fc.Arbitrary<GroupMember> = fc
  .record({
    upW: fc.integer({ min: 0, max: 20_000 }),
    downW: fc.integer({ min: 0, max: 20_000 }),
    spareUpW: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 30_000 })),
    spareDownW: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 30_000 })),
    roundTrip: fc.double({ min: 0.7, max: 1, noNaN: true }),
  })
  .map(({ upW, downW, spareUpW, spareDownW, roundTrip }) => ({
    upW,
    downW,
    headroomUpW: upW + spareUpW,
    headroomDownW: downW + spareDownW,
    roundTrip,
  }));
const groupArbitrary = fc.array(memberArbitrary, { minLength: 1, maxLength: 12 });
const capacityOf = (members: readonly GroupMember[]): number => groupCapacity(members, NEM).capacityW;

/** The rule as it is written down, by bisection: the slow second opinion. */
function bisected(members: readonly GroupMember[]): number {
  const sumOf = (pick: (member: GroupMember) => number): number =>
    members.reduce((sum, member) => sum + pick(member), 0);
  const upW = sumOf((member) => member.upW);
  const downW = sumOf((member) => member.downW);
  const holds = (c: number): boolean => {
    const spare = (own: (m: GroupMember) => number, headroom: (m: GroupMember) => number): number =>
      sumOf((m) => Math.min(headroom(m) - own(m), m.roundTrip * c * (m.upW / upW + m.downW / downW)));
    const up = spare(
      (m) => (c * m.upW) / upW,
      (m) => m.headroomUpW,
    );
    const down = spare(
      (m) => (c * m.downW) / downW,
      (m) => m.headroomDownW,
    );
    return up >= NEM * c && down >= NEM * c;
  };
  let low = 0;
  let high = Math.min(upW, downW);
  if (high === 0 || holds(high)) return high;
  for (let step = 0; step < 100; step++) {
    const middle = (low + high) / 2;
    if (holds(middle)) low = middle;
    else high = middle;
  }
  return low;
}

describe('a group', () => {
  it('joins an empty and a full car, neither of which could sell alone', () => {
    expect(groupCapacity([roomy(8_000, 0), roomy(0, 7_000)], NEM)).toEqual({
      capacityW: 7_000,
      upW: 8_000,
      downW: 7_000,
      boundBy: 'energy-down',
    });
    expect(groupCapacity([roomy(6_000, 0), roomy(0, 7_000)], NEM).boundBy).toBe('energy-up');
  });

  it('keeps 34 % of power for energy management: 10 000 / 1.34', () => {
    const group = groupCapacity([tight(10_000, 11_000)], NEM);
    expect(group.capacityW).toBeCloseTo(10_000 / 1.34, 6);
    expect(group.boundBy).toBe('power-up');
    expect(groupCapacity([tight(11_000, 10_000)], NEM).boundBy).toBe('power-down');
  });

  it('does not lend a member’s power to energy management beyond the slack of its own energy', () => {
    // Two that are all used up, and idle power behind an empty share: it has no slack, so it carries nothing.
    const idle: GroupMember = { upW: 0, downW: 0, headroomUpW: 50_000, headroomDownW: 50_000, roundTrip: ROUND_TRIP };
    expect(capacityOf([tight(10_000, 10_000), idle])).toBeCloseTo(10_000 / 1.34, 6);
  });

  it('holds nothing without members, or with one direction only', () => {
    expect(groupCapacity([], NEM)).toEqual({ capacityW: 0, upW: 0, downW: 0, boundBy: 'none' });
    expect(groupCapacity([roomy(0, 9_000)], NEM)).toEqual({ capacityW: 0, upW: 0, downW: 9_000, boundBy: 'energy-up' });
  });

  it('is what bisection of the rule finds', () => {
    fc.assert(
      fc.property(groupArbitrary, (members) => expect(capacityOf(members)).toBeCloseTo(bisected(members), 5)),
      { numRuns: 500 },
    );
  });

  it('does not depend on the order of its members', () => {
    const shuffled = groupArbitrary.chain((members) =>
      fc.tuple(fc.constant(members), fc.shuffledSubarray(members, { minLength: members.length })),
    );
    fc.assert(
      fc.property(shuffled, ([members, others]) => expect(capacityOf(others)).toBeCloseTo(capacityOf(members), 6)),
    );
  });

  it('holds at least what its members could each sell alone, added up', () => {
    fc.assert(
      fc.property(groupArbitrary, (members) => {
        const aloneW = members.reduce((sum, member) => sum + capacityOf([member]), 0);
        expect(capacityOf(members)).toBeGreaterThanOrEqual(aloneW - 1e-6);
      }),
      { numRuns: 500 },
    );
  });

  it('never exceeds the sum of shares, and falls as the factor for energy management rises', () => {
    fc.assert(
      fc.property(groupArbitrary, fc.double({ min: 0, max: 1, noNaN: true }), (members, factor) => {
        const { capacityW, upW, downW } = groupCapacity(members, factor);
        expect(capacityW).toBeLessThanOrEqual(Math.min(upW, downW));
        expect(groupCapacity(members, factor + 0.1).capacityW).toBeLessThanOrEqual(capacityW + 1e-6);
      }),
    );
  });
});
