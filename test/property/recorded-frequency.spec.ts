import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { describeWithShared } from '../support/shared-data.js';
import { carArbitrary, fastCarArbitrary, groupOf } from './cars.js';
import { live } from './dispatch-world.js';
import { firstBrokenPromise } from './oracle/index.js';
import { promisedHour } from './product-answers.js';
import { recordedDeviations, recordedPath } from './recorded-frequency.js';
import { patience, runs, sized } from './runs.js';
import { FULL_HOURS, worldArbitrary } from './worlds.js';

describeWithShared(
  'six recorded days of the Nordic frequency',
  ['data', 'frequency-nordic-2015-01-01-to-06-1s.csv.gz'],
  (path) => {
    const deviations = path === '' ? new Int16Array(1) : recordedDeviations(path);
    const fromArbitrary = fc.integer({ min: 0, max: deviations.length });
    /** As recorded, and three times as wild: then NEM and AEM have their say. */
    const gainArbitrary = fc.constantFrom(1, 3, -3);

    it('are six days of seconds, mostly inside the band', () => {
      expect(deviations.length).toBeGreaterThan(6 * 86_000);
      expect(deviations.filter((mhz) => Math.abs(mhz) > 100).length).toBeLessThan(deviations.length / 25);
    });

    it(
      'break no hour of firm capacity, wherever it begins',
      () => {
        fc.assert(
          fc.property(
            groupOf(fc.oneof(carArbitrary, fastCarArbitrary)),
            fromArbitrary,
            gainArbitrary,
            (group, fromS, gain) => {
              const hour = promisedHour(group);
              fc.pre(hour !== null);
              expect(firstBrokenPromise(hour, recordedPath(deviations, fromS, gain))).toBeNull();
            },
          ),
          sized(100),
        );
      },
      patience(3),
    );

    it(
      'break no promise in six hours of dispatch',
      () => {
        const worlds = worldArbitrary(FULL_HOURS, {
          surprises: true,
          mad: false,
          soldPercent: fc.integer({ min: 50, max: 120 }),
        });
        let kept = 0;
        fc.assert(
          fc.property(worlds, fromArbitrary, gainArbitrary, (world, fromS, gain) => {
            const verdict = live({ ...world, path: recordedPath(deviations, fromS, gain) });
            expect(verdict.problems).toEqual([]);
            kept += verdict.kept;
          }),
          sized(10),
        );
        expect(kept).toBeGreaterThan(runs(10));
      },
      patience(3),
    );
  },
);
