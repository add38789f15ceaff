import { epochMs, MS_PER_HOUR } from '../../kernel/index.js';
import type { PowerCurve } from '../power-curve.js';
import { fullChargeRate, isReachable, recoveryLineWh } from '../recovery.js';
import { energyAlong } from '../trajectory.js';
import { ROUNDING_WH } from '../vehicle.js';
import { isCurved, leastStartWh, stepHolds } from './constant-steps.js';
import { ReachEstimate } from './reach-estimate.js';
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
  /** Least and most energy at a boundary, Wh: window, recovery line, and what constant watts need to come back to them. */
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
  /** The most that a car takes and gives at any energy, W grid-side. */
  readonly peakChargeW: Float64Array;
  readonly peakDischargeW: Float64Array;
  /** What its owner lets be discharged, Wh; infinite without such a limit. */
  readonly allowanceWh: Float64Array;
  /** Where power depends on the energy, or on what has been discharged before; null: constant limits. */
  readonly reach: readonly (ReachEstimate | null)[];

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
    this.peakChargeW = Float64Array.from(vehicles, ({ maxChargeW, chargeCurve }) => peakOf(maxChargeW, chargeCurve));
    this.peakDischargeW = Float64Array.from(vehicles, ({ maxDischargeW, dischargeCurve }) =>
      peakOf(maxDischargeW, dischargeCurve),
    );
    this.allowanceWh = Float64Array.from(vehicles, ({ dischargeAllowanceWh = Infinity }) => dischargeAllowanceWh);
    this.reach = vehicles.map((vehicle) =>
      isCurved(vehicle) || vehicle.dischargeAllowanceWh !== undefined
        ? new ReachEstimate(vehicle, this.enduranceHours)
        : null,
    );
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
    if (vehicle.chargeCurve !== undefined) this.raiseToConstantSteps(vehicle, index, last);
    this.first[index] = this.enter(vehicle, index, last);
  }

  /** What a step takes of the owner's allowance for discharge, Wh. */
  dischargedWh(vehicle: number, mtu: number, fromWh: number, toWh: number): number {
    const { standbyW = 0 } = this.question.vehicles[vehicle] as PlannedVehicle;
    return Math.max(0, fromWh - toWh - standbyW * (this.hours[vehicle * this.mtus + mtu] as number));
  }

  /** Whether a car's curves allow the constant power of a step. */
  holds(vehicle: number, mtu: number, fromWh: number, toWh: number): boolean {
    const car = this.question.vehicles[vehicle] as PlannedVehicle;
    return stepHolds(car, fromWh, toWh, this.hours[vehicle * this.mtus + mtu] as number);
  }

  /** A battery that tapers takes less at constant watts than by its curve: it has to start each MTU with more. */
  private raiseToConstantSteps(vehicle: PlannedVehicle, index: number, last: number): void {
    const base = index * (this.mtus + 1);
    const high = this.highWh[index] as number;
    this.lowWh[base] = vehicle.minEnergyWh;
    for (let mtu = last - 1; mtu >= 0; mtu--) {
      const hours = this.hours[index * this.mtus + mtu] as number;
      const startWh = leastStartWh(vehicle, this.lowWh[base + mtu + 1] as number, hours);
      this.lowWh[base + mtu] = Math.min(high, Math.max(this.lowWh[base + mtu] as number, startWh));
    }
  }

  /**
   * Charges as fast as the battery takes it until the car is inside its window and constant watts keep its promise.
   * @returns the MTU from whose start on it is planned.
   */
  private enter(vehicle: PlannedVehicle, index: number, last: number): number {
    const base = index * (this.mtus + 1);
    const { standbyW = 0, minEnergyWh, maxEnergyWh, targetEnergyWh } = vehicle;
    const plannable = isReachable(vehicle, this.question.at) && vehicle.energyWh <= maxEnergyWh + ROUNDING_WH;
    const aimWh = Math.min(maxEnergyWh, Math.max(targetEnergyWh, minEnergyWh));
    let energyWh = vehicle.energyWh;
    this.givenWh[base] = energyWh;
    for (let mtu = 0; mtu < last; mtu++) {
      const leastWh = vehicle.chargeCurve === undefined ? minEnergyWh : (this.lowWh[base + mtu] as number);
      if (plannable && energyWh >= leastWh - ROUNDING_WH) return mtu;
      const hours = this.hours[index * this.mtus + mtu] as number;
      const lossWh = standbyW * hours;
      const fullWh = energyAlong(fullChargeRate(vehicle), energyWh, hours);
      energyWh = Math.min(fullWh, Math.max(energyWh - lossWh, aimWh));
      this.givenWh[base + mtu + 1] = energyWh;
    }
    return last;
  }
}

const peakOf = (limitW: number, curve: PowerCurve | undefined): number =>
  curve === undefined ? limitW : curve.reduce((peakW, { powerW }) => Math.max(peakW, Math.min(limitW, powerW)), 0);
