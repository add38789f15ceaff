import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { curvedVehicleArbitrary, NOON } from '../../test/support/vehicle-arbitrary.js';
import { epochMs, MS_PER_HOUR } from '../kernel/index.js';
import { mostConstantChargeW, mostConstantDischargeW } from './constant-power.js';
import { drainWh, energyAfterWh, maxChargeWAt, maxDischargeWAt, type Vehicle } from './vehicle.js';

const car: Vehicle = {
  energyWh: 30_000,
  minEnergyWh: 12_000,
  maxEnergyWh: 60_000,
  targetEnergyWh: 30_000,
  departureAt: epochMs(NOON + 8 * MS_PER_HOUR),
  maxChargeW: 20_000,
  maxDischargeW: 20_000,
  chargeEfficiency: 0.9,
  dischargeEfficiency: 0.8,
};

describe('constant power', () => {
  it('is bound by limit, window and allowance', () => {
    expect(mostConstantChargeW(car, 1)).toBe(20_000);
    expect(mostConstantChargeW({ ...car, maxEnergyWh: 39_000 }, 1)).toBeCloseTo(10_000); // 9 000 Wh of room / 0.9
    expect(mostConstantDischargeW(car, 1)).toBe(20_000);
    expect(mostConstantDischargeW({ ...car, dischargeAllowanceWh: 5_000 }, 0.5)).toBeCloseTo(8_000); // 10 000 W · 0.8
  });

  it('is what the curve allows at the end of its own way: y = 20 000 − 0.9 · y', () => {
    const chargeCurve = [
      { energyWh: 30_000, powerW: 20_000 },
      { energyWh: 50_000, powerW: 0 },
    ];
    expect(mostConstantChargeW({ ...car, chargeCurve }, 1)).toBeCloseTo(20_000 / 1.9);
    const dischargeCurve = [
      { energyWh: 10_000, powerW: 0 },
      { energyWh: 30_000, powerW: 20_000 },
    ];
    expect(mostConstantDischargeW({ ...car, dischargeCurve }, 1)).toBeCloseTo(20_000 / 2.25); // x = 20 000 − x / 0.8
  });

  it('holds all the way, and a watt more does not', () => {
    fc.assert(
      fc.property(curvedVehicleArbitrary, fc.constantFrom(0.25, 1), (vehicle, hours) => {
        const points = [...(vehicle.chargeCurve ?? []), ...(vehicle.dischargeCurve ?? [])].map(
          (point) => point.energyWh,
        );
        const holds = (powerW: number): boolean => {
          const ends = [vehicle.energyWh, energyAfterWh(vehicle, powerW, hours)];
          const passed = points.filter((energyWh) => energyWh > Math.min(...ends) && energyWh < Math.max(...ends));
          const parts = Array.from({ length: 61 }, (_, part) => energyAfterWh(vehicle, powerW, (hours * part) / 60));
          for (const energyWh of [...parts, ...passed]) {
            if (powerW > maxDischargeWAt(vehicle, energyWh) + 1e-3) return false;
            if (-powerW > maxChargeWAt(vehicle, energyWh) + 1e-3) return false;
            if (powerW < 0 && energyWh > Math.max(vehicle.maxEnergyWh, vehicle.energyWh) + 1e-3) return false;
          }
          return Math.max(0, drainWh(vehicle, powerW, hours)) <= (vehicle.dischargeAllowanceWh ?? Infinity) + 1e-3;
        };
        const charge = mostConstantChargeW(vehicle, hours);
        const discharge = mostConstantDischargeW(vehicle, hours);
        expect(holds(-charge)).toBe(true);
        expect(holds(discharge)).toBe(true);
        // The curve's own points are looked at too: between two of them and two points of time it is nearly straight.
        expect(holds(-charge * 1.02 - 50)).toBe(false);
        expect(holds(discharge * 1.02 + 50)).toBe(false);
      }),
    );
  });
});
