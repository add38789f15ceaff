import { describe, expect, it } from '@jest/globals';
import type { GroupMember } from './group-member.js';
import { activationShares, nemShares } from './split.js';

const member = (upW: number, downW: number, headroomUpW: number, headroomDownW: number): GroupMember => ({
  upW,
  downW,
  headroomUpW,
  headroomDownW,
  roundTrip: 0.9,
});

describe('the split of a group’s capacity', () => {
  it('gives each member full activation in proportion to its share in that direction', () => {
    const members = [member(9_000, 1_000, 9_000, 9_000), member(3_000, 4_000, 9_000, 9_000)];
    expect(activationShares(members, 4_000)).toEqual({ upW: [3_000, 1_000], downW: [800, 3_200] });
  });

  it('gives nothing in a direction that nobody offers', () => {
    expect(activationShares([member(5_000, 0, 5_000, 0)], 0)).toEqual({ upW: [0], downW: [0] });
  });

  it('gives energy management the scaled minima of spare power and slack', () => {
    const members = [member(6_000, 6_000, 7_000, 20_000), member(4_000, 4_000, 20_000, 20_000)];
    const nem = nemShares(members, 10_000, 0.34);
    // Up: min(7 000 − 6 000, 0.9 · 12 000) = 1 000 and min(16 000, 0.9 · 8 000) = 7 200, scaled to 3 400 of 8 200.
    expect(nem.upW[0]).toBeCloseTo((1_000 * 3_400) / 8_200);
    expect(nem.upW[1]).toBeCloseTo((7_200 * 3_400) / 8_200);
    // Down: 0.9 · 12 000 = 10 800 and 0.9 · 8 000 = 7 200, scaled to 3 400 of 18 000.
    expect(nem.downW[0]).toBeCloseTo((10_800 * 3_400) / 18_000);
    expect(nem.downW[1]).toBeCloseTo((7_200 * 3_400) / 18_000);
  });

  it('stays at the minima where they fall short', () => {
    expect(nemShares([member(6_000, 6_000, 6_500, 6_500)], 6_000, 0.34)).toEqual({ upW: [500], downW: [500] });
  });
});
