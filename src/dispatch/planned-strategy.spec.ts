import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { NOON, ONE_PM, vehicleArbitrary } from '../../test/support/vehicle-arbitrary.js';
import { PLAN_ECONOMICS, energyAfterWh, isReachable, thetaBaselineW, type Vehicle } from '../flexibility/index.js';
import { epochMs, MS_PER_HOUR, type EpochMs } from '../kernel/index.js';
import type { BaselineQuestion } from './baseline-strategy.js';
import { plannedStrategy } from './planned-strategy.js';

const obligation = { mtuEnd: ONE_PM, committedW: 0, mtuHours: 1, enduranceHours: 1, nemPowerFactor: 0.34 };
const nothingSold = (mtuStart: EpochMs) => ({ ...obligation, mtuStart, priceEurPerMwH: null });
const asked = (vehicles: readonly Vehicle[], change: Partial<BaselineQuestion> = {}): BaselineQuestion => ({
  at: NOON,
  staying: vehicles.map((vehicle, index) => ({ sessionId: `S${index + 1}`, vehicle })),
  obligation,
  coming: nothingSold,
  ...change,
});
const car: Vehicle = {
  energyWh: 30_000,
  minEnergyWh: 12_000,
  maxEnergyWh: 60_000,
  targetEnergyWh: 48_000,
  departureAt: epochMs(NOON + 12 * MS_PER_HOUR),
  maxChargeW: 11_000,
  maxDischargeW: 11_000,
  chargeEfficiency: 0.95,
  dischargeEfficiency: 0.95,
};

describe('the planned strategy', () => {
  it('keeps every car’s power, window and promise, in whole watts', () => {
    const staying = vehicleArbitrary.filter(
      (vehicle) => vehicle.departureAt >= ONE_PM && isReachable(vehicle, NOON) && vehicle.maxDischargeW > 0,
    );
    fc.assert(
      fc.property(fc.array(staying, { minLength: 1, maxLength: 6 }), (vehicles) => {
        plannedStrategy()
          .baselinesW(asked(vehicles))
          .forEach((baselineW, index) => {
            const vehicle = vehicles[index] as Vehicle;
            const after = { ...vehicle, energyWh: energyAfterWh(vehicle, baselineW, 1) };
            expect(Number.isInteger(baselineW)).toBe(true);
            expect(baselineW).toBeGreaterThanOrEqual(-vehicle.maxChargeW);
            expect(baselineW).toBeLessThanOrEqual(vehicle.maxDischargeW);
            expect(after.energyWh).toBeLessThanOrEqual(vehicle.maxEnergyWh + 1e-6);
            expect(after.energyWh).toBeGreaterThanOrEqual(vehicle.minEnergyWh - 1e-6);
            // Whole watts cost up to 1 Wh only where the window leaves no room to round towards charging.
            expect(isReachable({ ...after, energyWh: after.energyWh + 1 }, ONE_PM)).toBe(true);
          });
      }),
      { numRuns: 100 },
    );
  });

  it('discharges for the sake of capacity only where that pays for energy and wear', () => {
    const full = [{ ...car, energyWh: 60_000 }];
    const freely = plannedStrategy({ ...PLAN_ECONOMICS, wearEurPerKwh: 0, energyEurPerMwh: 0 });
    const dearly = plannedStrategy({ ...PLAN_ECONOMICS, wearEurPerKwh: 5 });
    expect(freely.baselinesW(asked(full))[0]).toBeGreaterThan(1_000);
    expect(dearly.baselinesW(asked(full))[0]).toBeLessThanOrEqual(0);
  });

  it('holds what was sold in the next MTUs before anything else', () => {
    // Sold at two o'clock and in no other MTU: the full cars make room for it, whatever that costs now.
    const full = [1, 2, 3, 4].map(() => ({ ...car, energyWh: 60_000 }));
    const strategy = plannedStrategy({ ...PLAN_ECONOMICS, capacityEurPerMwH: 2, soldFactor: 100 });
    const sold = (mtuStart: EpochMs) => ({ ...nothingSold(mtuStart), committedW: mtuStart === ONE_PM ? 20_000 : 0 });
    const idle = strategy.baselinesW(asked(full));
    const ready = strategy.baselinesW(asked(full, { coming: sold }));
    const after = (baselinesW: readonly number[]): number =>
      full.reduce((room, vehicle, index) => room + 60_000 - energyAfterWh(vehicle, baselinesW[index] as number, 1), 0);
    expect(after(ready)).toBeGreaterThan(after(idle) + 1_000);
  });

  it('answers the same question the same, and nothing for nobody', () => {
    const vehicles = [car, { ...car, energyWh: 20_000 }];
    expect(plannedStrategy().baselinesW(asked(vehicles))).toEqual(plannedStrategy().baselinesW(asked(vehicles)));
    expect(plannedStrategy().baselinesW(asked([]))).toEqual([]);
  });

  it('lets a car that joins move to the middle over what is left of the MTU', () => {
    const halfPast = epochMs((NOON + ONE_PM) / 2);
    expect(plannedStrategy().joiningBaselineW(car, halfPast, obligation)).toBe(
      thetaBaselineW(car, halfPast, { mtuHours: 0.5, theta: 0.5, enduranceHours: 1 }),
    );
  });
});
