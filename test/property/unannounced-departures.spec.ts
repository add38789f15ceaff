import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { capacityAfterDepartures, memberOf, unannouncedDepartures } from '../../src/flexibility/index.js';
import { carArbitrary, fastCarArbitrary, groupOf, slowCarArbitrary } from './cars.js';
import { live } from './dispatch-world.js';
import { failsWithout, leaversCountedOn, sharesByTrying, type OracleMember } from './oracle/index.js';
import { baselineOf, NEM_POWER_FACTOR, vehicleOf } from './product-answers.js';
import { patience, runs, sized } from './runs.js';
import { leaversWorldArbitrary } from './worlds.js';

const HOUR_S = 3_600;
/** Both count in binary fractions. */
const ROUNDING_W = 0.01;

describe('what is kept for members that leave without a word', () => {
  it('is their number: as many as leave at most, with the reliability asked for', () => {
    const probability = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 60 }), probability, probability, (members, leaving, reliability) => {
        const counted = unannouncedDepartures(members, leaving, reliability);
        // On an edge the last bits decide: either count is right there.
        const likely = [reliability - 1e-9, reliability + 1e-9].map((edge) =>
          leaversCountedOn(members, { leavingProbability: leaving, reliability: edge }),
        );
        expect(counted).toBeGreaterThanOrEqual(likely[0]!);
        expect(counted).toBeLessThanOrEqual(likely[1]!);
      }),
      sized(500),
    );
  });

  it('is there whoever they are: each choice of leavers is tried', () => {
    const cars = fc.oneof(groupOf(fc.oneof(carArbitrary, fastCarArbitrary)), groupOf(slowCarArbitrary));
    let held = 0;
    fc.assert(
      fc.property(cars, fc.integer({ min: 1, max: 3 }), (group, leavers) => {
        const members = group.flatMap((one): OracleMember[] => {
          const baselineW = baselineOf(one);
          const shares = sharesByTrying(one.car, baselineW, HOUR_S);
          return shares === null ? [] : [{ car: one.car, baselineW, ...shares }];
        });
        const known = members.map(({ car, baselineW, upW, downW }) =>
          memberOf(vehicleOf(car), baselineW, { upW, downW }),
        );
        const { capacityW } = capacityAfterDepartures(known, NEM_POWER_FACTOR, leavers);
        if (capacityW < 1) return;
        held += 1;
        expect(failsWithout(members, leavers, capacityW - ROUNDING_W, NEM_POWER_FACTOR)).toBeNull();
      }),
      sized(1_000),
    );
    expect(held).toBeGreaterThan(runs(80));
  });

  it(
    'is enough at any second of an hour: what was sold is answered for to the watt by those who stay',
    () => {
      let [gone, quiet, maintained] = [0, 0, 0];
      fc.assert(
        fc.property(leaversWorldArbitrary, (world) => {
          const verdict = live(world);
          expect(verdict.problems).toEqual([]);
          gone += verdict.gone;
          quiet += verdict.quietMtus;
          maintained += verdict.seen.maintained;
        }),
        sized(40),
      );
      expect(gone).toBeGreaterThan(runs(20));
      expect(quiet).toBeGreaterThan(runs(20));
      expect(maintained).toBeGreaterThan(runs(40) * 3_600);
    },
    patience(6),
  );
});
