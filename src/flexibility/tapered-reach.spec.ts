import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { curvedVehicleArbitrary, NOON } from '../../test/support/vehicle-arbitrary.js';
import { epochMs, MS_PER_HOUR } from '../kernel/index.js';
import { isReachable, recoveryLineWh } from './recovery.js';
import { taperedReach } from './tapered-reach.js';
import { energyAfterWh, isInsideWindow, maxChargeWAt, maxDischargeWAt, type Vehicle } from './vehicle.js';

const car: Vehicle = {
  energyWh: 40_000,
  minEnergyWh: 10_000,
  maxEnergyWh: 60_000,
  targetEnergyWh: 40_000,
  departureAt: epochMs(NOON + 8 * MS_PER_HOUR),
  maxChargeW: 20_000,
  maxDischargeW: 20_000,
  chargeEfficiency: 1,
  dischargeEfficiency: 1,
};

describe('the reach of a car with curves', () => {
  it('is that of its limits where the curves lie above them', () => {
    const high = [{ energyWh: 0, powerW: 90_000 }];
    expect(taperedReach({ ...car, chargeCurve: high, dischargeCurve: high }, 1, 8)).toEqual({
      highestW: 20_000,
      lowestW: -20_000,
      dischargeLimitW: 20_000,
      chargeLimitW: 20_000,
    });
  });

  it('ends where the far end of the hour’s energy allows no more: y = 20 000 − y', () => {
    const chargeCurve = [
      { energyWh: 40_000, powerW: 20_000 },
      { energyWh: 60_000, powerW: 0 },
    ];
    const reach = taperedReach({ ...car, chargeCurve }, 1, 8);
    expect(reach.lowestW).toBeCloseTo(-10_000);
    expect(reach.chargeLimitW).toBeCloseTo(10_000);
    expect(reach.highestW).toBe(20_000);
  });

  it('touches a recovery line that bends between now and the hour’s end', () => {
    // Charged at 20 000 W up to 30 kWh and then ever more slowly towards 50 kWh: from 45 kWh on, one hour before 47 kWh.
    const chargeCurve = [
      { energyWh: 30_000, powerW: 20_000 },
      { energyWh: 50_000, powerW: 0 },
    ];
    const tight = { ...car, energyWh: 43_000, chargeCurve, targetEnergyWh: 47_000 };
    const { highestW } = taperedReach(tight, 1, 1);
    const lineWh = (after: number): number => 50_000 - 3_000 * Math.exp(1 - after);
    const least = Math.min(
      ...Array.from({ length: 1_000 }, (_, k) => (43_000 - lineWh((k + 1) / 1_000)) / ((k + 1) / 1_000)),
    );
    expect(highestW).toBeLessThan(0);
    expect(highestW).toBeCloseTo(least, 0);
    expect(highestW).toBeLessThan(43_000 - 47_000); // the end points alone would have allowed −4 000 W
  });

  it('keeps, at either extreme, limits, window, line and allowance at every moment of the hour', () => {
    fc.assert(
      fc.property(curvedVehicleArbitrary, (vehicle) => {
        const hoursLeft = (vehicle.departureAt - NOON) / MS_PER_HOUR;
        fc.pre(hoursLeft >= 1 && isInsideWindow(vehicle) && isReachable(vehicle, NOON));
        const reach = taperedReach(vehicle, 1, hoursLeft);
        fc.pre(reach.highestW >= reach.lowestW);
        for (const powerW of [reach.highestW, reach.lowestW])
          for (let minute = 0; minute <= 60; minute++) {
            const energyWh = energyAfterWh(vehicle, powerW, minute / 60);
            const lineWh = recoveryLineWh(vehicle, epochMs(NOON + minute * 60_000));
            expect(powerW).toBeLessThanOrEqual(maxDischargeWAt(vehicle, energyWh) + 1e-3);
            expect(-powerW).toBeLessThanOrEqual(maxChargeWAt(vehicle, energyWh) + 1e-3);
            expect(energyWh).toBeLessThanOrEqual(vehicle.maxEnergyWh + 1e-3);
            if (powerW === reach.highestW) {
              expect(energyWh).toBeGreaterThanOrEqual(Math.max(vehicle.minEnergyWh, lineWh) - 1e-3);
              expect(powerW / vehicle.dischargeEfficiency).toBeLessThanOrEqual(
                (vehicle.dischargeAllowanceWh ?? Infinity) + 1e-3,
              );
            }
          }
      }),
      { numRuns: 100 },
    );
  });

  it('allows not a hundred watts more upwards than one of them does', () => {
    fc.assert(
      fc.property(curvedVehicleArbitrary, (vehicle) => {
        const hoursLeft = (vehicle.departureAt - NOON) / MS_PER_HOUR;
        fc.pre(hoursLeft >= 1 && isInsideWindow(vehicle) && isReachable(vehicle, NOON));
        // A curve that dips is taken at its least over more than the upward path alone.
        fc.pre(
          (vehicle.dischargeCurve ?? []).every(({ powerW }, i, all) => i === 0 || powerW >= (all[i - 1]?.powerW ?? 0)),
        );
        const { highestW } = taperedReach(vehicle, 1, hoursLeft);
        fc.pre(Number.isFinite(highestW));
        const powerW = highestW + 100;
        const broken = Array.from({ length: 361 }, (_, tenth) => {
          const energyWh = energyAfterWh(vehicle, powerW, tenth / 360);
          const lineWh = recoveryLineWh(vehicle, epochMs(NOON + tenth * 10_000));
          return energyWh < Math.max(vehicle.minEnergyWh, lineWh) || powerW > maxDischargeWAt(vehicle, energyWh);
        }).some(Boolean);
        const spentWh = Math.max(0, powerW) / vehicle.dischargeEfficiency;
        expect(broken || spentWh > (vehicle.dischargeAllowanceWh ?? Infinity)).toBe(true);
      }),
      { numRuns: 30 },
    );
  });
});
