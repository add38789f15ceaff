import { epochMs, MJ_PER_WH, parseInstant } from '../../src/kernel/index.js';
import type { SimulatedVehicle } from '../../src/simulation/simulated-vehicle.js';

const PLUGGED_IN_AT = parseInstant('2026-01-12T15:00:00Z');

/** A car of 50 kWh, half full, ten hours at an 11 kW charger with 40 kWh as its target; `over` says what is different. */
export function aSimulatedVehicle(over: Partial<SimulatedVehicle> = {}): SimulatedVehicle {
  const unpluggedAt = epochMs(PLUGGED_IN_AT + 10 * 3_600_000);
  return {
    sessionId: 'S1',
    chargerId: 'C1',
    batteryWh: 50_000,
    arrivalMj: 25_000 * MJ_PER_WH,
    targetMj: 40_000 * MJ_PER_WH,
    minMj: 10_000 * MJ_PER_WH,
    pluggedInAt: PLUGGED_IN_AT,
    unpluggedAt,
    statedDepartureAt: unpluggedAt,
    maxChargeW: 11_000,
    maxDischargeW: 11_000,
    energyMj: 25_000 * MJ_PER_WH,
    chargedMj: 0,
    dischargedMj: 0,
    ...over,
  };
}
