import type { Courses } from './courses.js';
import type { GroupLines } from './group-lines.js';
import type { GroupWorth } from './group-worth.js';
import { climbToTop } from './line-search.js';
import { DOWN, LINES, POWER_DOWN, POWER_UP, UP, vehicleLines } from './vehicle-lines.js';
import { noPrices, type GroupPrices, type VehicleProgramme } from './vehicle-programme.js';

/** Values of a blend that are looked at on the way to the best one. */
const LOOKS = 6;

/**
 * Moves one car after the other towards the path that is best for it at the group's present prices, as far as that makes
 * the group's worth grow: conditional gradient steps, block by block.
 */
export class PathBlend {
  private readonly prices: GroupPrices;
  private readonly pathWh: Float64Array;
  private readonly own: Float64Array;
  private readonly lines = new Float64Array(LINES);

  constructor(
    private readonly courses: Courses,
    private readonly worth: GroupWorth,
    private readonly group: GroupLines,
    private readonly programme: VehicleProgramme,
  ) {
    this.prices = noPrices(courses.mtus);
    this.pathWh = new Float64Array(courses.mtus + 1);
    this.own = new Float64Array(courses.mtus * LINES);
  }

  /** One car's turn; `rowWh` are its energies at the boundaries, changed in place. */
  improve(vehicle: number, rowWh: Float64Array): void {
    const { courses, group, programme, pathWh } = this;
    const first = courses.first[vehicle] as number;
    const last = courses.last[vehicle] as number;
    if (first >= last) return;
    this.priceFor(vehicle);
    programme.solve(vehicle, this.prices);
    this.valueOf(vehicle, rowWh, 0);
    group.takeOut(vehicle, first, last, this.own);
    programme.follow(vehicle, this.prices, pathWh, (mtu) => group.baselineRoomW(vehicle, mtu));
    const part = climbToTop((share) => this.valueOf(vehicle, rowWh, share), 0, 1, LOOKS);
    if (part > 0)
      for (let boundary = first; boundary <= last; boundary++) rowWh[boundary] = this.blended(rowWh, boundary, part);
    this.valueOf(vehicle, rowWh, 0);
    group.putIn(vehicle, first, last, this.own);
  }

  /** The group's prices as the car meets them: where its site's fuse binds, a share of its own adds nothing. */
  private priceFor(vehicle: number): void {
    const { group, worth, prices } = this;
    worth.price(group.total, prices);
    if (!group.hasFuse(vehicle)) return;
    for (let mtu = 0; mtu < this.courses.mtus; mtu++) {
      if (group.isFused(vehicle, mtu, UP)) prices.up[mtu] = 0;
      if (group.isFused(vehicle, mtu, DOWN)) prices.down[mtu] = 0;
      if (group.isFused(vehicle, mtu, POWER_UP)) prices.powerUp[mtu] = 0;
      if (group.isFused(vehicle, mtu, POWER_DOWN)) prices.powerDown[mtu] = 0;
    }
  }

  private blended(rowWh: Float64Array, boundary: number, part: number): number {
    return (rowWh[boundary] as number) * (1 - part) + (this.pathWh[boundary] as number) * part;
  }

  /** Worth of the MTUs in which the car is there, with `part` of the new path; leaves the car's lines in `own`. */
  private valueOf(vehicle: number, rowWh: Float64Array, part: number): number {
    const { courses, group, worth, own, lines } = this;
    const last = courses.last[vehicle] as number;
    let value = 0;
    let energyWh = rowWh[courses.first[vehicle] as number] as number;
    for (let mtu = courses.first[vehicle] as number; mtu < last; mtu++) {
      const nextWh = part === 0 ? (rowWh[mtu + 1] as number) : this.blended(rowWh, mtu + 1, part);
      value -= vehicleLines(courses, vehicle, mtu, energyWh, nextWh, own, mtu * LINES);
      group.withCar(vehicle, mtu, own, lines);
      value += worth.valueAt(mtu, lines, 0);
      energyWh = nextWh;
    }
    return value + energyWh * (courses.question.costs?.storedPerWh ?? 0);
  }
}
