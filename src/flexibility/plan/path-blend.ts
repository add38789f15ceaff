import type { Courses } from './courses.js';
import type { GroupLines } from './group-lines.js';
import type { GroupWorth } from './group-worth.js';
import { climbToTop } from './line-search.js';
import type { PlannedVehicle } from './plan-question.js';
import { BASELINE, DOWN, LINES, POWER_DOWN, POWER_UP, UP, vehicleLines } from './vehicle-lines.js';
import { noPrices, type GroupPrices, type VehicleProgramme } from './vehicle-programme.js';

/** Values of a blend that are looked at on the way to the best one. */
const LOOKS = 6;
/** A baseline that is beyond a fuse's room by less is within it, W. */
const ROUNDING_W = 1e-6;

/**
 * Moves one car after the other towards the path that is best for it at the group's present prices, as far as that makes
 * the group's worth grow: conditional gradient steps, block by block.
 */
export class PathBlend {
  private readonly prices: GroupPrices;
  private readonly pathWh: Float64Array;
  private readonly own: Float64Array;
  /** The car's baselines before its turn. */
  private readonly nowW: Float64Array;
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
    this.nowW = new Float64Array(courses.mtus);
  }

  /** One car's turn; `rowWh` are its energies at the boundaries, changed in place. */
  improve(vehicle: number, rowWh: Float64Array): void {
    const { courses, group, programme, pathWh } = this;
    const first = courses.first[vehicle] as number;
    const last = courses.last[vehicle] as number;
    if (first >= last) return;
    this.priceFor(vehicle);
    this.findScarcity(vehicle, rowWh);
    programme.solve(vehicle, this.prices);
    this.valueOf(vehicle, rowWh, 0);
    group.takeOut(vehicle, first, last, this.own);
    for (let mtu = first; mtu < last; mtu++) this.nowW[mtu] = this.own[mtu * LINES + BASELINE] as number;
    programme.follow(vehicle, this.prices, pathWh, (mtu) => group.baselineRoomW(vehicle, mtu));
    const part = climbToTop((share) => this.valueOf(vehicle, rowWh, share), 0, 1, LOOKS);
    if (part > 0)
      for (let boundary = first; boundary <= last; boundary++) rowWh[boundary] = this.blended(rowWh, boundary, part);
    this.valueOf(vehicle, rowWh, 0);
    group.putIn(vehicle, first, last, this.own);
  }

  /**
   * Where an owner's allowance, and not the energy, says how much of an upward share a car has, each Wh that was
   * discharged before is missing in it: that is the price of discharging in the MTUs before.
   */
  private findScarcity(vehicle: number, rowWh: Float64Array): void {
    const { courses, prices, programme } = this;
    programme.scarcity.fill(0);
    let allowanceWh = courses.allowanceWh[vehicle] as number;
    if (allowanceWh === Infinity) return;
    const { dischargeEfficiency } = courses.question.vehicles[vehicle] as PlannedVehicle;
    const [first, last] = [courses.first[vehicle] as number, courses.last[vehicle] as number];
    for (let mtu = first; mtu < last; mtu++) {
      const index = vehicle * courses.mtus + mtu;
      const energyWh = rowWh[mtu] as number;
      const fullWh = ((courses.peakDischargeW[vehicle] as number) / dischargeEfficiency) * courses.enduranceHours;
      const binds = allowanceWh < Math.min(fullWh, energyWh - (courses.floorWh[index] as number));
      if (binds && courses.stays[index] === 1)
        programme.scarcity[mtu] =
          (((prices.up[mtu] as number) + (prices.powerUp[mtu] as number)) * dischargeEfficiency) /
          courses.enduranceHours;
      allowanceWh -= courses.dischargedWh(vehicle, mtu, energyWh, rowWh[mtu + 1] as number);
    }
    let later = 0;
    for (let mtu = last - 1; mtu >= first; mtu--) {
      const own = programme.scarcity[mtu] as number;
      programme.scarcity[mtu] = later;
      later += own;
    }
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

  /** Whether the fuse has room for the car's baseline in `own`, or less is missing than before. */
  private fits(vehicle: number, mtu: number): boolean {
    const room = this.group.baselineRoomW(vehicle, mtu);
    if (room === null) return true;
    const baselineW = this.own[mtu * LINES + BASELINE] as number;
    const nowW = this.nowW[mtu] as number;
    return (
      baselineW >= Math.min(room.leastW, nowW) - ROUNDING_W && baselineW <= Math.max(room.mostW, nowW) + ROUNDING_W
    );
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
    let allowanceWh = courses.allowanceWh[vehicle] as number;
    const curved = part > 0 && courses.reach[vehicle] !== null;
    for (let mtu = courses.first[vehicle] as number; mtu < last; mtu++) {
      const nextWh = part === 0 ? (rowWh[mtu + 1] as number) : this.blended(rowWh, mtu + 1, part);
      if (curved && !courses.holds(vehicle, mtu, energyWh, nextWh)) return -Infinity;
      value -= vehicleLines(courses, vehicle, mtu, energyWh, nextWh, own, mtu * LINES, allowanceWh);
      if (part > 0 && !this.fits(vehicle, mtu)) return -Infinity;
      if (allowanceWh < Infinity) allowanceWh -= courses.dischargedWh(vehicle, mtu, energyWh, nextWh);
      group.withCar(vehicle, mtu, own, lines);
      value += worth.valueAt(mtu, lines, 0);
      energyWh = nextWh;
    }
    return value + energyWh * (courses.question.costs?.storedPerWh ?? 0);
  }
}
