import { BoundaryMoves } from '../../src/flexibility/plan/boundary-moves.js';
import { Courses } from '../../src/flexibility/plan/courses.js';
import { GroupLines } from '../../src/flexibility/plan/group-lines.js';
import { GroupWorth } from '../../src/flexibility/plan/group-worth.js';
import { PathBlend } from '../../src/flexibility/plan/path-blend.js';
import { LINES, vehicleLines } from '../../src/flexibility/plan/vehicle-lines.js';
import { noPrices, VehicleProgramme } from '../../src/flexibility/plan/vehicle-programme.js';
import type { PlanQuestion } from '../../src/flexibility/index.js';

/** Cars on paths that nothing has improved yet: each charges as late as it may. What a turn of either kind works on. */
export function planTurns(question: PlanQuestion, softness: number) {
  const courses = new Courses(question);
  const stride = courses.mtus + 1;
  const programme = new VehicleProgramme(courses);
  const group = new GroupLines(courses);
  const worth = new GroupWorth(question.worth, question.nemPowerFactor);
  const energiesWh = courses.givenWh.slice();
  const rowOf = (vehicle: number): Float64Array => energiesWh.subarray(vehicle * stride, (vehicle + 1) * stride);
  for (let vehicle = 0; vehicle < courses.count; vehicle++) {
    programme.solve(vehicle, noPrices(courses.mtus));
    programme.follow(vehicle, noPrices(courses.mtus), rowOf(vehicle), () => null);
  }
  group.set(energiesWh);
  worth.heat(softness, group.total);
  /** The softened worth of all paths, summed anew. */
  const value = (): number => {
    const fresh = new GroupLines(courses);
    fresh.set(energiesWh);
    let total = 0;
    for (let mtu = 0; mtu < courses.mtus; mtu++) total += worth.valueAt(mtu, fresh.total, mtu * LINES);
    return total - costOf(courses, rowOf);
  };
  return {
    courses,
    rowOf,
    value,
    blend: new PathBlend(courses, worth, group, programme),
    moves: new BoundaryMoves(courses, worth, group),
  };
}

function costOf(courses: Courses, rowOf: (vehicle: number) => Float64Array): number {
  const lines = new Float64Array(LINES);
  let cost = 0;
  for (let vehicle = 0; vehicle < courses.count; vehicle++) {
    const row = rowOf(vehicle);
    const last = courses.last[vehicle] as number;
    // Costs alone: what an allowance leaves of the shares is no part of them.
    for (let mtu = courses.first[vehicle] as number; mtu < last; mtu++)
      cost += vehicleLines(courses, vehicle, mtu, row[mtu] as number, row[mtu + 1] as number, lines, 0, Infinity);
    cost -= (row[last] as number) * (courses.question.costs?.storedPerWh ?? 0);
  }
  return cost;
}
