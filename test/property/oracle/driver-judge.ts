import { chargeLimitW, dischargeLimitW, energyAfterWh, recoveryLine, type OracleCar } from './battery.js';

/** Losses are counted up to a whole millijoule a second, and the last watt-second of a charge is asked for in full. */
const ROUNDING_WH = 0.01 / 3600;
const overshootWh = (seconds: number): number => (1 + seconds / 1000) / 3600;

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
  private stayed = 0;
  private drawnWh = 0;

  constructor(
    readonly car: OracleCar,
    arrivesAtS: number,
  ) {
    this.energyWh = car.energyWh;
    this.lineAt = recoveryLine(car);
    this.reachable = car.energyWh >= this.lineAt(arrivesAtS);
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
    if (powerW > dischargeLimitW(car, before)) return this.words(second, `gives ${powerW} W`);
    if (-powerW > chargeLimitW(car, before)) return this.words(second, `takes ${-powerW} W`);
    if (powerW > 0 && this.energyWh < this.lowestWh - ROUNDING_WH)
      return this.words(second, `is drawn to ${this.energyWh} Wh of at least ${this.lowestWh} Wh`);
    if (this.energyWh > this.highestWh + overshootWh(this.stayed))
      return this.words(second, `is filled to ${this.energyWh} Wh of at most ${this.highestWh} Wh`);
    const lineWh = this.lineAt(second + 1);
    if (this.reachable && this.energyWh < lineWh - ROUNDING_WH)
      return this.words(second, `has ${this.energyWh} Wh, and ${lineWh} Wh are the least that reach the target`);
    return null;
  }

  /** The departure as stated: null, or how much is missing, in words. */
  departure(second: number): string | null {
    const missingWh = this.car.targetWh - this.energyWh;
    return this.reachable && missingWh > ROUNDING_WH ? this.words(second, `leaves ${missingWh} Wh short`) : null;
  }

  private words(second: number, what: string): string {
    return `second ${second}: ${this.car.id} ${what}`;
  }
}
