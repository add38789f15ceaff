import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { FRESH_HOUR } from '../../src/flexibility/index.js';
import {
  baselineArbitrary,
  carArbitrary,
  fastCarArbitrary,
  groupOf,
  pressedCarArbitrary,
  taperedCarArbitrary,
} from './cars.js';
import { capacityByTrying, firstBrokenPromise, sharesByTrying, type OracleMember } from './oracle/index.js';
import { pathArbitrary, pathOf } from './paths.js';
import { baselineOf, NEM_POWER_FACTOR, promisedHour, sharesOf } from './product-answers.js';
import { patience, runs, sized } from './runs.js';

const PATHS_PER_POOL = 4;
const pathsArbitrary = fc.array(pathArbitrary, { minLength: PATHS_PER_POOL, maxLength: PATHS_PER_POOL });
/** NEM acts the sooner, the more of the capacity is sold. */
const soldShareArbitrary = fc.oneof(fc.constant(1), fc.double({ min: 0.5, max: 1, noNaN: true }));

const HOUR_S = 3_600;
/** A mean of five minutes that runs out from full NEM brings half as much. */
const TAIL_HOURS = 150 / HOUR_S;
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

describe('an hour of firm capacity', () => {
  it(
    'is held on every path: no limit broken, no window left, no target lost, and the response is what is required',
    () => {
      fc.assert(
        fc.property(groupOf(carArbitrary), pathsArbitrary, soldShareArbitrary, (group, paths, soldShare) => {
          const hour = promisedHour(group, soldShare);
          fc.pre(hour !== null);
          for (const path of paths) expect(firstBrokenPromise(hour, pathOf(path))).toBeNull();
        }),
        sized(150),
      );
    },
    patience(6),
  );

  it(
    'is held where the shares are chosen so that the group holds the most',
    () => {
      const car = fc.oneof(carArbitrary, fastCarArbitrary, taperedCarArbitrary);
      fc.assert(
        fc.property(groupOf(car), pathsArbitrary, soldShareArbitrary, (group, paths, soldShare) => {
          const hour = promisedHour(group, soldShare, 'best');
          fc.pre(hour !== null);
          // Whole watts take less than one off each member, and off the group.
          const proportionalW = promisedHour(group, soldShare)?.capacityW ?? 0;
          expect(hour.capacityW).toBeGreaterThan(proportionalW - group.length - 1);
          for (const path of paths) expect(firstBrokenPromise(hour, pathOf(path))).toBeNull();
        }),
        sized(100),
      );
    },
    patience(6),
  );

  it(
    'is held where limits depend on the energy: curves each way, standby losses, an owner’s allowance',
    () => {
      fc.assert(
        fc.property(groupOf(taperedCarArbitrary), pathsArbitrary, soldShareArbitrary, (group, paths, soldShare) => {
          const hour = promisedHour(group, soldShare);
          fc.pre(hour !== null);
          for (const path of paths) expect(firstBrokenPromise(hour, pathOf(path))).toBeNull();
        }),
        sized(100),
      );
    },
    patience(6),
  );

  it(
    'is held by cars that leave soon, near a recovery line that bends',
    () => {
      // Held back as well as pushed on: a path that rises below full power is the one that may cut a line that bends.
      const share = fc.double({ min: -1, max: 0.2, noNaN: true });
      const held = share.map((share) => ({ kind: 'any' as const, share }));
      fc.assert(
        fc.property(groupOf(fc.oneof(pressedCarArbitrary, fastCarArbitrary), held), fc.boolean(), (group, chosen) => {
          const hour = promisedHour(group, 1, chosen ? 'best' : 'proportional');
          fc.pre(hour !== null);
          for (const mhz of [-250, 250]) expect(firstBrokenPromise(hour, () => mhz)).toBeNull();
        }),
        sized(150),
      );
    },
    patience(4),
  );

  it(
    'is held in the hardest hour of NEM: pushed one way until it acts, and then the other way',
    () => {
      const pushArbitrary = fc.integer({ min: 1_800, max: 2_600 });
      const hardestArbitrary = fc.record({
        mhz: fc.constantFrom(-99, 99),
        dealing: fc.constantFrom('proportional' as const, 'best' as const),
      });
      let acted = 0;
      fc.assert(
        fc.property(groupOf(fastCarArbitrary), pushArbitrary, hardestArbitrary, (group, pushS, { mhz, dealing }) => {
          const hour = promisedHour(group, 1, dealing);
          fc.pre(hour !== null);
          const pushedWh = mhz < 0 ? hour.reservoirUpWh : hour.reservoirDownWh;
          if (pushedWh - (hour.capacityW * 0.99 * pushS) / 3_600 < hour.capacityW / 2) acted += 1;
          for (const back of [-1, 0, 0.6])
            expect(firstBrokenPromise(hour, (second) => (second < pushS ? mhz : back * mhz))).toBeNull();
        }),
        sized(100),
      );
      expect(acted).toBeGreaterThan(runs(20));
    },
    patience(6),
  );

  it(
    'is held on each of the 512 paths that go from one extreme to the other every 400 seconds',
    () => {
      fc.assert(
        fc.property(groupOf(carArbitrary), fc.constantFrom(99, 101), (group, mhz) => {
          const hour = promisedHour(group.slice(0, 3));
          fc.pre(hour !== null);
          for (let signs = 0; signs < 2 ** 9; signs++) {
            const path = (second: number): number => ((signs >> Math.floor(second / 400)) & 1 ? mhz : -mhz);
            expect(firstBrokenPromise(hour, path)).toBeNull();
          }
        }),
        sized(2),
      );
    },
    patience(5),
  );

  it('adds up: the members’ parts to the capacity, their NEM parts to its factor of it', () => {
    fc.assert(
      fc.property(groupOf(carArbitrary), soldShareArbitrary, (group, soldShare) => {
        const hour = promisedHour(group, soldShare);
        fc.pre(hour !== null);
        const { capacityW, members } = hour;
        expect(sum(members.map(({ upW }) => upW))).toBeCloseTo(capacityW, 4);
        expect(sum(members.map(({ downW }) => downW))).toBeCloseTo(capacityW, 4);
        expect(sum(members.map(({ nemUpW }) => nemUpW))).toBeCloseTo(NEM_POWER_FACTOR * capacityW, 4);
        expect(sum(members.map(({ nemDownW }) => nemDownW))).toBeCloseTo(NEM_POWER_FACTOR * capacityW, 4);
      }),
      sized(500),
    );
  });

  it('adds up where shares are chosen, to the last watt', () => {
    const car = fc.oneof(carArbitrary, fastCarArbitrary);
    fc.assert(
      fc.property(groupOf(car), soldShareArbitrary, (group, soldShare) => {
        const hour = promisedHour(group, soldShare, 'best');
        fc.pre(hour !== null);
        const { capacityW, members } = hour;
        expect(sum(members.map(({ upW }) => upW))).toBe(capacityW);
        expect(sum(members.map(({ downW }) => downW))).toBe(capacityW);
        const needW = Math.round(NEM_POWER_FACTOR * capacityW);
        for (const way of ['nemUpW', 'nemDownW'] as const) {
          const dealtW = sum(members.map((member) => member[way]));
          expect(dealtW).toBeLessThanOrEqual(needW);
          // Whole watts take a little of each member's room.
          expect(dealtW).toBeGreaterThanOrEqual(needW - 4 * members.length);
        }
      }),
      sized(500),
    );
  });

  it(
    'asks no battery for the tail of NEM from the hour before that has no energy for it',
    () => {
      const car = fc.oneof(carArbitrary, fastCarArbitrary);
      fc.assert(
        fc.property(groupOf(car), soldShareArbitrary, fc.constantFrom(-1, 1), (group, soldShare, tail) => {
          const tailing = { ...FRESH_HOUR, tailHours: TAIL_HOURS };
          const outlooks = { up: tail === 1 ? tailing : FRESH_HOUR, down: tail === -1 ? tailing : FRESH_HOUR };
          const hour = promisedHour(group, soldShare, 'best', outlooks);
          fc.pre(hour !== null);
          // What nobody has energy for is missing from the response, not from a battery.
          const batteries = { ...hour, roundedW: Infinity };
          expect(firstBrokenPromise(batteries, () => -99 * tail, tail)).toBeNull();
        }),
        sized(100),
      );
    },
    patience(3),
  );
});

describe('capacity, found by trying', () => {
  it('of one car: the shares are the strongest power each way that its energy bears', () => {
    fc.assert(
      fc.property(carArbitrary, baselineArbitrary, (car, baseline) => {
        const baselineW = baselineOf({ car, baseline });
        const tried = sharesByTrying(car, baselineW, HOUR_S);
        const { upW, downW } = sharesOf(car, baselineW);
        if (upW === 0 && downW === 0 && tried?.onEdge !== false) return;
        expect(Math.abs(upW - tried!.upW)).toBeLessThan(0.01);
        expect(Math.abs(downW - tried!.downW)).toBeLessThan(0.01);
      }),
      sized(2_000),
    );
  });

  it('of a group: at least what the rule with proportional shares allows, and never more than the energy each way', () => {
    fc.assert(
      fc.property(groupOf(carArbitrary), (group) => {
        const members = group.flatMap((member): OracleMember[] => {
          const baselineW = baselineOf(member);
          const shares = sharesByTrying(member.car, baselineW, HOUR_S);
          return shares === null ? [] : [{ car: member.car, baselineW, ...shares }];
        });
        const capacityW = promisedHour(group)?.capacityW ?? 0;
        // A member without a share in one direction can cost the group more power than it brings. On that edge a bit of
        // rounding decides whether it counts, and either is right: so the product's own word is taken for who does.
        const counted = members.filter(({ car, baselineW, onEdge }) => {
          const shares = sharesOf(car, baselineW);
          return !onEdge || shares.upW > 0 || shares.downW > 0;
        });
        expect(capacityW).toBeGreaterThan(capacityByTrying(counted, NEM_POWER_FACTOR) - 1);
        expect(capacityW).toBeLessThan(1 + sum(members.map(({ upW }) => upW)));
        expect(capacityW).toBeLessThan(1 + sum(members.map(({ downW }) => downW)));
      }),
      sized(2_000),
    );
  });
});
