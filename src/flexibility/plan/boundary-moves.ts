import type { Courses } from './courses.js';
import type { GroupLines } from './group-lines.js';
import type { GroupWorth } from './group-worth.js';
import { climbToTop } from './line-search.js';
import type { PlannedVehicle } from './plan-question.js';
import { LINES, vehicleLines } from './vehicle-lines.js';

const LOOKS = 5;
/** Moves within less than this are left alone, Wh. */
const LEAST_ROOM_WH = 1;
const UNBOUNDED = { riseWh: Infinity, fallWh: Infinity };

/**
 * Moves one car's energy at one boundary at a time, which changes what it does in the MTUs on both sides, to where the
 * group's worth is largest. Between charging and discharging the worth has kinks and may have a top on either side: each
 * stretch between them is searched on its own. This finds what blends of whole paths can't: a car that does neither.
 */
export class BoundaryMoves {
  private readonly own: Float64Array;
  private readonly lines = new Float64Array(LINES);

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
    for (let boundary = (courses.first[vehicle] as number) + 1; boundary <= last; boundary++)
      this.move(vehicle, car, rowWh, boundary, last);
  }

  private move(vehicle: number, car: PlannedVehicle, rowWh: Float64Array, boundary: number, last: number): void {
    const { courses, group, own } = this;
    const until = Math.min(boundary + 1, last);
    const nowWh = rowWh[boundary] as number;
    this.valueOf(vehicle, rowWh, boundary, nowWh, until);
    group.takeOut(vehicle, boundary - 1, until, own);
    // Where the car comes from without power, and whence it would come without power to where it goes.
    const fromWh = (rowWh[boundary - 1] as number) - this.lossWh(vehicle, car, boundary - 1);
    const toWh = boundary < last ? (rowWh[boundary + 1] as number) + this.lossWh(vehicle, car, boundary) : Infinity;
    const before = this.reachWh(vehicle, car, boundary - 1, rowWh[boundary - 1] as number);
    const after = boundary < last ? this.reachWh(vehicle, car, boundary, nowWh) : UNBOUNDED;
    const lowWh = Math.max(
      courses.lowWh[vehicle * (courses.mtus + 1) + boundary] as number,
      fromWh - before.fallWh,
      boundary < last ? toWh - after.riseWh : -Infinity,
    );
    const highWh = Math.min(courses.highWh[vehicle] as number, fromWh + before.riseWh, toWh + after.fallWh);
    const discharged = (energyWh: number): number =>
      Math.max(0, fromWh - energyWh) + (boundary < last ? Math.max(0, energyWh - toWh) : 0);
    // An owner's allowance for discharge is not priced: no move takes more of it.
    const mostDischargedWh = car.dischargeAllowanceWh === undefined ? Infinity : discharged(nowWh);
    const valueOf = (energyWh: number): number =>
      discharged(energyWh) > mostDischargedWh ? -Infinity : this.valueOf(vehicle, rowWh, boundary, energyWh, until);
    if (highWh - lowWh >= LEAST_ROOM_WH) rowWh[boundary] = this.best(valueOf, nowWh, [lowWh, fromWh, toWh, highWh]);
    this.valueOf(vehicle, rowWh, boundary, rowWh[boundary] as number, until);
    group.putIn(vehicle, boundary - 1, until, own);
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

  /** The most that an MTU's power, and the site's fuse, put into the battery and take out of it. */
  private reachWh(vehicle: number, car: PlannedVehicle, mtu: number, startWh: number): typeof UNBOUNDED {
    const { courses, group } = this;
    const hours = courses.hours[vehicle * courses.mtus + mtu] as number;
    const riseWh = courses.mostRiseWh(vehicle, mtu, startWh);
    const fallWh = (car.maxDischargeW / car.dischargeEfficiency) * hours;
    const room = group.baselineRoomW(vehicle, mtu);
    if (room === null) return { riseWh, fallWh };
    return {
      riseWh: Math.min(riseWh, Math.max(0, -room.leastW) * car.chargeEfficiency * hours),
      fallWh: Math.min(fallWh, (Math.max(0, room.mostW) / car.dischargeEfficiency) * hours),
    };
  }

  /** Worth of the MTUs on both sides with `energyWh` at the boundary; leaves the car's lines of them in `own`. */
  private valueOf(vehicle: number, rowWh: Float64Array, boundary: number, energyWh: number, until: number): number {
    const { courses, group, worth, own, lines } = this;
    let value = until === boundary ? energyWh * (courses.question.costs?.storedPerWh ?? 0) : 0;
    for (let mtu = boundary - 1; mtu < until; mtu++) {
      const from = mtu === boundary ? energyWh : (rowWh[mtu] as number);
      const to = mtu === boundary ? (rowWh[mtu + 1] as number) : energyWh;
      value -= vehicleLines(courses, vehicle, mtu, from, to, own, mtu * LINES);
      group.withCar(vehicle, mtu, own, lines);
      value += worth.valueAt(mtu, lines, 0);
    }
    return value;
  }
}
