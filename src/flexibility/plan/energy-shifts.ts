import { drainWh, powerForDrain, ROUNDING_WH } from '../vehicle.js';
import { mostFallWh, mostRiseWh } from './constant-steps.js';
import type { Courses } from './courses.js';
import type { PlannedVehicle } from './plan-question.js';

/** One car charges less in the MTU `from` (or discharges) and as much more in `to`; null: nowhere, it leaves with less. */
export interface Shift {
  readonly vehicle: number;
  readonly from: number;
  readonly to: number | null;
}

/** Energy that cars put into another MTU, within their limits and promises. Powers grid-side W, injection positive. */
export class EnergyShifts {
  /** Whether a car may give to the others at its site. */
  mayDischarge = true;
  private readonly kept: Float64Array[] = [];

  constructor(
    private readonly courses: Courses,
    /** Of each car at each boundary, Wh, at `vehicle·(mtus + 1) + boundary`; changed in place. */
    private readonly energiesWh: Float64Array,
  ) {}

  powerW(vehicle: number, mtu: number): number {
    return powerForDrain(this.car(vehicle), this.drainedWh(vehicle, mtu), this.hours(vehicle, mtu));
  }

  /** How much the power of `from` can be raised by a shift, W, as far as it can be seen without making it. */
  mostW({ vehicle, from, to }: Shift): number {
    const { courses } = this;
    const car = this.car(vehicle);
    const row = this.rowOf(vehicle);
    const hours = this.hours(vehicle, from);
    const drainedWh = this.drainedWh(vehicle, from);
    const allowedWh = Math.max(0, drainedWh) + Math.max(0, this.allowanceLeftWh(vehicle));
    const fallWh = this.mayDischarge ? Math.min(mostFallWh(car, row[from] as number, hours), allowedWh) : 0;
    let mostWh = fallWh - drainedWh;
    if (to !== null)
      mostWh = Math.min(
        mostWh,
        mostRiseWh(car, row[to] as number, this.hours(vehicle, to)) + this.drainedWh(vehicle, to),
      );
    const base = vehicle * (courses.mtus + 1);
    const end = to ?? (courses.last[vehicle] as number);
    for (let boundary = from + 1; boundary <= end; boundary++)
      mostWh = Math.min(mostWh, (row[boundary] as number) - (courses.lowWh[base + boundary] as number));
    for (let boundary = end + 1; boundary <= from; boundary++)
      mostWh = Math.min(mostWh, (courses.highWh[vehicle] as number) - (row[boundary] as number));
    return powerForDrain(car, drainedWh + mostWh, hours) - powerForDrain(car, drainedWh, hours);
  }

  /**
   * Raises the power of the first shift's `from` by `powerW` and hands on what the shift takes in `to`, from shift to shift.
   * @returns what the last one takes, W; null, and nothing changed, where a car can't.
   */
  along(way: readonly Shift[], powerW: number): number | null {
    this.kept.length = 0;
    let handedW = powerW;
    for (const shift of way) {
      this.kept.push(this.rowOf(shift.vehicle).slice());
      const takenW = this.make(shift, handedW);
      if (!this.isKept(shift)) {
        this.undo(way);
        return null;
      }
      handedW = takenW;
    }
    return handedW;
  }

  /** Takes back what `along` has just changed. */
  undo(way: readonly Shift[]): void {
    for (let index = this.kept.length - 1; index >= 0; index--)
      this.rowOf((way[index] as Shift).vehicle).set(this.kept[index] as Float64Array);
    this.kept.length = 0;
  }

  private make({ vehicle, from, to }: Shift, powerW: number): number {
    const car = this.car(vehicle);
    const row = this.rowOf(vehicle);
    const beforeW = to === null ? 0 : this.powerW(vehicle, to);
    const hours = this.hours(vehicle, from);
    const shiftedWh = drainWh(car, this.powerW(vehicle, from) + powerW, hours) - this.drainedWh(vehicle, from);
    const end = to ?? (this.courses.last[vehicle] as number);
    for (let boundary = from + 1; boundary <= end; boundary++) row[boundary] = (row[boundary] as number) - shiftedWh;
    for (let boundary = end + 1; boundary <= from; boundary++) row[boundary] = (row[boundary] as number) + shiftedWh;
    return to === null ? 0 : beforeW - this.powerW(vehicle, to);
  }

  /** Whether the car's path still keeps everything where a shift has changed it. */
  private isKept({ vehicle, from, to }: Shift): boolean {
    const { courses } = this;
    const car = this.car(vehicle);
    const row = this.rowOf(vehicle);
    const base = vehicle * (courses.mtus + 1);
    const last = (courses.last[vehicle] as number) - 1;
    for (let mtu = Math.min(from, to ?? from); mtu <= Math.max(from, to ?? last); mtu++) {
      const nextWh = row[mtu + 1] as number;
      const drainedWh = this.drainedWh(vehicle, mtu);
      const hours = this.hours(vehicle, mtu);
      if (nextWh < (courses.lowWh[base + mtu + 1] as number) - ROUNDING_WH) return false;
      if (nextWh > (courses.highWh[vehicle] as number) + ROUNDING_WH) return false;
      if (drainedWh > (car.maxDischargeW / car.dischargeEfficiency) * hours + ROUNDING_WH) return false;
      if (-drainedWh > car.maxChargeW * car.chargeEfficiency * hours + ROUNDING_WH) return false;
      if (!courses.holds(vehicle, mtu, row[mtu] as number, nextWh)) return false;
    }
    return this.allowanceLeftWh(vehicle) >= -ROUNDING_WH;
  }

  private allowanceLeftWh(vehicle: number): number {
    let leftWh = this.courses.allowanceWh[vehicle] as number;
    if (leftWh === Infinity) return leftWh;
    const row = this.rowOf(vehicle);
    for (let mtu = this.courses.first[vehicle] as number; mtu < (this.courses.last[vehicle] as number); mtu++)
      leftWh -= this.courses.dischargedWh(vehicle, mtu, row[mtu] as number, row[mtu + 1] as number);
    return leftWh;
  }

  private drainedWh(vehicle: number, mtu: number): number {
    const row = this.rowOf(vehicle);
    const standbyWh = (this.car(vehicle).standbyW ?? 0) * this.hours(vehicle, mtu);
    return (row[mtu] as number) - (row[mtu + 1] as number) - standbyWh;
  }

  rowOf(vehicle: number): Float64Array {
    const stride = this.courses.mtus + 1;
    return this.energiesWh.subarray(vehicle * stride, (vehicle + 1) * stride);
  }

  private hours(vehicle: number, mtu: number): number {
    return this.courses.hours[vehicle * this.courses.mtus + mtu] as number;
  }

  private car(vehicle: number): PlannedVehicle {
    return this.courses.question.vehicles[vehicle] as PlannedVehicle;
  }
}
