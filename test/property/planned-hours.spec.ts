import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { planBaselines, unitWorth } from '../../src/flexibility/index.js';
import { live } from './dispatch-world.js';
import type { OracleCar } from './oracle/index.js';
import { pathArbitrary, type Path } from './paths.js';
import { NEM_POWER_FACTOR, START, vehicleOf } from './product-answers.js';
import { patience, runs, sized } from './runs.js';
import { plannedWorldArbitrary } from './worlds.js';

/** What a plan for the day ahead says that these cars can hold in each MTU. */
const soldAhead = (cars: readonly OracleCar[], mtus: number): readonly number[] =>
  planBaselines(
    {
      ...{ at: START, mtuHours: 1, enduranceHours: 1, nemPowerFactor: NEM_POWER_FACTOR },
      worth: unitWorth(mtus),
      vehicles: cars.map((car) => ({ ...vehicleOf(car), id: car.id })),
    },
    { sweeps: 4, bound: false },
  ).capacityW;

const quietPath: fc.Arbitrary<Path> = fc.constant({ kind: 'constant', mhz: 0 });

describe('hours that were sold ahead, planned anew at every start', () => {
  it(
    'keep every driver’s promise, and the TSO’s where what was sold is held, on every path and after every restart',
    () => {
      let [kept, maintained] = [0, 0];
      fc.assert(
        fc.property(plannedWorldArbitrary(soldAhead, pathArbitrary), (world) => {
          const verdict = live(world);
          expect(verdict.problems).toEqual([]);
          kept += verdict.kept;
          maintained += verdict.seen.maintained;
        }),
        sized(15),
      );
      expect(kept).toBeGreaterThan(runs(10));
      expect(maintained).toBeGreaterThan(runs(15) * 3_600);
    },
    patience(5),
  );

  it(
    'are held as planned where nothing is activated',
    () => {
      let [sold, held] = [0, 0];
      fc.assert(
        fc.property(plannedWorldArbitrary(soldAhead, quietPath), (world) => {
          const verdict = live({ ...world, restartsAtS: [] });
          expect(verdict.problems).toEqual([]);
          sold += verdict.soldW;
          held += verdict.heldW;
        }),
        sized(15),
      );
      // A plan for money, made anew each hour with three turns for each car, may leave a little of what four turns found.
      expect(held / sold).toBeGreaterThan(0.98);
    },
    patience(5),
  );
});
