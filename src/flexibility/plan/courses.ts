import { epochMs, MS_PER_HOUR } from '../../kernel/index.js';
import { fullChargeRate, isReachable, recoveryLineWh } from '../recovery.js';
import { energyAlong } from '../trajectory.js';
import { ROUNDING_WH } from '../vehicle.js';
import type { PlannedVehicle, PlanQuestion } from './plan-question.js';

/**
 * What every vehicle may do in every MTU of a plan, as columns of numbers. Boundary `k` is the start of MTU `k`, one more
 * than there are MTUs; a vehicle's values of boundary `k` are at `vehicle·(mtus + 1) + k`, of MTU `k` at
 * `vehicle·mtus + k`.
 */
export class Courses {
  readonly mtus: number;
  readonly count: number;
  /** First MTU that is planned; before it the car charges at full power. `last` where there is nothing to plan. */
  readonly first: Int32Array;
  /** The boundary at which the car leaves or the plan ends. */
  readonly last: Int32Array;
  /** Least and most energy at a boundary, Wh: window and recovery line. */
  readonly lowWh: Float64Array;
  readonly highWh: Float64Array;
  /** The most energy at the start of an endurance that leaves no room in it: standby losses make some, Wh. */
  readonly roomTopWh: Float64Array;
  /** Energy at the boundaries up to `first`, Wh. */
  readonly givenWh: Float64Array;
  /** Hours that it is plugged in. */
  readonly hours: Float64Array;
  /** 1: there to the end of the endurance, so that it can hold a share. */
  readonly stays: Uint8Array;
  /** Least energy at the end of the endurance, standby till then included, Wh. */
  readonly floorWh: Float64Array;
  /** Hours of the endurance, at least the MTU. */
  readonly enduranceHours: number;

  constructor(readonly question: PlanQuestion) {
    const { vehicles, worth, mtuHours, enduranceHours } = question;
    const mtus = (this.mtus = worth.length);
    const count = (this.count = vehicles.length);
    this.enduranceHours = Math.max(mtuHours, enduranceHours);
    this.first = new Int32Array(count);
    this.last = new Int32Array(count);
    this.lowWh = new Float64Array(count * (mtus + 1));
    this.highWh = new Float64Array(count);
    this.roomTopWh = new Float64Array(count);
    this.givenWh = new Float64Array(count * (mtus + 1));
    this.hours = new Float64Array(count * mtus);
    this.stays = new Uint8Array(count * mtus);
    this.floorWh = new Float64Array(count * mtus);
    vehicles.forEach((vehicle, index) => this.fill(vehicle, index));
  }

  private fill(vehicle: PlannedVehicle, index: number): void {
    const { at, mtuHours } = this.question;
    const { mtus } = this;
    const high = (this.highWh[index] = Math.max(vehicle.maxEnergyWh, vehicle.minEnergyWh));
    const instant = (mtu: number) => epochMs(at + Math.round(mtu * mtuHours * MS_PER_HOUR));
    const { standbyW = 0 } = vehicle;
    this.roomTopWh[index] = high + standbyW * this.enduranceHours;
    let last = 0;
    for (; last < mtus && vehicle.departureAt > instant(last); last++) {
      const end = epochMs(Math.min(instant(last + 1), vehicle.departureAt));
      const enduranceEnd = epochMs(instant(last) + Math.round(this.enduranceHours * MS_PER_HOUR));
      this.hours[index * mtus + last] = (end - instant(last)) / MS_PER_HOUR;
      const low = Math.max(vehicle.minEnergyWh, recoveryLineWh(vehicle, end));
      this.lowWh[index * (mtus + 1) + last + 1] = Math.min(high, low);
      if (vehicle.departureAt < enduranceEnd) continue;
      this.stays[index * mtus + last] = 1;
      this.floorWh[index * mtus + last] =
        Math.max(vehicle.minEnergyWh, recoveryLineWh(vehicle, enduranceEnd)) + standbyW * this.enduranceHours;
    }
    this.last[index] = last;
    this.first[index] = this.enter(vehicle, index, last);
  }

  /** The most that charging puts into a car's battery in an MTU that starts with `energyWh`, Wh, standby not taken off. */
  mostRiseWh(vehicle: number, mtu: number, energyWh: number): number {
    const car = this.question.vehicles[vehicle] as PlannedVehicle;
    const hours = this.hours[vehicle * this.mtus + mtu] as number;
    if (car.chargeCurve === undefined) return car.maxChargeW * car.chargeEfficiency * hours;
    return energyAlong(fullChargeRate(car), energyWh, hours) - energyWh + (car.standbyW ?? 0) * hours;
  }

  /** Charges at full power until the car is inside its window. @returns the MTU from whose start on it is planned. */
  private enter(vehicle: PlannedVehicle, index: number, last: number): number {
    const base = index * (this.mtus + 1);
    const { standbyW = 0, minEnergyWh, maxEnergyWh, targetEnergyWh } = vehicle;
    const plannable = isReachable(vehicle, this.question.at) && vehicle.energyWh <= maxEnergyWh + ROUNDING_WH;
    const aimWh = Math.min(maxEnergyWh, Math.max(targetEnergyWh, minEnergyWh));
    let energyWh = vehicle.energyWh;
    this.givenWh[base] = energyWh;
    for (let mtu = 0; mtu < last; mtu++) {
      if (plannable && energyWh >= minEnergyWh - ROUNDING_WH) return mtu;
      const lossWh = standbyW * (this.hours[index * this.mtus + mtu] as number);
      const fullWh = energyWh + this.mostRiseWh(index, mtu, energyWh) - lossWh;
      energyWh = Math.min(fullWh, Math.max(energyWh - lossWh, aimWh));
      this.givenWh[base + mtu + 1] = energyWh;
    }
    return last;
  }
}
