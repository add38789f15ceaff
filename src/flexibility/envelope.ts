import { epochMs, type EpochMs } from '../kernel/index.js';
import { fullChargeRate, recoveryLineWh } from './recovery.js';
import { fullDischargeRate } from './safe-discharge.js';
import { energyAlong } from './trajectory.js';
import { hoursBetween, type Vehicle } from './vehicle.js';

/** The least and the most energy that a car can have at an instant without breaking its promise, Wh battery-side. */
export interface EnergyBand {
  readonly lowerWh: number;
  readonly upperWh: number;
}

/**
 * Where a car's energy may lie at `then`, between `at` (when it has `energyWh`) and its departure: up by charging at
 * full power as far as the window goes; down by discharging at full power as far as its minimum, its recovery line and
 * its allowance let it. Where the promise is out of reach both are the path of charging at full power: there is nothing
 * to choose. No path outside the band keeps the promise. Any path of power within the limits that keeps to it does,
 * except to an allowance: the band says how low the car can get with what is left of it, and energy that was given and
 * charged again has used it up as well.
 */
export function energyBandWh(vehicle: Vehicle, at: EpochMs, then: EpochMs): EnergyBand {
  const hours = hoursBetween(at, then);
  const chargedWh = energyAlong(fullChargeRate(vehicle), vehicle.energyWh, hours);
  const upperWh = Math.min(chargedWh, Math.max(vehicle.maxEnergyWh, vehicle.energyWh));
  const { dischargeAllowanceWh = Infinity, standbyW = 0 } = vehicle;
  const dischargedWh = Math.max(
    energyAlong(fullDischargeRate(vehicle), vehicle.energyWh, hours),
    vehicle.energyWh - dischargeAllowanceWh - standbyW * hours,
  );
  const lowerWh = Math.max(dischargedWh, vehicle.minEnergyWh, recoveryLineWh(vehicle, then));
  return { lowerWh: Math.min(lowerWh, upperWh), upperWh };
}

/** The band at one instant. */
export interface EnergyBandAt extends EnergyBand {
  readonly at: EpochMs;
}

/** The car's envelope: its band at every whole `stepMs` from `at` to its departure, both ends included, `steps` at most. */
export function energyEnvelope(vehicle: Vehicle, at: EpochMs, stepMs: number, steps: number): EnergyBandAt[] {
  const bands: EnergyBandAt[] = [];
  for (let step = 0; step <= steps; step++) {
    const then = epochMs(Math.min(at + step * stepMs, Math.max(at, vehicle.departureAt)));
    bands.push({ at: then, ...energyBandWh(vehicle, at, then) });
    if (then >= vehicle.departureAt) break;
  }
  return bands;
}
