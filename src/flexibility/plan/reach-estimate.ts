import { mostConstantChargeW, mostConstantDischargeW } from '../constant-power.js';
import { leastPower, UNLIMITED } from '../power-curve.js';
import { drainWh, powerForDrain, type Vehicle } from '../vehicle.js';

/** Energies at which a curved car's constant powers are known; between them they are taken to be straight. */
const STRETCHES = 24;

/** What a car holds for an endurance from an energy on, grid-side W: as `Reach`. Written over and over. */
export interface EstimatedReach {
  highestW: number;
  lowestW: number;
  dischargeLimitW: number;
  chargeLimitW: number;
}

/**
 * The reach of a car with curves, or with an allowance, quickly enough for a search: constant powers from a table, and
 * the recovery line straight from the endurance's start to its end. `taperedReach` has the last word when a plan is measured.
 */
export class ReachEstimate {
  private readonly lowWh: number;
  private readonly stretchWh: number;
  private readonly givesW: Float64Array | null;
  private readonly takesW: Float64Array | null;

  constructor(
    private readonly car: Vehicle,
    private readonly hours: number,
  ) {
    this.lowWh = car.minEnergyWh;
    this.stretchWh = Math.max(1, car.maxEnergyWh - car.minEnergyWh) / STRETCHES;
    const table = (powerW: (at: Vehicle) => number): Float64Array =>
      Float64Array.from({ length: STRETCHES + 1 }, (_, place) =>
        powerW({ ...car, energyWh: this.lowWh + place * this.stretchWh }),
      );
    this.givesW = car.dischargeCurve === undefined ? null : table((at) => mostConstantDischargeW(at, hours));
    this.takesW = car.chargeCurve === undefined ? null : table((at) => mostConstantChargeW(at, hours));
  }

  /** @param floorWh the least energy now that keeps the promise at the endurance's end by standing idle. @param allowanceWh what the owner still lets be discharged. */
  write(energyWh: number, floorWh: number, allowanceWh: number, into: EstimatedReach): void {
    const { car, hours } = this;
    const { standbyW = 0, chargeCurve = UNLIMITED, dischargeCurve = UNLIMITED } = car;
    const standbyWh = standbyW * hours;
    const allowedW = (allowanceWh / hours) * car.dischargeEfficiency;
    const sustainedW = powerForDrain(car, energyWh - floorWh, hours);
    const givesW = this.givesW === null ? car.maxDischargeW : this.read(this.givesW, energyWh);
    const highestW = Math.min(givesW, sustainedW, allowedW);
    const bottomWh = Math.min(energyWh, energyWh - drainWh(car, highestW, hours) - standbyWh);
    const roomWh = Math.max(0, car.maxEnergyWh - energyWh) + standbyWh;
    const roomW = Math.min(car.maxChargeW, roomWh / hours / car.chargeEfficiency);
    const takesW = this.takesW === null ? roomW : Math.min(roomW, this.read(this.takesW, energyWh));
    const topWh = Math.max(energyWh, energyWh + takesW * car.chargeEfficiency * hours - standbyWh);
    into.dischargeLimitW = Math.min(car.maxDischargeW, leastPower(dischargeCurve, bottomWh, topWh), allowedW);
    into.chargeLimitW = Math.min(car.maxChargeW, leastPower(chargeCurve, bottomWh, topWh));
    into.highestW = Math.min(highestW, into.dischargeLimitW);
    into.lowestW = -Math.min(takesW, into.chargeLimitW);
  }

  private read(table: Float64Array, energyWh: number): number {
    const place = Math.min(STRETCHES, Math.max(0, (energyWh - this.lowWh) / this.stretchWh));
    const below = Math.min(STRETCHES - 1, Math.floor(place));
    const low = table[below] as number;
    return low + (place - below) * ((table[below + 1] as number) - low);
  }
}
