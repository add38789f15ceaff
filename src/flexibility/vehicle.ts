import { MS_PER_HOUR, type EpochMs } from '../kernel/index.js';
import { powerAt, type PowerCurve } from './power-curve.js';

/**
 * One plugged-in car at an instant that its user knows. Energies are battery-side Wh, powers grid-side W, both ≥ 0 and
 * possibly fractional; efficiencies are one-way, in (0, 1].
 */
export interface Vehicle {
  readonly energyWh: number;
  /** The driver's window (and the battery management's): holds at every instant, not only at the departure. */
  readonly minEnergyWh: number;
  readonly maxEnergyWh: number;
  /** Promised for the departure. */
  readonly targetEnergyWh: number;
  readonly departureAt: EpochMs;
  readonly maxChargeW: number;
  /** 0: this car never discharges. */
  readonly maxDischargeW: number;
  readonly chargeEfficiency: number;
  readonly dischargeEfficiency: number;
  /** Limits that depend on the state of charge, below `maxChargeW` and `maxDischargeW`; absent: those hold at any energy. */
  readonly chargeCurve?: PowerCurve;
  readonly dischargeCurve?: PowerCurve;
  /** What the battery loses while plugged in, whatever the grid power, W battery-side; absent: nothing. */
  readonly standbyW?: number;
  /** Battery-side Wh that the owner's limits on cycles and throughput still let be discharged; absent: no such limit. */
  readonly dischargeAllowanceWh?: number;
}

/** What binary fractions of a watt-hour may lose on the way; no gauge sees it. */
export const ROUNDING_WH = 1e-6;

export const hoursBetween = (from: EpochMs, to: EpochMs): number => (to - from) / MS_PER_HOUR;

/** The most that the car takes with `energyWh` in its battery, grid-side W. */
export const maxChargeWAt = ({ maxChargeW, chargeCurve }: Vehicle, energyWh: number): number =>
  chargeCurve === undefined ? maxChargeW : Math.min(maxChargeW, powerAt(chargeCurve, energyWh));

/** The most that the car gives with `energyWh` in its battery, grid-side W. */
export const maxDischargeWAt = ({ maxDischargeW, dischargeCurve }: Vehicle, energyWh: number): number =>
  dischargeCurve === undefined ? maxDischargeW : Math.min(maxDischargeW, powerAt(dischargeCurve, energyWh));

/** Battery energy lost in `hours` at grid power `powerW` (injection positive); negative while charging. */
export function drainWh(vehicle: Vehicle, powerW: number, hours: number): number {
  return powerW >= 0 ? (powerW / vehicle.dischargeEfficiency) * hours : powerW * vehicle.chargeEfficiency * hours;
}

/** Energy in the battery after `hours` at the constant grid power `powerW`, which its limits are taken to allow; standby losses counted. */
export const energyAfterWh = (vehicle: Vehicle, powerW: number, hours: number): number =>
  vehicle.energyWh - drainWh(vehicle, powerW, hours) - (vehicle.standbyW ?? 0) * hours;

/** The grid power that takes `energyWh` out of the battery in `hours`; the inverse of `drainWh`. */
export function powerForDrain(vehicle: Vehicle, energyWh: number, hours: number): number {
  return energyWh >= 0 ? (energyWh / hours) * vehicle.dischargeEfficiency : energyWh / hours / vehicle.chargeEfficiency;
}

export function isInsideWindow(vehicle: Vehicle): boolean {
  return vehicle.energyWh >= vehicle.minEnergyWh - ROUNDING_WH && vehicle.energyWh <= vehicle.maxEnergyWh + ROUNDING_WH;
}
