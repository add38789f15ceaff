import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { carArbitrary, fastCarArbitrary, slowCarArbitrary, taperedCarArbitrary } from './cars.js';
import { certifiedHours } from './certified-hours.js';
import { capacityByTrying, firstBrokenPromise, sharesByTrying, type OracleCar } from './oracle/index.js';
import { pathArbitrary, pathOf } from './paths.js';
import { NEM_POWER_FACTOR } from './product-answers.js';
import { patience, runs, sized } from './runs.js';

const hoursArbitrary = fc.constantFrom(2, 4);

/** Cars of any kind, those that leave within the hours among them; each by its own name. */
const carsOf = (car: fc.Arbitrary<OracleCar>): fc.Arbitrary<readonly OracleCar[]> =>
  fc
    .array(car, { minLength: 2, maxLength: 8 })
    .map((cars) => cars.map((one, index) => ({ ...one, id: `car ${index}` })));
const anyCars = carsOf(fc.oneof(carArbitrary, fastCarArbitrary, taperedCarArbitrary));

describe('two and four hours of endurance', () => {
  it(
    'are held on every path from the first second to the last: no limit broken, no window left, no target lost',
    () => {
      let certified = 0;
      fc.assert(
        fc.property(anyCars, hoursArbitrary, pathArbitrary, (cars, hours, path) => {
          const promise = certifiedHours(cars, hours);
          fc.pre(promise !== null);
          certified += 1;
          for (const mhz of [-250, 250]) expect(firstBrokenPromise(promise, () => mhz)).toBeNull();
          expect(firstBrokenPromise(promise, pathOf(path))).toBeNull();
        }),
        sized(30),
      );
      expect(certified).toBeGreaterThan(runs(20));
    },
    patience(6),
  );

  it(
    'are held where NEM acts: pushed one way until half an hour is left, and then anywhere',
    () => {
      const lastMinutes = fc.integer({ min: 5, max: 40 });
      fc.assert(
        fc.property(
          carsOf(fc.oneof(fastCarArbitrary, slowCarArbitrary)),
          hoursArbitrary,
          lastMinutes,
          fc.constantFrom(-99, 99),
          (cars, hours, minutes, mhz) => {
            const promise = certifiedHours(cars, hours);
            fc.pre(promise !== null);
            const pushS = hours * 3_600 - minutes * 60;
            for (const back of [-1, -0.5, 0, 0.34, 1.01])
              expect(firstBrokenPromise(promise, (second) => (second < pushS ? mhz : back * mhz))).toBeNull();
          },
        ),
        sized(8),
      );
    },
    patience(6),
  );

  it('leave the power of NEM free on top, each way', () => {
    fc.assert(
      fc.property(carsOf(fc.oneof(slowCarArbitrary, carArbitrary)), hoursArbitrary, (cars, hours) => {
        const promise = certifiedHours(cars, hours);
        fc.pre(promise !== null);
        for (const way of ['nemUpW', 'nemDownW'] as const) {
          const nemW = promise.members.reduce((sum, member) => sum + member[way], 0);
          expect(nemW).toBeGreaterThan(NEM_POWER_FACTOR * promise.capacityW * (1 - 1e-6) - 1e-6);
        }
      }),
      sized(300),
    );
  });

  it('are no more than the energy each way bears for so long, and no less than proportional shares hold', () => {
    fc.assert(
      fc.property(carsOf(carArbitrary), hoursArbitrary, (cars, hours) => {
        const members = cars.flatMap((car) => {
          const shares = sharesByTrying(car, 0, hours * 3_600);
          return shares === null ? [] : [{ car, baselineW: 0, ...shares }];
        });
        const capacityW = certifiedHours(cars, hours)?.capacityW ?? 0;
        // A member without a share in one direction can cost the group more power than it brings: both are tried.
        const sure = members.filter(({ onEdge }) => !onEdge);
        const tried = [members, sure].map((some) => capacityByTrying(some, NEM_POWER_FACTOR));
        expect(capacityW).toBeGreaterThan(Math.min(...tried) - 1.1);
        for (const way of ['upW', 'downW'] as const)
          expect(capacityW).toBeLessThan(1 + members.reduce((sum, member) => sum + member[way], 0));
      }),
      sized(500),
    );
  });
});
