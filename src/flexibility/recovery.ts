import { epochMs, MS_PER_HOUR, type EpochMs } from '../kernel/index.js';
import { lastThatHolds } from './bisection.js';
import { cappedCurve, UNLIMITED } from './power-curve.js';
import { energyAlong, hoursTo, rateOf, type RateCurve } from './trajectory.js';
import { hoursBetween, ROUNDING_WH, type Vehicle } from './vehicle.js';

/** What charging at `maxChargeW` puts into the battery in an hour, standby losses taken off, Wh; negative where they win. */
const fullChargeW = ({ chargeEfficiency, maxChargeW, standbyW = 0 }: Vehicle): number =>
  chargeEfficiency * maxChargeW - standbyW;

/** How fast energy grows while the car charges as fast as it takes. */
export function fullChargeRate(vehicle: Vehicle): RateCurve {
  const { chargeCurve = UNLIMITED, chargeEfficiency, maxChargeW, standbyW = 0 } = vehicle;
  return rateOf(cappedCurve(chargeCurve, maxChargeW), (powerW) => chargeEfficiency * powerW - standbyW);
}

/**
 * The least energy at `at` from which charging at full power still reaches the target; the target itself from the
 * departure on. Straight in time without a charge curve; with one it is that charging path itself, followed backwards.
 */
export function recoveryLineWh(vehicle: Vehicle, at: EpochMs): number {
  return recoveryBeforeWh(vehicle, Math.max(0, hoursBetween(at, vehicle.departureAt)));
}

/** The recovery line `hours` ≥ 0 before the departure. */
export function recoveryBeforeWh(vehicle: Vehicle, hours: number): number {
  if (vehicle.chargeCurve === undefined) return vehicle.targetEnergyWh - fullChargeW(vehicle) * hours;
  return energyAlong(fullChargeRate(vehicle), vehicle.targetEnergyWh, -hours);
}

/** False below the recovery line: charging at full power from `at` on misses the target. */
export function isReachable(vehicle: Vehicle, at: EpochMs): boolean {
  return vehicle.energyWh >= recoveryLineWh(vehicle, at) - ROUNDING_WH;
}

/**
 * The last instant at which an idle car can start charging at full power and reach its target: the departure where it
 * keeps the target even so, an instant before `at` where it is too late. A car that never gets there is late at `at`.
 */
export function mustChargeAt(vehicle: Vehicle, at: EpochMs): EpochMs {
  const { energyWh, targetEnergyWh, departureAt, standbyW = 0 } = vehicle;
  const hoursLeft = Math.max(0, hoursBetween(at, departureAt));
  if (energyWh - standbyW * hoursLeft >= targetEnergyWh) return departureAt;
  const missingHours = hoursToCharge(vehicle);
  if (missingHours === Infinity) return at;
  // Before its start the idle car only loses what standby takes; a car without standby losses starts where it is.
  const idleHours =
    standbyW === 0 || missingHours > hoursLeft
      ? hoursLeft - missingHours
      : lastThatHolds(
          hoursLeft,
          (hours) => energyWh - standbyW * hours >= recoveryBeforeWh(vehicle, hoursLeft - hours),
        );
  return epochMs(Math.round(at + idleHours * MS_PER_HOUR));
}

/** Hours at full power from the car's energy to its target; infinite where that never gets there. */
function hoursToCharge(vehicle: Vehicle): number {
  const missingWh = Math.max(0, vehicle.targetEnergyWh - vehicle.energyWh);
  if (missingWh === 0) return 0;
  if (vehicle.chargeCurve !== undefined)
    return hoursTo(fullChargeRate(vehicle), vehicle.energyWh, vehicle.targetEnergyWh);
  const rateW = fullChargeW(vehicle);
  return rateW > 0 ? missingWh / rateW : Infinity;
}
