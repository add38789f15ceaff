import { describe, expect, it } from '@jest/globals';
import { bestCapacity } from './best-shares.js';
import { capacityAs, DEPARTURES_ARE_KEPT } from './prequalified-group.js';

const member = { upW: 10_000, downW: 10_000, headroomUpW: 40_000, headroomDownW: 40_000, roundTrip: 0.9 };
const members = Array.from({ length: 10 }, () => member);

describe('the capacity of a prequalified group', () => {
  it('is what its members hold where departures are kept', () => {
    const group = { nemPowerFactor: 0.34, departures: DEPARTURES_ARE_KEPT };
    expect(capacityAs(group, members)).toEqual(bestCapacity(members, 0.34));
  });

  it('is less by the cars that may leave: two of ten at 90 %, where one in ten does', () => {
    const departures = { leavingProbability: 0.1, reliability: 0.9 };
    expect(capacityAs({ nemPowerFactor: 0.34, departures }, members).capacityW).toBeCloseTo(80_000);
  });

  it('keeps what its own factor says for NEM', () => {
    const tight = members.map((one) => ({ ...one, headroomUpW: 10_000 }));
    const as = (nemPowerFactor: number): number =>
      capacityAs({ nemPowerFactor, departures: DEPARTURES_ARE_KEPT }, tight).capacityW;
    expect(as(0.34)).toBeCloseTo(100_000 / 1.34);
    expect(as(0)).toBeCloseTo(100_000);
  });
});
