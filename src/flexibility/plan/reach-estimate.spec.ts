import { describe, expect, it } from '@jest/globals';
import { HOUR, NOON } from '../../../test/support/vehicle-arbitrary.js';
import { epochMs, MS_PER_HOUR } from '../../kernel/index.js';
import { sharesAt } from '../shares.js';
import type { Vehicle } from '../vehicle.js';
import { ReachEstimate } from './reach-estimate.js';

const car: Vehicle = {
  energyWh: 30_000,
  minEnergyWh: 10_000,
  maxEnergyWh: 60_000,
  targetEnergyWh: 10_000,
  departureAt: epochMs(NOON + 20 * MS_PER_HOUR),
  maxChargeW: 11_000,
  maxDischargeW: 11_000,
  chargeEfficiency: 0.95,
  dischargeEfficiency: 0.9,
};
const chargeCurve = [
  { energyWh: 40_000, powerW: 11_000 },
  { energyWh: 60_000, powerW: 1_000 },
];
const dischargeCurve = [
  { energyWh: 10_000, powerW: 500 },
  { energyWh: 30_000, powerW: 11_000 },
];

describe('an estimate of what a car with curves can hold', () => {
  it.each([12_000, 20_000, 30_000, 45_000, 55_000, 59_000])(
    'is what it has as a share around 0 W at %d Wh',
    (energyWh) => {
      const curved = { ...car, energyWh, chargeCurve, dischargeCurve, dischargeAllowanceWh: 8_000 };
      const reach = { highestW: 0, lowestW: 0, dischargeLimitW: 0, chargeLimitW: 0 };
      new ReachEstimate(curved, 1).write(energyWh, car.minEnergyWh, 8_000, reach);
      const { upW, downW, headroomUpW = NaN, headroomDownW = NaN } = sharesAt(curved, NOON, 0, HOUR);
      // Between two of its 24 stretches of 2 083 Wh the table is straight: off by less than 400 W of 11 000.
      expect(Math.abs(reach.highestW - upW)).toBeLessThan(400);
      expect(Math.abs(-reach.lowestW - downW)).toBeLessThan(400);
      expect(Math.abs(reach.dischargeLimitW - headroomUpW)).toBeLessThan(400);
      expect(Math.abs(reach.chargeLimitW - headroomDownW)).toBeLessThan(400);
    },
  );

  it('gives no more than what is left of an allowance, whatever the energy', () => {
    const reach = { highestW: 0, lowestW: 0, dischargeLimitW: 0, chargeLimitW: 0 };
    new ReachEstimate({ ...car, dischargeAllowanceWh: 9_000 }, 2).write(50_000, 10_000, 1_000, reach);
    expect(reach).toMatchObject({ highestW: 450, dischargeLimitW: 450, chargeLimitW: 11_000 });
  });
});
