import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { referenceQuestion } from '../../test/support/plan-fleet.js';
import { ShareOptimum } from '../../test/support/share-optimum.js';
import { describeWithShared } from '../../test/support/shared-data.js';
import { epochMs, MS_PER_HOUR } from '../kernel/index.js';
import { bestShares, type BestShares } from './best-shares.js';
import { groupCapacity } from './group.js';
import { memberOf, type GroupMember } from './group-member.js';
import { FRESH_HOUR, nemRoomW, type NemOutlook } from './nem-room.js';
import { sharesAt } from './shares.js';

const NEM = 0.34;

/** A parked car as it comes: some full, some empty, some with more energy than power. */
const memberArbitrary: fc.Arbitrary<GroupMember> = fc
  .record({
    up: fc.double({ min: 0, max: 1, noNaN: true }),
    down: fc.double({ min: 0, max: 1, noNaN: true }),
    headroomUpW: fc.constantFrom(0, 3_700, 7_400, 11_000, 22_000),
    baselineW: fc.oneof(
      { weight: 3, arbitrary: fc.constant(0) },
      { weight: 1, arbitrary: fc.integer({ min: 0, max: 3_000 }) },
    ),
    hours: fc.constantFrom(2, 8),
    roundTrip: fc.double({ min: 0.7, max: 1, noNaN: true }),
  })
  .map(({ up, down, hours, headroomUpW, baselineW, roundTrip }) => ({
    upW: Math.min(headroomUpW, Math.round(up * hours * 12_000)),
    downW: Math.min(headroomUpW + baselineW, Math.round(down * hours * 12_000)),
    headroomUpW,
    headroomDownW: headroomUpW + baselineW,
    roundTrip,
  }));
const groupArbitrary = fc.array(memberArbitrary, { minLength: 1, maxLength: 25 });

/** Cars with energy for more than an hour both ways, as on a plan that holds them in the middle: there power binds. */
const powerBoundArbitrary: fc.Arbitrary<GroupMember[]> = fc.noBias(
  fc.array(
    fc
      .record({
        dischargeW: fc.integer({ min: 3_700, max: 22_000 }),
        chargeW: fc.integer({ min: 3_700, max: 22_000 }),
        batteryWh: fc.integer({ min: 60_000, max: 110_000 }),
        soc: fc.integer({ min: 350, max: 850 }),
      })
      .map(({ dischargeW, chargeW, batteryWh, soc }) => ({
        upW: Math.min(dischargeW, (batteryWh * (soc - 300)) / 1000),
        downW: Math.min(chargeW, (batteryWh * (1000 - soc)) / 1000),
        headroomUpW: dischargeW,
        headroomDownW: chargeW,
        roundTrip: 0.9,
      })),
    { minLength: 10, maxLength: 30 },
  ),
);

/** Parked cars, most of them in the middle of their window and one in `outOf` nearly full, or waiting around a baseline. */
const carsArbitrary = ({ outOf, moving }: { outOf: number; moving: boolean }): fc.Arbitrary<GroupMember[]> =>
  fc.noBias(
    fc.array(
      fc
        .record({
          full: fc.integer({ min: 1, max: outOf }).map((drawn) => drawn === 1),
          place: fc.integer({ min: 0, max: 100 }),
          batteryWh: fc.integer({ min: 30_000, max: 90_000 }),
          powerW: fc.constantFrom(7_400, 11_000, 22_000),
          baselinePercent: moving ? fc.integer({ min: -60, max: 30 }) : fc.constant(0),
        })
        .map(({ full, place, batteryWh, powerW, baselinePercent }): GroupMember => {
          const windowWh = 0.8 * batteryWh;
          const soc = full ? 0.9 + place / 1_000 : 0.4 + place / 500;
          const highestW = Math.min(powerW, 0.95 * soc * windowWh);
          const lowestW = -Math.min(powerW, ((1 - soc) * windowWh) / 0.95);
          const baselineW = Math.round(Math.max(lowestW, Math.min(highestW, (baselinePercent * powerW) / 100)));
          return {
            upW: Math.max(0, highestW - baselineW),
            downW: Math.max(0, baselineW - lowestW),
            headroomUpW: powerW - baselineW,
            headroomDownW: powerW + baselineW,
            roundTrip: 0.95 * 0.95,
            baselineW,
          };
        }),
      { minLength: 10, maxLength: 60 },
    ),
  );

const member = (upW: number, downW: number, headroomUpW: number, headroomDownW: number): GroupMember => ({
  upW,
  downW,
  headroomUpW,
  headroomDownW,
  roundTrip: 0.9,
});

/** Σ of what each member has for NEM, up and down, when it holds its shares. */
function nemPowerOf(
  members: readonly GroupMember[],
  { split }: BestShares,
  outlook: NemOutlook,
): { upW: number; downW: number } {
  const parts = members.map((one, row) => {
    const [up, down] = [split.upW[row] as number, split.downW[row] as number];
    const upward = { nem: 'up', headroomW: one.headroomUpW, shareLimitW: one.upW, ownW: up, otherW: down } as const;
    const downward = {
      nem: 'down',
      headroomW: one.headroomDownW,
      shareLimitW: one.downW,
      ownW: down,
      otherW: up,
    } as const;
    return { upW: nemRoomW(one, upward, outlook), downW: nemRoomW(one, downward, outlook) };
  });
  const sumOf = (way: 'upW' | 'downW'): number => parts.reduce((total, part) => total + part[way], 0);
  return { upW: sumOf('upW'), downW: sumOf('downW') };
}

const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0);

const restingCars = carsArbitrary({ outOf: 5, moving: false });
const movingCars = carsArbitrary({ outOf: 5, moving: true });
const outlookArbitrary = fc.constantFrom<NemOutlook>(
  FRESH_HOUR,
  { hours: 0.5, quietHours: 0.2, tailHours: 0 },
  { hours: 0.5, quietHours: 0.2, tailHours: 0.04 },
  { hours: 0.5, quietHours: 0, tailHours: 0 },
  { hours: 0.5, quietHours: 0.6, tailHours: 0 },
);
const mean = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0) / values.length;

describe('the best shares', () => {
  let optimum: ShareOptimum;
  beforeAll(async () => {
    optimum = await ShareOptimum.load();
  });

  it('leave NEM to the member with power to spare', () => {
    // Alone or in proportion the first has no power left for NEM once it gives all; the second has plenty.
    const members = [member(10_000, 10_000, 10_000, 10_000), member(10_000, 10_000, 30_000, 30_000)];
    expect(bestShares(members, NEM).capacityW).toBeCloseTo(20_000);
    const tight = [member(9_000, 9_000, 9_000, 9_000), member(3_000, 3_000, 9_000, 9_000)];
    const { capacityW, boundW } = bestShares(tight, NEM);
    // The second keeps 0.9 · 2 · 3 000 = 5 400 for NEM beside its share; all of it is needed: C = 12 000.
    expect(capacityW).toBeCloseTo(12_000);
    expect(boundW).toBeCloseTo(12_000);
  });

  it('are the shares in proportion where energy binds', () => {
    const members = [member(6_000, 9_000, 20_000, 20_000), member(2_000, 9_000, 20_000, 20_000)];
    const { capacityW, split, boundBy } = bestShares(members, NEM);
    expect({ capacityW, boundBy }).toEqual({ capacityW: 8_000, boundBy: 'energy-up' });
    expect([...split.upW, ...split.downW]).toEqual([6_000, 2_000, 4_000, 4_000]);
    expect(bestShares([], NEM).capacityW).toBe(0);
  });

  it('hold what they say: within the members’ shares, equal each way, with power for NEM', () => {
    fc.assert(
      fc.property(fc.oneof(groupArbitrary, movingCars), outlookArbitrary, (members, outlook) => {
        const best = bestShares(members, NEM, { up: outlook, down: outlook });
        const { capacityW, split } = best;
        members.forEach(({ upW, downW }, row) => {
          expect(split.upW[row]).toBeGreaterThanOrEqual(0);
          expect(split.downW[row]).toBeGreaterThanOrEqual(0);
          expect(split.upW[row]).toBeLessThanOrEqual(upW + 1e-6);
          expect(split.downW[row]).toBeLessThanOrEqual(downW + 1e-6);
        });
        expect(sum(split.upW)).toBeCloseTo(capacityW, 3);
        expect(sum(split.downW)).toBeCloseTo(capacityW, 3);
        const nem = nemPowerOf(members, best, outlook);
        expect(Math.min(nem.upW, nem.downW)).toBeGreaterThanOrEqual(NEM * capacityW - 1e-3);
      }),
      { numRuns: 300 },
    );
  });

  it('are what a linear programme finds, never less than the proportional, and more by what power leaves to choose', () => {
    const gains: number[] = [];
    fc.assert(
      fc.property(fc.oneof(groupArbitrary, powerBoundArbitrary), (members) => {
        const { capacityW, boundW } = bestShares(members, NEM);
        const proportional = groupCapacity(members, NEM);
        expect(capacityW).toBeGreaterThanOrEqual(proportional.capacityW);
        if (proportional.boundBy.startsWith('power')) gains.push(capacityW / proportional.capacityW);
        const exactW = optimum.aroundAny(members, NEM);
        expect(Math.abs(capacityW - exactW)).toBeLessThan(0.1 + 1e-5 * exactW);
        expect(boundW).toBeGreaterThanOrEqual(exactW - 0.1 - 1e-5 * exactW);
      }),
      { numRuns: 60, seed: 20_260_112 },
    );
    expect(gains.length).toBeGreaterThan(20);
    expect(mean(gains)).toBeGreaterThan(1.001); // 0.2 % on these pools
    expect(Math.max(...gains)).toBeGreaterThan(1.01);
  });

  it('are what the batteries can hold: to the watt at rest, and to a thousandth around baselines', () => {
    const gains: number[] = [];
    const left: number[] = [];
    fc.assert(
      fc.property(restingCars, movingCars, (resting, moving) => {
        const restingW = bestShares(resting, NEM).capacityW;
        const exactW = optimum.ofBatteries(resting, NEM);
        expect(Math.abs(restingW - exactW)).toBeLessThan(0.1 + 1e-5 * exactW);
        const proportional = groupCapacity(resting, NEM);
        if (proportional.boundBy.startsWith('power')) gains.push(restingW / proportional.capacityW);
        const movingW = bestShares(moving, NEM).capacityW;
        const boundW = optimum.ofBatteries(moving, NEM);
        expect(movingW).toBeLessThan(boundW + 0.1 + 1e-5 * boundW);
        if (boundW > 0) left.push(movingW / boundW);
      }),
      { numRuns: 60, seed: 20_260_112 },
    );
    expect(mean(left)).toBeGreaterThan(0.999);
    expect(Math.min(...left)).toBeGreaterThan(0.98);
    // One car in five nearly full among others in the middle: power binds, and a choice is worth something.
    expect(gains.length).toBeGreaterThan(30);
    expect(mean(gains)).toBeGreaterThan(1.01);
    expect(Math.max(...gains)).toBeGreaterThan(1.03);
  });

  it('count on what NEM is doing: with no quiet time left a group holds less, with NEM out of reach more', () => {
    const members = [member(9_000, 9_000, 9_000, 9_000), member(2_000, 2_000, 9_000, 9_000)];
    const held = (quietHours: number): number => {
      const outlook = { hours: 0.5, quietHours, tailHours: 0 };
      return bestShares(members, NEM, { up: outlook, down: outlook }).capacityW;
    };
    // Acting: what is kept of the shares, 0.9 · (11 000 − C), is all there is for NEM, and 0.34 · C is needed.
    expect(held(0)).toBeCloseTo((0.9 * 11_000) / 1.24, 2);
    expect(held(0.5)).toBeCloseTo(11_000, 2);
    expect(bestShares(members, NEM).capacityW).toBeLessThan(11_000);
  });
});

describeWithShared('the reference groups', ['vectors', 'capacity'], (folder) => {
  it('hold what their batteries can: two of six over 3 % more than in proportion', async () => {
    const optimum = await ShareOptimum.load();
    const gains = ['01', '02', '03', '04', '05', '06'].flatMap((name) => {
      const { at, mtuHours, enduranceHours, vehicles } = referenceQuestion(folder, name).question;
      const horizon = { horizonHours: enduranceHours, mtuEnd: epochMs(at + mtuHours * MS_PER_HOUR) };
      const members = vehicles.map((vehicle) => memberOf(vehicle, 0, sharesAt(vehicle, at, 0, horizon)));
      const { capacityW } = bestShares(members, NEM);
      expect(Math.abs(capacityW - optimum.ofBatteries(members, NEM))).toBeLessThan(1);
      const proportionalW = groupCapacity(members, NEM).capacityW;
      return proportionalW > 0 ? [capacityW / proportionalW] : [];
    });
    expect(gains.filter((gain) => gain > 1.03)).toHaveLength(2);
    expect(Math.min(...gains)).toBeGreaterThanOrEqual(1);
  });
});
