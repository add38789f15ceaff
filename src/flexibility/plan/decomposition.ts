import { BoundaryMoves } from './boundary-moves.js';
import type { Courses } from './courses.js';
import { fusedSites } from './fuse.js';
import { GroupLines } from './group-lines.js';
import { GroupWorth } from './group-worth.js';
import { PathBlend } from './path-blend.js';
import { SiteRelief } from './site-relief.js';
import { noPrices, VehicleProgramme, type GroupPrices } from './vehicle-programme.js';

export interface DecompositionOptions {
  /** Every car has this many turns. */
  readonly sweeps: number;
  /** Whether to prove how good the plan is; costs about a quarter more. */
  readonly bound: boolean;
}

export interface Decomposed {
  /** Energy of each car at each boundary, Wh, at `vehicle·(mtus + 1) + boundary`. */
  readonly energiesWh: Float64Array;
  /** No plan is worth more, less what its energy costs; infinite when not asked for. */
  readonly boundWorth: number;
}

/** Share of the group's power within which its lines count as equal: at the first sweep, and at the last. */
const HOTTEST = 0.15;
const COLDEST = 0.003;

/**
 * A plan by decomposition: the cars are coupled by the group's lines alone, so at given prices of these each car plans for
 * itself (`VehicleProgramme`). Prices are the gradient of the group's worth, softened so that it has one everywhere.
 * Each sweep gives every car two turns against the prices of the moment: towards its best path (`PathBlend`), then
 * boundary by boundary (`BoundaryMoves`); the softness falls from sweep to sweep. No turn lowers the softened worth.
 *
 * Any prices also prove a bound (Lagrange): no plan is worth more than what the capacity is worth beyond its price plus
 * what each car can earn at the prices. Relaxed in it: a car may charge and discharge at once, shares need not be
 * proportional, fuses and allowances are left out. So the gap between plan and bound is what the search left on the
 * table, the burning of energy that the linear programme allows too, and the shares' proportion, and never less than
 * the first alone.
 */
export function decompose(courses: Courses, { sweeps, bound }: DecompositionOptions): Decomposed {
  const { mtus, count, question } = courses;
  const worth = new GroupWorth(question.worth, question.nemPowerFactor);
  const group = new GroupLines(courses);
  const programme = new VehicleProgramme(courses);
  const blend = new PathBlend(courses, worth, group, programme);
  const moves = new BoundaryMoves(courses, worth, group);
  const prices = noPrices(mtus);
  const energiesWh = startingPaths(courses, programme, group);
  const row = (vehicle: number) => energiesWh.subarray(vehicle * (mtus + 1), (vehicle + 1) * (mtus + 1));
  let boundWorth = Infinity;
  for (let sweep = 0; sweep < sweeps; sweep++) {
    group.set(energiesWh);
    worth.heat(HOTTEST * Math.pow(COLDEST / HOTTEST, sweeps === 1 ? 1 : sweep / (sweeps - 1)), group.total);
    if (bound) {
      worth.price(group.total, prices);
      boundWorth = Math.min(boundWorth, upperBound(courses, programme, worth, prices));
    }
    for (let vehicle = 0; vehicle < count; vehicle++) blend.improve(vehicle, row(vehicle));
    for (let vehicle = 0; vehicle < count; vehicle++) moves.improve(vehicle, row(vehicle));
  }
  return { energiesWh, boundWorth };
}

function startingPaths(courses: Courses, programme: VehicleProgramme, group: GroupLines): Float64Array {
  const { mtus, count, question } = courses;
  const prices = noPrices(mtus);
  question.worth.forEach((bands, mtu) => {
    prices.up[mtu] = prices.down[mtu] = (bands[0]?.worth ?? 0) / 2;
  });
  const energiesWh = courses.givenWh.slice();
  for (let vehicle = 0; vehicle < count; vehicle++) {
    const row = energiesWh.subarray(vehicle * (mtus + 1), (vehicle + 1) * (mtus + 1));
    programme.solve(vehicle, prices);
    programme.follow(vehicle, prices, row, (mtu) => group.baselineRoomW(vehicle, mtu));
    group.place(vehicle, row);
  }
  for (const site of fusedSites(question)) new SiteRelief(courses, site, energiesWh).relieve();
  return energiesWh;
}

function upperBound(courses: Courses, programme: VehicleProgramme, worth: GroupWorth, prices: GroupPrices): number {
  let bound = worth.surplus(prices);
  programme.scarcity.fill(0);
  for (let vehicle = 0; vehicle < courses.count; vehicle++) bound += programme.solve(vehicle, prices);
  return bound;
}
