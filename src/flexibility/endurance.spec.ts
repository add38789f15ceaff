import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { NOON, vehicleArbitrary } from '../../test/support/vehicle-arbitrary.js';
import { epochMs, MS_PER_HOUR } from '../kernel/index.js';
import { enduranceCapacity } from './endurance.js';
import { fleetColumns } from './fleet-columns.js';
import type { Vehicle } from './vehicle.js';

/** At noon: 12 kWh above its minimum and 30 kWh of room behind 11 kW, here until midnight. */
const car: Vehicle = {
  energyWh: 30_000,
  minEnergyWh: 18_000,
  maxEnergyWh: 60_000,
  targetEnergyWh: 18_000,
  departureAt: epochMs(NOON + 12 * MS_PER_HOUR),
  maxChargeW: 11_000,
  maxDischargeW: 11_000,
  chargeEfficiency: 1,
  dischargeEfficiency: 1,
};
const held = (vehicles: readonly Vehicle[], hours: number): number =>
  enduranceCapacity(fleetColumns(vehicles), NOON, hours, 0.34).capacityW;

describe('a longer endurance', () => {
  it('spreads the same energy over more hours: 12 kWh for 2 and for 4 hours', () => {
    expect(held([car], 2)).toBeCloseTo(6_000);
    expect(held([car], 4)).toBeCloseTo(3_000);
  });

  it('counts nobody who leaves before its end', () => {
    expect(held([{ ...car, departureAt: epochMs(NOON + 3 * MS_PER_HOUR) }, car], 4)).toBeCloseTo(3_000);
  });

  it('is never more than a shorter one', () => {
    fc.assert(
      fc.property(fc.array(vehicleArbitrary, { maxLength: 15 }), (vehicles) => {
        const [one, two, four] = [1, 2, 4].map((hours) => held(vehicles, hours)) as [number, number, number];
        expect(two).toBeLessThanOrEqual(one + 1 + 1e-5 * one);
        expect(four).toBeLessThanOrEqual(two + 1 + 1e-5 * two);
      }),
    );
  });
});
