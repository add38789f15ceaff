import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { planFleetArbitrary, planQuestionOf } from '../../../test/support/plan-fleet.js';
import { Courses } from './courses.js';
import { GroupLines } from './group-lines.js';
import type { PlannedVehicle } from './plan-question.js';
import { BASELINE, DOWN, LINES, UP, vehicleLines } from './vehicle-lines.js';

/** Resting cars, of which every other one stands at a depot with a fuse. */
function parked(vehicles: readonly PlannedVehicle[], limitW: number) {
  const sited = vehicles.map((car, index) => (index % 2 === 0 ? { ...car, siteId: 'depot' } : car));
  const courses = new Courses(planQuestionOf(sited, { siteLimitsW: new Map([['depot', limitW]]) }));
  const energiesWh = Float64Array.from({ length: courses.count * (courses.mtus + 1) }, (_, index) => {
    return (sited[Math.floor(index / (courses.mtus + 1))] as PlannedVehicle).energyWh;
  });
  const group = new GroupLines(courses);
  group.set(energiesWh);
  return { courses, group, energiesWh };
}

const ownLines = (courses: Courses, vehicle: number, energyWh: number): Float64Array => {
  const own = new Float64Array(courses.mtus * LINES);
  const first = courses.first[vehicle] as number;
  for (let mtu = first; mtu < (courses.last[vehicle] as number); mtu++)
    vehicleLines(courses, vehicle, mtu, energyWh, energyWh, own, mtu * LINES, Infinity);
  return own;
};

describe('the group’s lines', () => {
  it('are the sums of the cars’, cut where a fuse carries less', () => {
    fc.assert(
      fc.property(planFleetArbitrary(8), fc.integer({ min: 1_000, max: 80_000 }), (vehicles, limitW) => {
        const { courses, group } = parked(vehicles, limitW);
        let freeUpW = 0;
        let depotUpW = 0;
        vehicles.forEach(({ energyWh }, vehicle) => {
          const upW = ownLines(courses, vehicle, energyWh)[UP] as number;
          if (vehicle % 2 === 0) depotUpW += upW;
          else freeUpW += upW;
        });
        const baselineW = group.total[BASELINE] as number;
        if (baselineW !== 0) return; // A car outside its window charges: its site has less to give.
        expect(group.total[UP] as number).toBeCloseTo(freeUpW + Math.min(depotUpW, limitW), 6);
      }),
    );
  });

  it('are the same again after a car was taken out and put back', () => {
    fc.assert(
      fc.property(planFleetArbitrary(6), (vehicles) => {
        const { courses, group } = parked(vehicles, 20_000);
        const before = [...group.total];
        vehicles.forEach(({ energyWh }, vehicle) => {
          const own = ownLines(courses, vehicle, energyWh);
          const first = courses.first[vehicle] as number;
          const last = courses.last[vehicle] as number;
          group.takeOut(vehicle, first, last, own);
          const into = new Float64Array(LINES);
          if (first < last) {
            group.withCar(vehicle, first, own, into);
            expect(into[DOWN]).toBeCloseTo(before[first * LINES + DOWN] as number, 6);
          }
          group.putIn(vehicle, first, last, own);
        });
        group.total.forEach((line, index) => expect(line).toBeCloseTo(before[index] as number, 6));
      }),
    );
  });

  it('leave a car the baselines that its site’s others do not use', () => {
    const car = { minEnergyWh: 0, maxEnergyWh: 60_000, targetEnergyWh: 0, maxChargeW: 11_000, maxDischargeW: 11_000 };
    const rest = { chargeEfficiency: 1, dischargeEfficiency: 1, departureAt: planQuestionOf([]).at };
    const vehicles = [1, 2, 3].map((place) => ({
      ...car,
      ...rest,
      id: `v${place}`,
      energyWh: 30_000,
      departureAt: (rest.departureAt + 86_400_000) as typeof rest.departureAt,
    }));
    const { group, courses } = parked(vehicles, 15_000);
    const own = ownLines(courses, 2, 30_000);
    group.takeOut(2, 0, courses.mtus, own);
    expect(group.hasFuse(2)).toBe(true);
    expect(group.baselineRoomW(2, 0)).toEqual({ leastW: -15_000, mostW: 15_000 });
    vehicleLines(courses, 2, 0, 30_000, 39_000, own, 0, Infinity);
    group.putIn(2, 0, courses.mtus, own);
    group.takeOut(0, 0, courses.mtus, ownLines(courses, 0, 30_000));
    // The other charges with 9 000 W: 6 000 W are left.
    expect(group.baselineRoomW(0, 0)).toEqual({ leastW: -6_000, mostW: 24_000 });
    expect(group.baselineRoomW(1, 0)).toBeNull();
    expect(group.isFused(0, 0, DOWN)).toBe(false);
  });
});
