import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { NOON, ONE_PM, vehicleArbitrary } from '../../test/support/vehicle-arbitrary.js';
import { epochMs, MS_PER_HOUR, MS_PER_MINUTE } from '../kernel/index.js';
import { thetaBaselineW } from './theta.js';
import { isReachable, recoveryLineWh } from './recovery.js';
import { drainWh, type Vehicle } from './vehicle.js';

const RULE = { mtuHours: 1, theta: 0.5 } as const;

/** At noon: 20 of 60 kWh (from 10), here until midnight, promised 50 kWh; one hour of full charging adds 9 kWh, of discharging takes 10. */
const car: Vehicle = {
  energyWh: 20_000,
  minEnergyWh: 10_000,
  maxEnergyWh: 60_000,
  targetEnergyWh: 50_000,
  departureAt: epochMs(NOON + 12 * MS_PER_HOUR),
  maxChargeW: 10_000,
  maxDischargeW: 8_000,
  chargeEfficiency: 0.9,
  dischargeEfficiency: 0.8,
};

describe('the θ baseline', () => {
  it('rests where an hour at full power fits each way: 10 000 + 10 000 ≤ 20 000 ≤ 60 000 − 9 000', () => {
    expect(thetaBaselineW(car, NOON, RULE)).toBe(0);
  });

  it('charges only as far as that hour needs: 3 600 Wh / 0.9', () => {
    expect(thetaBaselineW({ ...car, energyWh: 16_400 }, NOON, RULE)).toBe(-4_000);
  });

  it('makes room by discharging only as far as that hour needs: 1 000 Wh · 0.8', () => {
    expect(thetaBaselineW({ ...car, energyWh: 52_000 }, NOON, RULE)).toBe(800);
  });

  it('waits at F + θ·(maximum − F) where the window is too small for both hours', () => {
    const small = { ...car, maxEnergyWh: 20_000, targetEnergyWh: 15_000, energyWh: 12_000 };
    expect(thetaBaselineW(small, NOON, RULE)).toBe(-3_334); // towards 15 000 Wh: 3 000 / 0.9, rounded up
    expect(thetaBaselineW(small, NOON, { ...RULE, theta: 0.2 })).toBe(0);
  });

  it('lifts F with the recovery line of one hour after the coming one', () => {
    const leavingAtFour = { ...car, energyWh: 38_000, departureAt: epochMs(NOON + 4 * MS_PER_HOUR) };
    // The line at 14:00 is 50 000 − 18 000 = 32 000 Wh; an hour up on top of it is 42 000 Wh: 4 000 Wh / 0.9.
    expect(thetaBaselineW(leavingAtFour, NOON, RULE)).toBe(-4_445);
  });

  it('charges at full power below the recovery line', () => {
    const late = { ...car, departureAt: epochMs(NOON + 2 * MS_PER_HOUR) };
    expect(thetaBaselineW(late, NOON, RULE)).toBe(-10_000);
  });

  it('charges what is missing where the car leaves within the hour', () => {
    const leaving = { ...car, energyWh: 47_750, departureAt: epochMs(NOON + 30 * MS_PER_MINUTE) };
    expect(thetaBaselineW(leaving, NOON, RULE)).toBe(-5_000); // 2 250 Wh / 0.9 in half an hour
    expect(thetaBaselineW({ ...leaving, energyWh: 55_000 }, NOON, RULE)).toBe(0);
    expect(thetaBaselineW({ ...leaving, departureAt: NOON }, NOON, RULE)).toBe(0);
  });

  it('just charges a car that never discharges', () => {
    expect(thetaBaselineW({ ...car, maxDischargeW: 0 }, NOON, RULE)).toBe(-10_000);
    expect(thetaBaselineW({ ...car, maxDischargeW: 0, energyWh: 50_000 }, NOON, RULE)).toBe(0);
  });

  it('keeps power, window and promise whatever the car', () => {
    fc.assert(
      fc.property(vehicleArbitrary, fc.double({ min: 0, max: 1, noNaN: true }), (vehicle, theta) => {
        const baselineW = thetaBaselineW(vehicle, NOON, { mtuHours: 1, theta });
        const end = epochMs(Math.min(ONE_PM, vehicle.departureAt));
        const endWh = vehicle.energyWh - drainWh(vehicle, baselineW, (end - NOON) / MS_PER_HOUR);
        expect(Number.isInteger(baselineW)).toBe(true);
        expect(baselineW).toBeGreaterThanOrEqual(-vehicle.maxChargeW);
        expect(baselineW).toBeLessThanOrEqual(vehicle.maxDischargeW);
        expect(endWh).toBeLessThanOrEqual(vehicle.maxEnergyWh + 1e-6);
        expect(endWh).toBeGreaterThanOrEqual(vehicle.minEnergyWh - 1e-6);
        // Whole watts cost up to 1 Wh only where the window leaves no room to round towards charging.
        if (isReachable(vehicle, NOON)) expect(endWh).toBeGreaterThanOrEqual(recoveryLineWh(vehicle, end) - 1);
      }),
      { numRuns: 500 },
    );
  });
});
