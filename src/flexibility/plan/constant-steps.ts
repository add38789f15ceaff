import { lastThatHolds } from '../bisection.js';
import { mostConstantChargeW, mostConstantDischargeW } from '../constant-power.js';
import { leastPower, type PowerCurve } from '../power-curve.js';
import { powerForDrain, type Vehicle } from '../vehicle.js';

/**
 * What a car can do in one MTU at constant power, which is all that a baseline says. Where its limits depend on its
 * energy, they hold at every energy on the way. Energies battery-side Wh; `hours` that it is there.
 */

/** A step that exceeds a limit by this little is taken to be on it, W. */
const ROUNDING_W = 1e-4;

export const isCurved = ({ chargeCurve, dischargeCurve }: Vehicle): boolean =>
  chargeCurve !== undefined || dischargeCurve !== undefined;

/** The most that charging adds from `energyWh` on, Wh, standby not taken off. */
export function mostRiseWh(car: Vehicle, energyWh: number, hours: number): number {
  if (car.chargeCurve === undefined) return car.maxChargeW * car.chargeEfficiency * hours;
  return mostConstantChargeW({ ...car, energyWh }, hours) * car.chargeEfficiency * hours;
}

/** The most that discharging takes out from `energyWh` on, Wh, standby not counted; the allowance is another question. */
export function mostFallWh(car: Vehicle, energyWh: number, hours: number): number {
  if (car.dischargeCurve === undefined) return (car.maxDischargeW / car.dischargeEfficiency) * hours;
  return (mostConstantDischargeW({ ...car, energyWh }, hours) / car.dischargeEfficiency) * hours;
}

/** Whether the car's curves allow the constant power that takes it from one energy to the other. */
export function stepHolds(car: Vehicle, fromWh: number, toWh: number, hours: number): boolean {
  const drainedWh = fromWh - toWh - (car.standbyW ?? 0) * hours;
  const curve = drainedWh >= 0 ? car.dischargeCurve : car.chargeCurve;
  if (curve === undefined) return true;
  return Math.abs(powerForDrain(car, drainedWh, hours)) <= leastBetween(curve, fromWh, toWh) + ROUNDING_W;
}

/**
 * The least energy from which constant charging reaches `nextWh`. A battery that tapers is charged less in an MTU of
 * constant watts than by following its curve: this line lies above the recovery line, and meets it at the departure.
 */
export function leastStartWh(car: Vehicle, nextWh: number, hours: number): number {
  const { chargeCurve, chargeEfficiency, maxChargeW, standbyW = 0 } = car;
  const startWh = (powerW: number): number => nextWh - (chargeEfficiency * powerW - standbyW) * hours;
  if (chargeCurve === undefined) return startWh(maxChargeW);
  return startWh(lastThatHolds(maxChargeW, (powerW) => powerW <= leastBetween(chargeCurve, startWh(powerW), nextWh)));
}

const leastBetween = (curve: PowerCurve, oneWh: number, otherWh: number): number =>
  leastPower(curve, Math.min(oneWh, otherWh), Math.max(oneWh, otherWh));
