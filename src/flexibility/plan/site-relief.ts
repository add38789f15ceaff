import type { Courses } from './courses.js';
import { EnergyShifts, type Shift } from './energy-shifts.js';
import type { FusedSite } from './fuse.js';
import type { PlannedVehicle } from './plan-question.js';

/** Less than this is not worth a way, W: a fuse that is exceeded by less is kept. */
const LEAST_W = 1e-4;
/** Ways that are walked for each car at a site and MTU before what is left of an overload stays. */
const WAYS = 4;
const ATTEMPTS = 8;

/**
 * Brings the cars of a site below its fuse together, where their promises leave a way. Cars that are planned one after
 * the other may use up the room that a later one needs: then one of them charges less in the overloaded MTU and more in
 * another, where perhaps a third gives way in turn. The shortest such way is found breadth first and walked as far as it
 * carries, over and over: augmenting paths, as for a flow (Ford and Fulkerson). Where that does not do, all cars of the
 * site start anew from charging as late as they may, first without giving to each other, then with. What remains is a
 * promise that the fuse can't carry by charging alone; rarely one that it could, with less than a tenth to spare, because
 * energy that is passed on with losses, curves and hours that a car leaves in are no plain flow.
 */
export class SiteRelief {
  private readonly sumsW: Float64Array;
  private readonly shifts: EnergyShifts;

  constructor(
    private readonly courses: Courses,
    private readonly site: FusedSite,
    energiesWh: Float64Array,
  ) {
    this.shifts = new EnergyShifts(courses, energiesWh);
    this.sumsW = new Float64Array(courses.mtus);
  }

  relieve(): void {
    this.walkAll();
    const leftW = this.overloadW();
    if (leftW === 0) return;
    const rows = this.site.vehicles.map((vehicle) => this.shifts.rowOf(vehicle).slice());
    for (const vehicle of this.site.vehicles) this.chargeLate(vehicle);
    this.shifts.mayDischarge = false;
    this.walkAll();
    this.shifts.mayDischarge = true;
    this.walkAll();
    if (this.overloadW() >= leftW)
      this.site.vehicles.forEach((vehicle, index) => this.shifts.rowOf(vehicle).set(rows[index] as Float64Array));
  }

  private walkAll(): void {
    const { courses, shifts, site } = this;
    this.sumsW.fill(0);
    for (const vehicle of site.vehicles)
      for (let mtu = 0; mtu < (courses.last[vehicle] as number); mtu++) this.add(mtu, shifts.powerW(vehicle, mtu));
    let ways = WAYS * site.vehicles.length * courses.mtus;
    for (let mtu = 0; mtu < courses.mtus; mtu++)
      while (ways > 0 && this.roomW(mtu) < -LEAST_W) {
        const way = this.shortestWay(mtu);
        if (way === null || !this.walk(way)) break;
        ways--;
      }
  }

  /** As late as its promise lets the car, without discharging. */
  private chargeLate(vehicle: number): void {
    const { courses } = this;
    const row = this.shifts.rowOf(vehicle);
    const { standbyW = 0 } = courses.question.vehicles[vehicle] as PlannedVehicle;
    for (let mtu = courses.first[vehicle] as number; mtu < (courses.last[vehicle] as number); mtu++) {
      const lossWh = standbyW * (courses.hours[vehicle * courses.mtus + mtu] as number);
      const lowWh = courses.lowWh[vehicle * (courses.mtus + 1) + mtu + 1] as number;
      row[mtu + 1] = Math.max(lowWh, (row[mtu] as number) - lossWh);
    }
  }

  /** What the site takes beyond its fuse, W summed over the MTUs. */
  private overloadW(): number {
    let overloadW = 0;
    for (let mtu = 0; mtu < this.courses.mtus; mtu++) if (this.roomW(mtu) < -LEAST_W) overloadW -= this.roomW(mtu);
    return overloadW;
  }

  /** What the fuse still lets the site take; negative: an overload. */
  private roomW(mtu: number): number {
    return this.site.limitW + (this.sumsW[mtu] as number);
  }

  private add(mtu: number, powerW: number): void {
    this.sumsW[mtu] = (this.sumsW[mtu] as number) + powerW;
  }

  /** Shifts from an overloaded MTU to one with room, each by a car that can make it; null where there are none. */
  private shortestWay(start: number): Shift[] | null {
    const cameBy = new Map<number | null, Shift | null>([[start, null]]);
    const queue = [start];
    for (let from = queue.shift(); from !== undefined; from = queue.shift())
      for (const shift of this.shiftsFrom(from)) {
        if (cameBy.has(shift.to) || this.shifts.mostW(shift) <= LEAST_W) continue;
        cameBy.set(shift.to, shift);
        if (shift.to === null || this.roomW(shift.to) > LEAST_W) return wayTo(shift, cameBy);
        queue.push(shift.to);
      }
    return null;
  }

  private *shiftsFrom(from: number): Iterable<Shift> {
    const { first, last, mtus } = this.courses;
    for (const vehicle of this.site.vehicles) {
      if (from < (first[vehicle] as number) || from >= (last[vehicle] as number)) continue;
      yield { vehicle, from, to: null };
      for (let to = first[vehicle] as number; to < Math.min(mtus, last[vehicle] as number); to++)
        if (to !== from) yield { vehicle, from, to };
    }
  }

  /** Moves as much along a way as all its shifts carry. @returns whether anything moved. */
  private walk(way: readonly Shift[]): boolean {
    const start = (way[0] as Shift).from;
    const end = (way[way.length - 1] as Shift).to;
    let powerW = Math.min(-this.roomW(start), ...way.map((shift) => this.shifts.mostW(shift)));
    if (end !== null) powerW = Math.min(powerW, this.roomW(end));
    for (let attempt = 0; attempt < ATTEMPTS && powerW > LEAST_W; attempt++) {
      const arrivedW = this.shifts.along(way, powerW);
      const fits = arrivedW !== null && (end === null || arrivedW <= this.roomW(end) + LEAST_W);
      if (fits) {
        this.add(start, powerW);
        if (end !== null) this.add(end, -arrivedW);
        return true;
      }
      if (arrivedW !== null) this.shifts.undo(way);
      // A car that discharges for others takes more back than it has given.
      powerW *= arrivedW !== null && end !== null ? this.roomW(end) / arrivedW : 1 / 2;
    }
    return false;
  }
}

function wayTo(end: Shift, cameBy: ReadonlyMap<number | null, Shift | null>): Shift[] {
  const way: Shift[] = [];
  for (let shift: Shift | null = end; shift !== null; shift = cameBy.get(shift.from) ?? null) way.unshift(shift);
  return way;
}
