import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { bestShares, FRESH_HOUR, groupCapacity, type GroupMember } from '../flexibility/index.js';
import { deal } from './deal.js';

const nem = { powerFactor: 0.34, up: FRESH_HOUR, down: FRESH_HOUR };
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

const memberArbitrary: fc.Arbitrary<GroupMember> = fc
  .record({
    upW: fc.integer({ min: 0, max: 20_000 }),
    downW: fc.integer({ min: 0, max: 20_000 }),
    spareUpW: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 20_000 })),
    spareDownW: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 20_000 })),
  })
  .map(({ upW, downW, spareUpW, spareDownW }) => ({
    upW,
    downW,
    headroomUpW: upW + spareUpW,
    headroomDownW: downW + spareDownW,
    roundTrip: 0.9,
  }));

describe('dealing out', () => {
  it('gives in proportion while that leaves enough for NEM', () => {
    const member = { upW: 9_000, downW: 3_000, headroomUpW: 20_000, headroomDownW: 20_000, roundTrip: 0.9 };
    const dealt = deal([member, { ...member, upW: 3_000, downW: 9_000 }], 4_000, nem);
    expect(dealt.upW).toEqual([3_000, 1_000]);
    expect(dealt.downW).toEqual([1_000, 3_000]);
    expect([sum(dealt.nemUpW), sum(dealt.nemDownW), dealt.nemLackingW]).toEqual([1_360, 1_360, 0]);
  });

  it('chooses shares where only a choice leaves enough: the member without spare power keeps no more than it must', () => {
    const tight = { upW: 9_000, downW: 9_000, headroomUpW: 9_000, headroomDownW: 9_000, roundTrip: 0.9 };
    const spare = { upW: 3_000, downW: 3_000, headroomUpW: 9_000, headroomDownW: 9_000, roundTrip: 0.9 };
    const heldW = Math.floor(bestShares([tight, tight, spare], 0.34).capacityW);
    expect(heldW).toBeGreaterThan(groupCapacity([tight, tight, spare], 0.34).capacityW);
    const dealt = deal([tight, tight, spare], heldW, nem);
    expect(sum(dealt.upW)).toBe(heldW);
    expect(dealt.upW[2]).toBe(3_000);
    expect(dealt.nemLackingW).toBeLessThanOrEqual(4);
  });

  it('lets the tail of NEM act only where the share leaves energy for it', () => {
    const member = { upW: 5_000, downW: 5_000, headroomUpW: 20_000, headroomDownW: 20_000, roundTrip: 0.9 };
    const tail = { ...nem, down: { ...FRESH_HOUR, tailHours: 150 / 3600 } };
    const { nemUpW, nemDownW, nemLackingW } = deal([member], 5_000, tail);
    expect([nemUpW, nemDownW, nemLackingW]).toEqual([[1_700], [0], 1_700]);
    expect(deal([member], 4_900, tail).nemDownW).toEqual([1_666]);
  });

  it('gives nothing where nothing is held', () => {
    expect(deal([{ upW: 1, downW: 1, headroomUpW: 1, headroomDownW: 1, roundTrip: 1 }], 0, nem).nemUpW).toEqual([0]);
  });

  it('adds up to the watt, keeps to every member’s shares and power, and has NEM to the watt below what is firm', () => {
    fc.assert(
      fc.property(
        fc.array(memberArbitrary, { minLength: 1, maxLength: 20 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (members, part) => {
          const firmW = bestShares(members, 0.34).capacityW;
          const heldW = Math.floor(firmW * part);
          const dealt = deal(members, heldW, nem);
          expect(sum(dealt.upW)).toBe(heldW);
          expect(sum(dealt.downW)).toBe(heldW);
          members.forEach((member, index) => {
            const [up, down] = [dealt.upW[index] as number, dealt.downW[index] as number];
            const [nemUp, nemDown] = [dealt.nemUpW[index] as number, dealt.nemDownW[index] as number];
            for (const watts of [up, down, nemUp, nemDown]) expect(Number.isInteger(watts) && watts >= 0).toBe(true);
            expect(up).toBeLessThanOrEqual(member.upW);
            expect(down).toBeLessThanOrEqual(member.downW);
            expect(up + nemUp).toBeLessThanOrEqual(member.headroomUpW);
            expect(down + nemDown).toBeLessThanOrEqual(member.headroomDownW);
          });
          // Whole watts cost each member less than four watts of room.
          expect(dealt.nemLackingW).toBeLessThanOrEqual(4 * members.length);
          const spareW = (firmW - heldW) * 0.34;
          if (spareW > 4 * members.length) expect(dealt.nemLackingW).toBe(0);
        },
      ),
      { numRuns: 200 },
    );
  });
});
