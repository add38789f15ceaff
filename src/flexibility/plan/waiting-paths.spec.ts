import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { curvedPlanFleetArbitrary, planQuestionOf } from '../../../test/support/plan-fleet.js';
import { NOON } from '../../../test/support/vehicle-arbitrary.js';
import { thetaBaselineW } from '../theta.js';
import { energyAfterWh } from '../vehicle.js';
import { Courses } from './courses.js';
import { waitingPaths } from './waiting-paths.js';

const rule = { mtuHours: 1, theta: 0.5, enduranceHours: 1 };

describe('paths by the simple rule', () => {
  it('go where its first baseline leads, and keep every line of the plan', () => {
    fc.assert(
      fc.property(curvedPlanFleetArbitrary(3), (vehicles) => {
        const courses = new Courses(planQuestionOf(vehicles));
        const energiesWh = waitingPaths(courses, 0.5);
        vehicles.forEach((car, index) => {
          const base = index * (courses.mtus + 1);
          const [first, last] = [courses.first[index] as number, courses.last[index] as number];
          if (first === 0 && last > 0) {
            const aimWh = energyAfterWh(
              car,
              thetaBaselineW(car, NOON, rule),
              courses.hours[index * courses.mtus] as number,
            );
            const nextWh = energiesWh[base + 1] as number;
            expect(Math.abs(nextWh - Math.max(aimWh, courses.lowWh[base + 1] as number))).toBeLessThan(1e-3);
          }
          for (let mtu = first; mtu < last; mtu++) {
            const [fromWh, toWh] = [energiesWh[base + mtu] as number, energiesWh[base + mtu + 1] as number];
            expect(toWh).toBeGreaterThanOrEqual((courses.lowWh[base + mtu + 1] as number) - 1e-6);
            expect(courses.holds(index, mtu, fromWh, toWh)).toBe(true);
          }
        });
      }),
    );
  });
});
