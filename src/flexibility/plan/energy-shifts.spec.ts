import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { curvedPlanFleetArbitrary, planQuestionOf } from '../../../test/support/plan-fleet.js';
import { Courses } from './courses.js';
import { EnergyShifts } from './energy-shifts.js';
import { waitingPaths } from './waiting-paths.js';

const mtus = fc.integer({ min: 0, max: 5 });

describe('energy that a car takes in another MTU', () => {
  it('breaks none of its limits, or is not shifted; undone, everything is as before', () => {
    fc.assert(
      fc.property(
        curvedPlanFleetArbitrary(1),
        mtus,
        fc.option(mtus),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (cars, from, to, part) => {
          const courses = new Courses(planQuestionOf(cars));
          const [first, last] = [courses.first[0] as number, courses.last[0] as number];
          fc.pre(from >= first && from < last && (to === null || (to >= first && to < last && to !== from)));
          const energiesWh = waitingPaths(courses, 0.5);
          const before = energiesWh.slice();
          const shifts = new EnergyShifts(courses, energiesWh);
          const shift = { vehicle: 0, from, to };
          const [fromW, powerW] = [shifts.powerW(0, from), part * shifts.mostW(shift)];
          if (!(powerW > 1e-3)) return;
          const arrivedW = shifts.along([shift], powerW);
          if (arrivedW === null) return expect(energiesWh).toEqual(before);
          expect(shifts.powerW(0, from)).toBeCloseTo(fromW + powerW, 3);
          for (let mtu = first; mtu < last; mtu++) {
            expect(courses.holds(0, mtu, energiesWh[mtu] as number, energiesWh[mtu + 1] as number)).toBe(true);
            expect(energiesWh[mtu + 1] as number).toBeGreaterThanOrEqual((courses.lowWh[mtu + 1] as number) - 1e-5);
          }
          if (to !== null) expect(energiesWh[last]).toBeCloseTo(before[last] as number, 6);
          shifts.undo([shift]);
          expect(energiesWh).toEqual(before);
        },
      ),
    );
  });
});
