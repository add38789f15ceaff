import { describe, expect, it } from '@jest/globals';
import { epochMs, MJ_PER_WH } from '../kernel/index.js';
import { obey, wasReachable, type SimulatedVehicle } from './simulated-vehicle.js';

const aVehicle = (change: Partial<SimulatedVehicle> = {}): SimulatedVehicle => ({
  sessionId: 'S1',
  chargerId: 'C1',
  batteryWh: 60_000,
  arrivalMj: 0,
  targetMj: 10_450_000 * 10,
  minMj: 0,
  pluggedInAt: epochMs(0),
  unpluggedAt: epochMs(10_000),
  statedDepartureAt: epochMs(10_000),
  maxChargeW: 11_000,
  maxDischargeW: 11_000,
  energyMj: 30_000 * MJ_PER_WH,
  chargedMj: 0,
  dischargedMj: 0,
  ...change,
});

describe('a simulated car', () => {
  it('loses a twentieth each way', () => {
    const vehicle = aVehicle();
    obey(vehicle, -10_000);
    // 10 kW · 1 s · 0.95
    expect([vehicle.energyMj - 30_000 * MJ_PER_WH, vehicle.chargedMj]).toEqual([9_500_000, 9_500_000]);
    obey(vehicle, 9_500);
    // 9.5 kW · 1 s / 0.95
    expect([vehicle.energyMj - 30_000 * MJ_PER_WH, vehicle.dischargedMj]).toEqual([-500_000, 10_000_000]);
    obey(vehicle, 0);
    expect([vehicle.chargedMj, vehicle.dischargedMj]).toEqual([9_500_000, 10_000_000]);
  });
  it('stops at full by itself', () => {
    const full = 60_000 * MJ_PER_WH;
    const vehicle = aVehicle({ energyMj: full - 100 });
    obey(vehicle, -1);
    expect([vehicle.energyMj, vehicle.chargedMj]).toEqual([full, 100]);
  });
  it('can be promised what full power reaches, and not a millijoule more', () => {
    // 11 kW · 0.95 = 10 450 J in each of ten seconds.
    expect(wasReachable(aVehicle())).toBe(true);
    expect(wasReachable(aVehicle({ targetMj: 10_450_000 * 10 + 1 }))).toBe(false);
    expect(wasReachable(aVehicle({ unpluggedAt: epochMs(9_999) }))).toBe(false);
  });
});
