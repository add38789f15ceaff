import { Pool, type PooledVehicle } from '../../src/dispatch/index.js';
import { epochMs, MJ_PER_WH, MS_PER_HOUR } from '../../src/kernel/index.js';
import { NOON } from './vehicle-arbitrary.js';

/** At noon: half of 60 kWh behind 11 kW both ways, 80 % by midnight; what a test cares about, it says. */
export const aPooledVehicle = (change: Partial<PooledVehicle> = {}): PooledVehicle => ({
  sessionId: 'S1',
  energyMj: 30_000 * MJ_PER_WH,
  minMj: 12_000 * MJ_PER_WH,
  maxMj: 60_000 * MJ_PER_WH,
  targetMj: 48_000 * MJ_PER_WH,
  departureAt: epochMs(NOON + 12 * MS_PER_HOUR),
  chargeLimitW: 11_000,
  dischargeLimitW: 11_000,
  chargeEfficiencyPermille: 950,
  dischargeEfficiencyPermille: 950,
  reserve: true,
  ...change,
});

/** `S1`, `S2`, … */
export function poolOf(vehicles: readonly Partial<PooledVehicle>[]): Pool {
  const pool = new Pool();
  vehicles.forEach((vehicle, index) => pool.add(aPooledVehicle({ sessionId: `S${index + 1}`, ...vehicle })));
  return pool;
}

/** `count` alike cars that are half full. */
export const alike = (count: number): Partial<PooledVehicle>[] => Array.from({ length: count }, () => ({}));
