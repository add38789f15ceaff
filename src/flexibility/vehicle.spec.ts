import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { NOON, vehicleArbitrary } from '../../test/support/vehicle-arbitrary.js';
import { epochMs, MS_PER_HOUR } from '../kernel/index.js';
import {
  drainWh,
  energyAfterWh,
  isInsideWindow,
  maxChargeWAt,
  maxDischargeWAt,
  powerForDrain,
  type Vehicle,
} from './vehicle.js';

const hours = (count: number): number => count * MS_PER_HOUR;

/** At noon: 30 of 60 kWh, promised 48 kWh at 16:00; full charging adds 0.9 · 10 000 W = 9 000 Wh an hour. */
const car: Vehicle = {
  energyWh: 30_000,
  minEnergyWh: 12_000,
  maxEnergyWh: 60_000,
  targetEnergyWh: 48_000,
  departureAt: epochMs(NOON + hours(4)),
  maxChargeW: 10_000,
  maxDischargeW: 8_000,
  chargeEfficiency: 0.9,
  dischargeEfficiency: 0.8,
};

describe('a vehicle', () => {
  it('loses more than it supplies and gains less than it takes', () => {
    expect(drainWh(car, 8_000, 0.5)).toBeCloseTo(5_000); // 8 000 / 0.8 · 0.5
    expect(drainWh(car, -10_000, 0.5)).toBeCloseTo(-4_500); // 10 000 · 0.9 · 0.5
    expect(drainWh(car, 0, 1)).toBe(0);
  });

  it('is outside its window under the driver’s minimum and over the maximum', () => {
    expect(isInsideWindow(car)).toBe(true);
    expect(isInsideWindow({ ...car, energyWh: 11_999 })).toBe(false);
    expect(isInsideWindow({ ...car, energyWh: 60_001 })).toBe(false);
  });

  it('needs for a drain the power that makes it', () => {
    fc.assert(
      fc.property(vehicleArbitrary, fc.double({ min: -50_000, max: 50_000, noNaN: true }), (vehicle, powerW) => {
        expect(powerForDrain(vehicle, drainWh(vehicle, powerW, 0.25), 0.25)).toBeCloseTo(powerW, 6);
      }),
    );
  });

  it('loses what it stands by as well: 30 000 + 9 000 − 2 · 100 Wh', () => {
    expect(energyAfterWh({ ...car, standbyW: 100 }, -5_000, 2)).toBeCloseTo(38_800);
    expect(energyAfterWh(car, 8_000, 1)).toBeCloseTo(20_000);
  });

  it('takes and gives the lesser of its limit and its curve', () => {
    const curve = [
      { energyWh: 40_000, powerW: 20_000 },
      { energyWh: 60_000, powerW: 0 },
    ];
    expect(maxChargeWAt(car, 59_000)).toBe(10_000);
    expect(maxChargeWAt({ ...car, chargeCurve: curve }, 45_000)).toBe(10_000);
    expect(maxChargeWAt({ ...car, chargeCurve: curve }, 56_000)).toBe(4_000);
    expect(maxDischargeWAt({ ...car, dischargeCurve: curve }, 40_000)).toBe(8_000);
    expect(maxDischargeWAt({ ...car, dischargeCurve: curve }, 58_000)).toBe(2_000);
  });
});
