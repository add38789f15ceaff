import { describe, expect, it } from '@jest/globals';
import { DEPARTURES_ARE_KEPT } from '../flexibility/index.js';
import { allowingFor } from './cautious-strategy.js';
import { groupStrategy, singleStrategy } from './idle-strategy.js';

const member = { upW: 10_000, downW: 10_000, headroomUpW: 40_000, headroomDownW: 40_000, roundTrip: 0.9 };
const members = Array.from({ length: 10 }, () => member);
const oneInTen = { leavingProbability: 0.1, reliability: 0.9 };

describe('a strategy that allows for unannounced departures', () => {
  it('counts two of ten cars as gone', () => {
    expect(groupStrategy.capacity(members, 0.34).capacityW).toBeCloseTo(100_000);
    expect(allowingFor(oneInTen, groupStrategy).capacity(members, 0.34).capacityW).toBeCloseTo(80_000);
  });

  it('is the strategy itself where departures are kept', () => {
    expect(allowingFor(DEPARTURES_ARE_KEPT, groupStrategy)).toBe(groupStrategy);
  });

  it('never counts more than the strategy does', () => {
    const lopsided = [
      { ...member, downW: 0 },
      { ...member, upW: 0 },
      { ...member, downW: 0 },
    ];
    expect(singleStrategy.capacity(lopsided, 0.34).capacityW).toBe(0);
    expect(allowingFor(oneInTen, singleStrategy).capacity(lopsided, 0.34).capacityW).toBe(0);
  });
});
