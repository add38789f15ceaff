import type { GuaranteeCalculator } from '../fleet/index.js';
import { isReachable, mustChargeAt } from './recovery.js';
import { safelyDischargeableWh } from './safe-discharge.js';
import { vehicleOf } from './session-vehicle.js';

/** What a driver can be promised for the session, from the state of charge known at `at`. */
export const guaranteeOf: GuaranteeCalculator = (session, at) => {
  const vehicle = vehicleOf(session);
  if (vehicle === null) return null;
  const missing = vehicle.energyWh < vehicle.targetEnergyWh;
  return {
    reachable: isReachable(vehicle, at),
    safelyDischargeableWh: Math.floor(safelyDischargeableWh(vehicle, at)),
    mustChargeAt: missing ? mustChargeAt(vehicle, at) : null,
  };
};
