import type { PlannedVehicle } from '../../src/flexibility/index.js';
import type { OracleCar } from './oracle/index.js';

/** A planned car as the oracle knows it, with the energy that it has at the start of an MTU. */
export function oracleCar(car: PlannedVehicle, energyWh: number, mtuStart: number): OracleCar {
  return {
    id: car.id,
    energyWh,
    minimumWh: car.minEnergyWh,
    maximumWh: car.maxEnergyWh,
    targetWh: car.targetEnergyWh,
    departsAtS: (car.departureAt - mtuStart) / 1000,
    chargeW: car.maxChargeW,
    dischargeW: car.maxDischargeW,
    chargeEfficiency: car.chargeEfficiency,
    dischargeEfficiency: car.dischargeEfficiency,
    ...(car.standbyW !== undefined && { standbyW: car.standbyW }),
    ...(car.chargeCurve && { chargeCurve: car.chargeCurve.map(({ energyWh: at, powerW }) => [at, powerW] as const) }),
    ...(car.dischargeCurve && {
      dischargeCurve: car.dischargeCurve.map(({ energyWh: at, powerW }) => [at, powerW] as const),
    }),
  };
}
