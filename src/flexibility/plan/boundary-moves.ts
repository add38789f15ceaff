import { drainWh } from '../vehicle.js';
import { isCurved } from './constant-steps.js';
import type { Courses } from './courses.js';
import type { GroupLines } from './group-lines.js';
import type { GroupWorth } from './group-worth.js';
import { climbToTop } from './line-search.js';
import type { PlannedVehicle } from './plan-question.js';
import { BASELINE, LINES, vehicleLines } from './vehicle-lines.js';

const LOOKS = 5;
/** Moves within less than this are left alone, Wh. */
const LEAST_ROOM_WH = 1;
const HALVINGS = 7;
const UNBOUNDED = { riseWh: Infinity, fallWh: Infinity };

/**
 * Moves one car's energy at one boundary at a time, which changes what it does in the MTUs on both sides, to where the
 * group's worth is largest. Between charging and discharging the worth has kinks and may have a top on either side: each
 * stretch between them is searched on its own. This finds what blends of whole paths can't: a car that does neither.
 */
export class BoundaryMoves {
  private readonly own: Float64Array;
  private readonly lines = new Float64Array(LINES);
  /** Of the car whose turn it is: what is left of its allowance at the MTU before the boundary, Wh. */
  private allowanceWh = Infinity;

  constructor(
    private readonly courses: Courses,
    private readonly worth: GroupWorth,
    private readonly group: GroupLines,
  ) {
    this.own = new Float64Array(courses.mtus * LINES);
  }

  /** One car's turn, boundary by boundary; `rowWh` are its energies at the boundaries, changed in place. */
  improve(vehicle: number, rowWh: Float64Array): void {
    const { courses } = this;
    const last = courses.last[vehicle] as number;
    const car = courses.question.vehicles[vehicle] as PlannedVehicle;
    const first = courses.first[vehicle] as number;
    this.allowanceWh = courses.allowanceWh[vehicle] as number;
    for (let boundary = first + 1; boundary <= last; boundary++) {
      this.move(vehicle, car, rowWh, boundary, last);
      if (this.allowanceWh < Infinity)
        this.allowanceWh -= courses.dischargedWh(
          vehicle,
          boundary - 1,
          rowWh[boundary - 1] as number,
          rowWh[boundary] as number,
        );
    }
  }

  private move(vehicle: number, car: PlannedVehicle, rowWh: Float64Array, boundary: number, last: number): void {
    const { courses, group, own } = this;
    const nowWh = rowWh[boundary] as number;
    // Where the car comes from without power, and whence it would come without power to where it goes.
    const fromWh = (rowWh[boundary - 1] as number) - this.lossWh(vehicle, car, boundary - 1);
    const toWh = boundary < last ? (rowWh[boundary + 1] as number) + this.lossWh(vehicle, car, boundary) : Infinity;
    const discharged = (energyWh: number): number =>
      Math.max(0, fromWh - energyWh) + (boundary < last ? Math.max(0, energyWh - toWh) : 0);
    const spareWh = this.spareAllowanceWh(vehicle, rowWh, boundary, last);
    const mostDischargedWh = spareWh + discharged(nowWh);
    const until = Math.min(this.countsFor(car, spareWh) ? last : boundary + 1, last);
    this.valueOf(vehicle, rowWh, boundary, nowWh, until);
    group.takeOut(vehicle, boundary - 1, until, own);
    const before = this.reachWh(vehicle, car, boundary - 1);
    const after = boundary < last ? this.reachWh(vehicle, car, boundary) : UNBOUNDED;
    let lowWh = Math.max(
      courses.lowWh[vehicle * (courses.mtus + 1) + boundary] as number,
      fromWh - before.fallWh,
      boundary < last ? toWh - after.riseWh : -Infinity,
    );
    let highWh = Math.min(courses.highWh[vehicle] as number, fromWh + before.riseWh, toWh + after.fallWh);
    if (isCurved(car)) {
      const holds = (energyWh: number): boolean => this.holds(vehicle, rowWh, boundary, last, energyWh);
      lowWh = furthest(nowWh, lowWh, holds);
      highWh = furthest(nowWh, highWh, holds);
    }
    const valueOf = (energyWh: number): number =>
      discharged(energyWh) > mostDischargedWh ? -Infinity : this.valueOf(vehicle, rowWh, boundary, energyWh, until);
    if (highWh - lowWh >= LEAST_ROOM_WH) rowWh[boundary] = this.best(valueOf, nowWh, [lowWh, fromWh, toWh, highWh]);
    this.valueOf(vehicle, rowWh, boundary, rowWh[boundary] as number, until);
    group.putIn(vehicle, boundary - 1, until, own);
  }

  /** What the whole path leaves of the owner's allowance; the part before the boundary is taken off already. */
  private spareAllowanceWh(vehicle: number, rowWh: Float64Array, boundary: number, last: number): number {
    let spareWh = this.allowanceWh;
    if (spareWh === Infinity) return spareWh;
    for (let mtu = boundary - 1; mtu < last; mtu++)
      spareWh -= this.courses.dischargedWh(vehicle, mtu, rowWh[mtu] as number, rowWh[mtu + 1] as number);
    return Math.max(0, spareWh);
  }

  /** Whether what a move discharges is missing in the shares of later MTUs: not while enough is left for the last one. */
  private countsFor({ maxDischargeW, dischargeEfficiency }: PlannedVehicle, spareWh: number): boolean {
    const { enduranceHours, question } = this.courses;
    return spareWh < (maxDischargeW / dischargeEfficiency) * (enduranceHours + 2 * question.mtuHours);
  }

  /** Whether the car's curves allow both steps over an energy at the boundary. */
  private holds(vehicle: number, rowWh: Float64Array, boundary: number, last: number, energyWh: number): boolean {
    const { courses } = this;
    return (
      courses.holds(vehicle, boundary - 1, rowWh[boundary - 1] as number, energyWh) &&
      (boundary === last || courses.holds(vehicle, boundary, energyWh, rowWh[boundary + 1] as number))
    );
  }

  /** The best energy in the interval between the first and the last of four, searched in the stretches between the others. */
  private best(valueOf: (energyWh: number) => number, nowWh: number, marks: [number, number, number, number]): number {
    const [lowWh, oneWh, otherWh, highWh] = marks;
    const kinks = [lowWh, Math.min(oneWh, otherWh), Math.max(oneWh, otherWh), highWh];
    let best = nowWh;
    let bestValue = valueOf(nowWh);
    for (let stretch = 0; stretch < kinks.length - 1; stretch++) {
      const from = Math.max(lowWh, kinks[stretch] as number);
      const to = Math.min(highWh, kinks[stretch + 1] as number);
      if (to < from) continue;
      const top = climbToTop(valueOf, from, to, LOOKS);
      const value = valueOf(top);
      if (value <= bestValue) continue;
      best = top;
      bestValue = value;
    }
    return best;
  }

  private lossWh(vehicle: number, car: PlannedVehicle, mtu: number): number {
    return (car.standbyW ?? 0) * (this.courses.hours[vehicle * this.courses.mtus + mtu] as number);
  }

  /** The most that an MTU's power, and the site's fuse, put into the battery and take out of it; negative: what they need. */
  private reachWh(vehicle: number, car: PlannedVehicle, mtu: number): typeof UNBOUNDED {
    const { courses, group } = this;
    const hours = courses.hours[vehicle * courses.mtus + mtu] as number;
    const riseWh = (courses.peakChargeW[vehicle] as number) * car.chargeEfficiency * hours;
    const fallWh = ((courses.peakDischargeW[vehicle] as number) / car.dischargeEfficiency) * hours;
    const room = group.baselineRoomW(vehicle, mtu);
    if (room === null) return { riseWh, fallWh };
    // A car that makes room for others at its site goes on doing so; one that has too much need not give it up at once.
    const nowW = this.own[mtu * LINES + BASELINE] as number;
    return {
      riseWh: Math.min(riseWh, -drainWh(car, Math.min(room.leastW, nowW), hours)),
      fallWh: Math.min(fallWh, drainWh(car, Math.max(room.mostW, nowW), hours)),
    };
  }

  /**
   * Worth of the MTUs from before the boundary to before `until` with `energyWh` at the boundary; leaves the car's lines
   * of them in `own`.
   */
  private valueOf(vehicle: number, rowWh: Float64Array, boundary: number, energyWh: number, until: number): number {
    const { courses, group, worth, own, lines } = this;
    const storedPerWh = courses.question.costs?.storedPerWh ?? 0;
    let value = boundary === courses.last[vehicle] ? energyWh * storedPerWh : 0;
    let { allowanceWh } = this;
    for (let mtu = boundary - 1; mtu < until; mtu++) {
      const from = mtu === boundary ? energyWh : (rowWh[mtu] as number);
      const to = mtu === boundary - 1 ? energyWh : (rowWh[mtu + 1] as number);
      value -= vehicleLines(courses, vehicle, mtu, from, to, own, mtu * LINES, allowanceWh);
      if (allowanceWh < Infinity) allowanceWh -= courses.dischargedWh(vehicle, mtu, from, to);
      group.withCar(vehicle, mtu, own, lines);
      value += worth.valueAt(mtu, lines, 0);
    }
    return value;
  }
}

/** The energy next to `farWh` that still holds, from `nowWh` on, which does: to a hundredth of the way. */
function furthest(nowWh: number, farWh: number, holds: (energyWh: number) => boolean): number {
  if (holds(farWh)) return farWh;
  let [good, bad] = [nowWh, farWh];
  for (let halving = 0; halving < HALVINGS; halving++) {
    const middle = (good + bad) / 2;
    if (holds(middle)) good = middle;
    else bad = middle;
  }
  return good;
}
