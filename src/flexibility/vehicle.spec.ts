import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { NOON, vehicleArbitrary } from '../../test/support/vehicle-arbitrary.js';
import { epochMs, isoInstant, MS_PER_HOUR } from '../kernel/index.js';
import {
  drainWh,
  isInsideWindow,
  isReachable,
  mustChargeAt,
  powerForDrain,
  recoveryLineWh,
  safelyDischargeableWh,
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

  it('has the recovery line 48 000 − 9 000 · hours left, and the target itself after the departure', () => {
    expect(recoveryLineWh(car, NOON)).toBeCloseTo(12_000);
    expect(recoveryLineWh(car, epochMs(NOON + hours(3)))).toBeCloseTo(39_000);
    expect(recoveryLineWh(car, epochMs(NOON + hours(9)))).toBe(48_000);
  });

  it('is reachable on its recovery line and not a watt-hour below it', () => {
    expect(isReachable({ ...car, energyWh: 12_000 }, NOON)).toBe(true);
    expect(isReachable({ ...car, energyWh: 11_999 }, NOON)).toBe(false);
  });

  it('must charge from 14:00: 18 000 Wh at 9 000 Wh an hour before 16:00', () => {
    expect(isoInstant(mustChargeAt(car, NOON))).toBe('2026-01-12T14:00:00.000Z');
    expect(mustChargeAt({ ...car, energyWh: 48_000 }, NOON)).toBe(car.departureAt);
  });

  it('is late where the target is out of reach, and late now where it can never charge', () => {
    expect(mustChargeAt({ ...car, energyWh: 3_000 }, NOON)).toBe(NOON - hours(1));
    expect(mustChargeAt({ ...car, maxChargeW: 0 }, NOON)).toBe(NOON);
  });

  it('may supply what it can charge back: 18 000 Wh over the line, lost at 10 000 + 9 000 Wh an hour', () => {
    expect(safelyDischargeableWh(car, NOON)).toBeCloseTo((8_000 * 18_000) / 19_000);
    expect(safelyDischargeableWh({ ...car, minEnergyWh: 29_000 }, NOON)).toBeCloseTo(800); // 1 000 Wh · 0.8
    expect(safelyDischargeableWh({ ...car, energyWh: 11_000 }, NOON)).toBe(0);
    expect(safelyDischargeableWh({ ...car, maxDischargeW: 0 }, NOON)).toBe(0);
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

  it('reaches its target after the safe discharge, by charging alone', () => {
    fc.assert(
      fc.property(vehicleArbitrary, (vehicle) => {
        const safeWh = safelyDischargeableWh(vehicle, NOON);
        if (safeWh === 0) return;
        const until = epochMs(NOON + Math.round((safeWh / vehicle.maxDischargeW) * MS_PER_HOUR));
        const energyWh = vehicle.energyWh - drainWh(vehicle, vehicle.maxDischargeW, safeWh / vehicle.maxDischargeW);
        expect(energyWh).toBeGreaterThanOrEqual(vehicle.minEnergyWh - 1e-6);
        // Half a millisecond of rounding at 50 kW is under 0.02 Wh.
        expect(energyWh).toBeGreaterThanOrEqual(recoveryLineWh(vehicle, until) - 0.02);
      }),
    );
  });
});
