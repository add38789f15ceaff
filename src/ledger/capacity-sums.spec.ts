import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { NOON } from '../../test/support/vehicle-arbitrary.js';
import type { GroupMember } from '../flexibility/index.js';
import { epochMs, MS_PER_HOUR } from '../kernel/index.js';
import { CapacitySums } from './capacity-sums.js';
import type { Contribution } from './contribution.js';
import { MemberPath } from './member-path.js';

const NEM = 0.34;
const MTUS = [0, 1, 2].map((hours) => epochMs(NOON + hours * MS_PER_HOUR));

const memberArbitrary: fc.Arbitrary<GroupMember | null> = fc.option(
  fc.record({
    upW: fc.integer({ min: 0, max: 11_000 }),
    downW: fc.integer({ min: 0, max: 11_000 }),
    headroomUpW: fc.integer({ min: 11_000, max: 15_000 }),
    headroomDownW: fc.integer({ min: 11_000, max: 15_000 }),
    roundTrip: fc.constantFrom(0.81, 0.9025, 0.95),
  }),
);
const contributionsArbitrary = fc
  .array(fc.tuple(memberArbitrary, memberArbitrary, memberArbitrary), { minLength: 1, maxLength: 20 })
  .map((cars) =>
    cars.map((perMtu, index): Contribution => {
      const members = MTUS.flatMap((mtu, at) => (perMtu[at] ? [[mtu, perMtu[at]] as const] : []));
      return { sessionId: `S${index}`, siteId: null, socAt: NOON, members: MemberPath.of(members) };
    }),
  );

const sumsOf = (contributions: readonly Contribution[]): CapacitySums => {
  const sums = new CapacitySums();
  for (const contribution of contributions) sums.add(contribution);
  return sums;
};
const seen = (sums: CapacitySums): unknown => MTUS.map((mtu) => [sums.at(mtu), sums.firmW(mtu, NEM)]);

describe('capacity sums', () => {
  it('add whole watts and count cars with a share', () => {
    const member = { upW: 4_000, downW: 3_000, headroomUpW: 20_000, headroomDownW: 20_000, roundTrip: 0.9 };
    const car = (sessionId: string): Contribution => ({
      sessionId,
      siteId: null,
      socAt: NOON,
      members: MemberPath.of([[NOON, member]]),
    });
    const sums = sumsOf([car('A'), car('B')]);
    expect(sums.at(NOON)).toEqual({ upW: 8_000, downW: 6_000, sessions: 2 });
    expect(sums.firmW(NOON, NEM)).toBe(6_000);
    expect(sums.firmW(epochMs(NOON + MS_PER_HOUR), NEM)).toBe(0);
    expect(() => sums.add(car('A'))).toThrow('session A is counted once');
  });

  it('are exactly as before once a car was added and taken out again', () => {
    fc.assert(
      fc.property(contributionsArbitrary, (contributions) => {
        const [last, ...others] = contributions;
        const sums = sumsOf(others);
        const before = seen(sums);
        sums.add(last as Contribution);
        seen(sums);
        sums.remove(last?.sessionId ?? '');
        expect(seen(sums)).toEqual(before);
        for (const { sessionId } of others) sums.remove(sessionId);
        expect(sums.isEmpty()).toBe(true);
      }),
    );
  });

  it('do not depend, to the watt, on the order in which cars came', () => {
    const shuffled = contributionsArbitrary.chain((cars) =>
      fc.tuple(fc.constant(cars), fc.shuffledSubarray(cars, { minLength: cars.length })),
    );
    fc.assert(fc.property(shuffled, ([cars, others]) => expect(seen(sumsOf(others))).toEqual(seen(sumsOf(cars)))));
  });
});
