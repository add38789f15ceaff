import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { bestCapacity } from './best-shares.js';
import { groupCapacity } from './group.js';
import type { GroupMember } from './group-member.js';
import { capacityAfterDepartures, unannouncedDepartures } from './unannounced-departures.js';

const NEM = 0.34;
const memberArbitrary: fc.Arbitrary<GroupMember> = fc
  .record({
    upW: fc.integer({ min: 0, max: 20_000 }),
    downW: fc.integer({ min: 0, max: 20_000 }),
    spareW: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 20_000 })),
  })
  .map(({ upW, downW, spareW }) => ({
    upW,
    downW,
    headroomUpW: upW + spareW,
    headroomDownW: downW + spareW,
    roundTrip: 0.9,
  }));

describe('unannounced departures', () => {
  it('are a quantile of the binomial distribution', () => {
    // 10 cars, one in ten leaves: 0.349 none, 0.736 at most one, 0.930 at most two.
    expect(unannouncedDepartures(10, 0.1, 0.3)).toBe(0);
    expect(unannouncedDepartures(10, 0.1, 0.7)).toBe(1);
    expect(unannouncedDepartures(10, 0.1, 0.9)).toBe(2);
    expect(unannouncedDepartures(10, 0, 0.99)).toBe(0);
    expect(unannouncedDepartures(10, 1, 0.5)).toBe(10);
    expect(unannouncedDepartures(0, 0.5, 0.9)).toBe(0);
  });

  it('are about the normal quantile in a large group: 5 000 + 1.282 · √4 500', () => {
    const count = unannouncedDepartures(50_000, 0.1, 0.9);
    expect(Math.abs(count - (5_000 + 1.2816 * Math.sqrt(4_500)))).toBeLessThan(2);
  });

  it('cost the largest shares each way', () => {
    const member = (upW: number, downW: number): GroupMember => ({
      upW,
      downW,
      headroomUpW: 50_000,
      headroomDownW: 50_000,
      roundTrip: 0.9,
    });
    const members = [member(9_000, 2_000), member(5_000, 8_000), member(4_000, 7_000)];
    expect(capacityAfterDepartures(members, NEM, 1)).toMatchObject({ capacityW: 9_000, boundBy: 'energy-up' });
    expect(capacityAfterDepartures(members, NEM, 2)).toMatchObject({ capacityW: 2_000, boundBy: 'energy-down' });
    expect(capacityAfterDepartures(members, NEM, 3).capacityW).toBe(0);
    expect(capacityAfterDepartures(members, NEM, 0)).toEqual(bestCapacity(members, NEM));
  });

  it('leave what was said, whoever leaves', () => {
    const groups = fc.array(memberArbitrary, { minLength: 2, maxLength: 12 });
    fc.assert(
      fc.property(groups, fc.integer({ min: 1, max: 3 }), fc.nat(), (members, leavers, seed) => {
        const { capacityW } = capacityAfterDepartures(members, NEM, leavers);
        const stay = members.filter((_, index) => (index + seed) % members.length >= leavers);
        expect(groupCapacity(stay, NEM).capacityW).toBeGreaterThanOrEqual(capacityW - 1e-6);
        const byUp = [...members].sort((a, b) => b.upW - a.upW).slice(leavers);
        expect(groupCapacity(byUp, NEM).capacityW).toBeGreaterThanOrEqual(capacityW - 1e-6);
      }),
      { numRuns: 500 },
    );
  });
});
