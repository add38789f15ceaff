import type { Guarantee, GuaranteeCalculator, SessionView } from '../fleet/index.js';
import { isReachable, mustChargeAt, safelyDischargeableWh, vehicleOf } from '../flexibility/index.js';
import type { EpochMs } from '../kernel/index.js';

/** The fleet's promise, calculated by the flexibility room. */
export const guaranteeOf: GuaranteeCalculator = (session: SessionView, at: EpochMs): Guarantee | null => {
  const vehicle = vehicleOf(session);
  if (vehicle === null) return null;
  return {
    reachable: isReachable(vehicle, at),
    safelyDischargeableWh: Math.floor(safelyDischargeableWh(vehicle, at)),
    mustChargeAt: vehicle.energyWh >= vehicle.targetEnergyWh ? null : mustChargeAt(vehicle, at),
  };
};
