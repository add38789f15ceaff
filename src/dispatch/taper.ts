import {
  cappedCurve,
  energyAlong,
  powerAt,
  rateOf,
  UNLIMITED,
  type PowerCurve,
  type RateCurve,
  type Vehicle,
} from '../flexibility/index.js';
import { MJ_PER_WH } from '../kernel/index.js';

/** What of a car depends on its energy. Curves are points battery-side Wh → grid-side W. */
export type EnergyDependence = Pick<Vehicle, 'chargeCurve' | 'dischargeCurve'>;

interface Limits {
  readonly chargeLimitW: number;
  readonly dischargeLimitW: number;
  readonly chargePermille: number;
  readonly standbyW: number;
}

const HOUR_S = 3600;
const MINUTE_S = 60;

/**
 * Limits and recovery line of a car whose power depends on its energy, second by second: whole watts, millijoules. A
 * second's charging is a whole number of watts, up to one less than the curve; so the line is that of a car that takes a
 * watt less, and the target is reached to the last millijoule all the same.
 */
export class Taper {
  private readonly rate: RateCurve;
  private minute = -1;
  private minuteLineMj = 0;
  private minuteTargetMj = 0;

  constructor(
    private readonly curves: EnergyDependence,
    private readonly limits: Limits,
  ) {
    const { chargeLimitW, chargePermille, standbyW } = limits;
    const curve = cappedCurve(curves.chargeCurve ?? UNLIMITED, chargeLimitW);
    const efficiency = chargePermille / 1000;
    // A second's limit is that of its start: on the way up a rising curve it lags by what a second charges.
    const lagW = steepestRise(curve) * ((chargeLimitW * efficiency) / HOUR_S);
    this.rate = rateOf(curve, (powerW) => efficiency * (powerW - 1 - lagW) - standbyW);
  }

  chargeLimitW(energyMj: number): number {
    const { chargeCurve } = this.curves;
    const { chargeLimitW } = this.limits;
    if (chargeCurve === undefined) return chargeLimitW;
    return Math.floor(Math.min(chargeLimitW, powerAt(chargeCurve, energyMj / MJ_PER_WH)));
  }

  dischargeLimitW(energyMj: number): number {
    const { dischargeCurve } = this.curves;
    const { dischargeLimitW } = this.limits;
    if (dischargeCurve === undefined) return dischargeLimitW;
    return Math.floor(Math.min(dischargeLimitW, powerAt(dischargeCurve, energyMj / MJ_PER_WH)));
  }

  /**
   * The recovery line `secondsLeft` before the departure, mJ; for a car with `energyMj` well above it, any lower bound of
   * that energy that is not below the line: the line only rises, so the one at the minute's end serves a whole minute.
   */
  lineMj(secondsLeft: number, targetMj: number, energyMj: number): number {
    if (secondsLeft <= 0) return targetMj;
    const minute = Math.ceil(secondsLeft / MINUTE_S) - 1;
    if (minute !== this.minute || targetMj !== this.minuteTargetMj) {
      this.minute = minute;
      this.minuteTargetMj = targetMj;
      this.minuteLineMj = Math.max(
        this.exactLineMj(minute * MINUTE_S, targetMj),
        this.exactLineMj(secondsLeft, targetMj),
      );
    }
    const mostFallMj = ((this.limits.dischargeLimitW * 2 + this.limits.standbyW) * MJ_PER_WH) / HOUR_S;
    return energyMj - mostFallMj >= this.minuteLineMj ? this.minuteLineMj : this.exactLineMj(secondsLeft, targetMj);
  }

  private exactLineMj(secondsLeft: number, targetMj: number): number {
    return energyAlong(this.rate, targetMj / MJ_PER_WH, -secondsLeft / HOUR_S) * MJ_PER_WH;
  }
}

/** W per Wh, ≥ 0. */
const steepestRise = (curve: PowerCurve): number =>
  curve.reduce((steepest, { energyWh, powerW }, index) => {
    const before = curve[index - 1];
    return before === undefined ? 0 : Math.max(steepest, (powerW - before.powerW) / (energyWh - before.energyWh));
  }, 0);
