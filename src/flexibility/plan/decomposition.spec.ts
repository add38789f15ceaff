import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { planFleetArbitrary, planQuestionOf } from '../../../test/support/plan-fleet.js';
import { Courses } from './courses.js';
import { decompose } from './decomposition.js';
import { measurePlan } from './measured-plan.js';

const costs = { buyPerWh: [0.3, 0.2, 0.1], sellPerWh: [0.2, 0.1, 0.1], wearPerWh: 0.2, storedPerWh: 0.1 };

describe('a plan by decomposition', () => {
  it('proves a bound that no plan of it passes', () => {
    fc.assert(
      fc.property(planFleetArbitrary(6), fc.boolean(), (vehicles, priced) => {
        const courses = new Courses(planQuestionOf(vehicles, priced ? { costs } : {}));
        const { energiesWh, boundWorth } = decompose(courses, { sweeps: 4, bound: true });
        const { worth } = measurePlan(courses, energiesWh);
        // A promise may be missed by a millionth of a watt-hour, which is worth as little.
        expect(worth).toBeLessThanOrEqual(boundWorth + 1e-6 * Math.abs(boundWorth) + 1e-5);
      }),
    );
  });

  it('gains from more sweeps, and is the same each time', () => {
    const vehicles = fc.sample(planFleetArbitrary(12), { numRuns: 1, seed: 7 })[0] as never;
    const courses = new Courses(planQuestionOf(vehicles));
    const worthOf = (sweeps: number): number =>
      measurePlan(courses, decompose(courses, { sweeps, bound: false }).energiesWh).worth;
    expect(worthOf(16)).toBeGreaterThan(worthOf(1));
    expect(worthOf(3)).toBe(worthOf(3));
  });

  it('does without a bound where none is asked for', () => {
    const courses = new Courses(planQuestionOf([]));
    expect(decompose(courses, { sweeps: 1, bound: false }).boundWorth).toBe(Infinity);
    expect(decompose(courses, { sweeps: 1, bound: true }).boundWorth).toBe(0);
  });
});
