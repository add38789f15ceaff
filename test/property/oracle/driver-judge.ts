import { chargeLimitW, dischargeLimitW, energyAfterWh, recoveryLine, type OracleCar } from './battery.js';

/** Energies are rounded to a millijoule on the way in, and binary fractions add up. */
const ROUNDING_WH = 0.01 / 3600;
/** Between two points of a curve binary fractions are a hair off. */
const ROUNDING_W = 1e-6;
/** The last watt-second of a charge is asked for in full: a full battery's own electronics stop there. */
const WATT_SECOND_WH = 1 / 3600;
/** A controller counts what is given up to a whole millijoule a second: so much more may be in the battery than it knows. */
export const unknownWh = (seconds: number): number => (1 + seconds / 1000) / 3600;

/**
 * Where power depends on energy, whole watts and whole seconds charge a little less than the curve: a car so near to its
 * line that this decides is promised nothing.
 */
const doubtWh = (car: OracleCar, fromS: number): number =>
  car.chargeCurve === undefined ? 0 : car.maximumWh / 100 + (5 * (car.departsAtS - fromS)) / 3600;

/**
 * What one driver was promised, against every set-point of the stay: whole watts inside the limits, never under the
 * minimum, never over the maximum, never under the line from which the target is still reached. A car that arrives
 * outside its window is only held to not going further out; one that arrives under its line was never reachable.
 */
export class DriverJudge {
  energyWh: number;
  readonly reachable: boolean;
  private readonly lineAt: (second: number) => number;
  private readonly lowestWh: number;
  private readonly highestWh: number;
  private drawnWh = 0;
  private stayed = 0;

  constructor(
    readonly car: OracleCar,
    arrivesAtS: number,
    /** So much above the line a car must be for its promise to count. */
    extraWh = 0,
  ) {
    this.energyWh = car.energyWh;
    this.lineAt = recoveryLine(car);
    this.reachable = car.energyWh >= this.lineAt(arrivesAtS) + doubtWh(car, arrivesAtS) + extraWh;
    this.lowestWh = Math.min(car.minimumWh, car.energyWh);
    this.highestWh = Math.max(car.maximumWh, car.energyWh);
  }

  /** One second at `powerW`, up to but not including `second + 1`; the broken rule in words, or null. */
  second(second: number, powerW: number): string | null {
    const { car } = this;
    const before = this.energyWh;
    this.energyWh = energyAfterWh(car, before, powerW, 1);
    this.stayed += 1;
    if (powerW > 0) this.drawnWh += powerW / car.dischargeEfficiency / 3600;
    if (this.drawnWh > (car.dischargeAllowanceWh ?? Infinity) + ROUNDING_WH)
      return this.words(second, `has ${this.drawnWh} Wh drawn, more than its owner lets`);
    if (!Number.isInteger(powerW)) return this.words(second, `is asked for ${powerW} W, no whole watt`);
    const limits = this.limitsW(before);
    if (powerW > limits.dischargeW + ROUNDING_W)
      return this.words(second, `gives ${powerW} W of ${limits.dischargeW} W`);
    if (-powerW > limits.chargeW + ROUNDING_W) return this.words(second, `takes ${-powerW} W of ${limits.chargeW} W`);
    if (powerW > 0 && this.energyWh < this.lowestWh - ROUNDING_WH)
      return this.words(second, `is drawn to ${this.energyWh} Wh of at least ${this.lowestWh} Wh`);
    const overWh = this.energyWh - this.highestWh;
    if (overWh > 0) this.energyWh = this.highestWh;
    if (overWh > WATT_SECOND_WH + unknownWh(this.stayed))
      return this.words(second, `is filled ${overWh} Wh beyond its maximum`);
    const lineWh = this.lineAt(second + 1);
    if (this.reachable && this.energyWh < lineWh - ROUNDING_WH)
      return this.words(second, `has ${this.energyWh} Wh, and ${lineWh} Wh are the least that reach the target`);
    return null;
  }

  /**
   * Whether whole watts and whole seconds decide when the line of a car whose power depends on its energy is met, should
   * it hold `powerW` for an hour from `fromS` on.
   */
  isOnEdge(fromS: number, powerW: number): boolean {
    const { car } = this;
    if (car.chargeCurve === undefined) return false;
    for (let seconds = 0; seconds <= 3600; seconds += 60) {
      const lineWh = this.lineAt(fromS + seconds) + doubtWh(car, fromS);
      if (energyAfterWh(car, this.energyWh, powerW, seconds) < lineWh) return true;
    }
    return false;
  }

  /** The departure as stated: null, or how much is missing, in words. */
  departure(second: number): string | null {
    const missingWh = this.car.targetWh - this.energyWh;
    return this.reachable && missingWh > ROUNDING_WH ? this.words(second, `leaves ${missingWh} Wh short`) : null;
  }

  /** What standby takes in a second is gone at its start or at its end: the limits of either energy will do. */
  private limitsW(energyWh: number): { readonly chargeW: number; readonly dischargeW: number } {
    const { car } = this;
    if (car.chargeCurve === undefined && car.dischargeCurve === undefined) return car;
    const lower = energyWh - (car.standbyW ?? 0) / 3600 - unknownWh(this.stayed);
    return {
      chargeW: Math.max(chargeLimitW(car, energyWh), chargeLimitW(car, lower)),
      dischargeW: Math.max(dischargeLimitW(car, energyWh), dischargeLimitW(car, lower)),
    };
  }

  private words(second: number, what: string): string {
    return `second ${second}: ${this.car.id} ${what}`;
  }
}
