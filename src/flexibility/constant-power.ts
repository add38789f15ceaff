import { lastThatHolds } from './bisection.js';
import { leastPower } from './power-curve.js';
import { energyAfterWh, type Vehicle } from './vehicle.js';

/**
 * The most that the car can take, and the most that it can give, at constant power for `hours` from its energy on: its
 * limits at any energy on the way, its window above, its allowance for discharge. Grid-side W ≥ 0, fractional. What the
 * promise leaves of it is another question.
 */
export const mostConstantChargeW = (vehicle: Vehicle, hours: number): number => {
  const { energyWh, maxEnergyWh, maxChargeW, chargeEfficiency, chargeCurve, standbyW = 0 } = vehicle;
  const roomWh = Math.max(0, maxEnergyWh - energyWh) + standbyW * hours;
  const mostW = Math.min(maxChargeW, roomWh / hours / chargeEfficiency);
  if (chargeCurve === undefined) return mostW;
  return lastThatHolds(mostW, (powerW) => powerW <= leastOnTheWay(vehicle, chargeCurve, -powerW, hours));
};

export const mostConstantDischargeW = (vehicle: Vehicle, hours: number): number => {
  const { maxDischargeW, dischargeCurve, dischargeEfficiency, dischargeAllowanceWh } = vehicle;
  const mostW =
    dischargeAllowanceWh === undefined
      ? maxDischargeW
      : Math.min(maxDischargeW, (dischargeAllowanceWh / hours) * dischargeEfficiency);
  if (dischargeCurve === undefined) return mostW;
  return lastThatHolds(mostW, (powerW) => powerW <= leastOnTheWay(vehicle, dischargeCurve, powerW, hours));
};

function leastOnTheWay(
  vehicle: Vehicle,
  curve: NonNullable<Vehicle['chargeCurve']>,
  powerW: number,
  hours: number,
): number {
  const afterWh = energyAfterWh(vehicle, powerW, hours);
  return leastPower(curve, Math.min(vehicle.energyWh, afterWh), Math.max(vehicle.energyWh, afterWh));
}
