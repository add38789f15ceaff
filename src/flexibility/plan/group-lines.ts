import type { Courses } from './courses.js';
import { fusedSites } from './fuse.js';
import { BASELINE, DOWN, LINES, POWER_DOWN, POWER_UP, UP, vehicleLines } from './vehicle-lines.js';

/**
 * The group's lines in every MTU, at `mtu·LINES + line`: sums over the cars, where cars behind one fuse add no more than
 * the fuse leaves around their baselines together. One car at a time can be taken out, tried elsewhere and put back.
 */
export class GroupLines {
  readonly total: Float64Array;
  /** Per vehicle: the place of its site among the fused ones, −1 without a fuse. */
  private readonly siteOf: Int32Array;
  private readonly sites: { readonly limitW: number; readonly sums: Float64Array }[];
  private readonly fused = new Float64Array(LINES);
  private readonly own: Float64Array;

  constructor(private readonly courses: Courses) {
    this.total = new Float64Array(courses.mtus * LINES);
    this.own = new Float64Array(courses.mtus * LINES);
    this.siteOf = new Int32Array(courses.count).fill(-1);
    this.sites = fusedSites(courses.question).map(({ limitW, vehicles }, place) => {
      for (const vehicle of vehicles) this.siteOf[vehicle] = place;
      return { limitW, sums: new Float64Array(courses.mtus * LINES) };
    });
  }

  /** Sums everything anew from the cars' paths, energies at `vehicle·(mtus + 1) + boundary`: rounding does not build up. */
  set(energiesWh: Float64Array): void {
    const { count, mtus } = this.courses;
    this.total.fill(0);
    for (const { sums } of this.sites) sums.fill(0);
    for (let vehicle = 0; vehicle < count; vehicle++)
      this.place(vehicle, energiesWh.subarray(vehicle * (mtus + 1), (vehicle + 1) * (mtus + 1)));
  }

  /** Adds a car that is not in yet. Before its first planned MTU it only charges. */
  place(vehicle: number, rowWh: Float64Array): void {
    const { courses, own } = this;
    const last = courses.last[vehicle] as number;
    let allowanceWh = courses.allowanceWh[vehicle] as number;
    for (let mtu = 0; mtu < last; mtu++) {
      const [energyWh, nextWh] = [rowWh[mtu] as number, rowWh[mtu + 1] as number];
      vehicleLines(courses, vehicle, mtu, energyWh, nextWh, own, mtu * LINES, allowanceWh);
      if (allowanceWh < Infinity) allowanceWh -= courses.dischargedWh(vehicle, mtu, energyWh, nextWh);
      if (mtu < (courses.first[vehicle] as number)) own.fill(0, mtu * LINES, mtu * LINES + BASELINE);
    }
    this.takeOut(vehicle, 0, last, null);
    this.putIn(vehicle, 0, last, own);
  }

  hasFuse(vehicle: number): boolean {
    return this.siteOf[vehicle] !== -1;
  }

  /** Takes a car's lines of the MTUs from `from` to before `to` out; null: the car is in none yet. Put them back before the next car's turn. */
  takeOut(vehicle: number, from: number, to: number, own: Float64Array | null): void {
    const site = this.sites[this.siteOf[vehicle] as number];
    for (let mtu = from; mtu < to; mtu++) {
      const offset = mtu * LINES;
      if (site === undefined) {
        if (own !== null) subtract(this.total, offset, own, offset);
        continue;
      }
      this.cap(site.limitW, site.sums, offset);
      subtract(this.total, offset, this.fused, 0);
      if (own !== null) subtract(site.sums, offset, own, offset);
    }
  }

  putIn(vehicle: number, from: number, to: number, own: Float64Array): void {
    const site = this.sites[this.siteOf[vehicle] as number];
    for (let mtu = from; mtu < to; mtu++) {
      const offset = mtu * LINES;
      if (site === undefined) {
        add(this.total, offset, own, offset);
        continue;
      }
      add(site.sums, offset, own, offset);
      this.cap(site.limitW, site.sums, offset);
      add(this.total, offset, this.fused, 0);
    }
  }

  /** The group's lines of one MTU with the car that is out, at `own`'s offset of that MTU, back in: written to `into` from 0 on. */
  withCar(vehicle: number, mtu: number, own: Float64Array, into: Float64Array): void {
    const offset = mtu * LINES;
    const site = this.sites[this.siteOf[vehicle] as number];
    if (site === undefined) {
      for (let line = 0; line < LINES; line++)
        into[line] = (this.total[offset + line] as number) + (own[offset + line] as number);
      return;
    }
    for (let line = 0; line < LINES; line++)
      into[line] = (site.sums[offset + line] as number) + (own[offset + line] as number);
    this.cap(site.limitW, into, 0);
    for (let line = 0; line < LINES; line++)
      into[line] = (this.total[offset + line] as number) + (this.fused[line] as number);
  }

  /** Whether the fuse of a car's site, and not the cars, says what the site adds to a line. */
  isFused(vehicle: number, mtu: number, line: number): boolean {
    const site = this.sites[this.siteOf[vehicle] as number];
    if (site === undefined) return false;
    this.cap(site.limitW, site.sums, mtu * LINES);
    return (this.fused[line] as number) < (site.sums[mtu * LINES + line] as number);
  }

  /** While a car is out: the baselines that its site's fuse leaves it, W. */
  baselineRoomW(vehicle: number, mtu: number): { readonly leastW: number; readonly mostW: number } | null {
    const site = this.sites[this.siteOf[vehicle] as number];
    if (site === undefined) return null;
    const others = site.sums[mtu * LINES + BASELINE] as number;
    return { leastW: -site.limitW - others, mostW: site.limitW - others };
  }

  /** A site's sums, cut to its fuse. */
  private cap(limitW: number, sums: Float64Array, offset: number): void {
    const baselineW = sums[offset + BASELINE] as number;
    this.fused[UP] = Math.min(sums[offset + UP] as number, limitW - baselineW);
    this.fused[POWER_UP] = Math.min(sums[offset + POWER_UP] as number, limitW - baselineW);
    this.fused[DOWN] = Math.min(sums[offset + DOWN] as number, limitW + baselineW);
    this.fused[POWER_DOWN] = Math.min(sums[offset + POWER_DOWN] as number, limitW + baselineW);
    this.fused[BASELINE] = baselineW;
  }
}

function add(sums: Float64Array, at: number, own: Float64Array, from: number): void {
  for (let line = 0; line < LINES; line++) sums[at + line] = (sums[at + line] as number) + (own[from + line] as number);
}

function subtract(sums: Float64Array, at: number, own: Float64Array, from: number): void {
  for (let line = 0; line < LINES; line++) sums[at + line] = (sums[at + line] as number) - (own[from + line] as number);
}
