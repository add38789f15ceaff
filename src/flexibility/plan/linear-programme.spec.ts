import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { planFleetArbitrary, planQuestionOf } from '../../../test/support/plan-fleet.js';
import { Courses } from './courses.js';
import { linearProgramme } from './linear-programme.js';

describe('the linear programme of a plan', () => {
  it('is well formed, whatever the fleet', () => {
    fc.assert(
      fc.property(planFleetArbitrary(5), fc.boolean(), (vehicles, exclusive) => {
        const programme = linearProgramme(new Courses(planQuestionOf(vehicles)), exclusive);
        const columns = programme.cost.length;
        expect([programme.lower.length, programme.upper.length, programme.integer.length]).toEqual([
          columns,
          columns,
          columns,
        ]);
        expect(programme.rowStart.at(-1)).toBe(programme.column.length);
        expect(programme.rowStart).toHaveLength(programme.rowLower.length + 1);
        expect(programme.column.every((column) => column >= 0 && column < columns)).toBe(true);
        expect(programme.coefficient.every(Number.isFinite)).toBe(true);
        programme.lower.forEach((lower, column) =>
          expect(lower).toBeLessThanOrEqual(programme.upper[column] as number),
        );
        expect(programme.integer.includes(1)).toBe(
          exclusive &&
            programme.integer.length > 6 &&
            vehicles.some((car, index) => car.maxDischargeW > 0 && hasPlan(vehicles, index)),
        );
      }),
    );
  });

  it('has a column for every energy that is to be chosen', () => {
    const vehicles = fc.sample(planFleetArbitrary(4), { numRuns: 1, seed: 3 })[0] as never;
    const courses = new Courses(planQuestionOf(vehicles));
    const { energyColumn } = linearProgramme(courses, false);
    for (let vehicle = 0; vehicle < courses.count; vehicle++)
      for (let boundary = 0; boundary <= courses.mtus; boundary++) {
        const chosen = boundary > (courses.first[vehicle] as number) && boundary <= (courses.last[vehicle] as number);
        expect((energyColumn[vehicle * (courses.mtus + 1) + boundary] as number) >= 0).toBe(chosen);
      }
  });
});

function hasPlan(vehicles: readonly object[], index: number): boolean {
  const courses = new Courses(planQuestionOf(vehicles as never));
  return (courses.first[index] as number) < (courses.last[index] as number);
}
