import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { NOON, ONE_PM, vehicleArbitrary } from '../../test/support/vehicle-arbitrary.js';
import { groupCapacity, memberOf, sharesAt, thetaBaselineW, type Vehicle } from '../flexibility/index.js';
import { epochMs, MS_PER_HOUR } from '../kernel/index.js';
import { bestTheta } from './theta-choice.js';

const sold = (committedW: number) => ({
  mtuEnd: ONE_PM,
  committedW,
  mtuHours: 1,
  enduranceHours: 1,
  nemPowerFactor: 0.34,
});
const firmNowW = (vehicles: readonly Vehicle[], theta: number): number =>
  groupCapacity(
    vehicles.map((vehicle) => {
      const baselineW = thetaBaselineW(vehicle, NOON, { mtuHours: 1, theta, enduranceHours: 1 });
      return memberOf(vehicle, baselineW, sharesAt(vehicle, NOON, baselineW, { horizonHours: 1, mtuEnd: ONE_PM }));
    }),
    0.34,
  ).capacityW;

describe('the choice of θ', () => {
  it('is the middle where it makes no difference', () => {
    expect(bestTheta([], NOON, sold(0))).toBe(0.5);
  });
  it('holds what was sold whenever some candidate does, and else as much as any', () => {
    const fleets = fc.array(vehicleArbitrary, { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(fleets, fc.integer({ min: 0, max: 100_000 }), (vehicles, committedW) => {
        const chosenW = firmNowW(vehicles, bestTheta(vehicles, NOON, sold(committedW)));
        const bestW = Math.max(...[1, 2, 3, 4, 5, 6, 7, 8, 9].map((tenths) => firmNowW(vehicles, tenths / 10)));
        expect(chosenW).toBeGreaterThanOrEqual(Math.min(committedW, bestW) - 1);
      }),
      { numRuns: 60 },
    );
  });
  it('thinks of the next hour too: nearly full cars are drawn down while they still can be', () => {
    const vehicle: Vehicle = {
      energyWh: 58_000,
      minEnergyWh: 12_000,
      maxEnergyWh: 60_000,
      targetEnergyWh: 40_000,
      departureAt: epochMs(NOON + 12 * MS_PER_HOUR),
      maxChargeW: 11_000,
      maxDischargeW: 11_000,
      chargeEfficiency: 0.95,
      dischargeEfficiency: 0.95,
    };
    const theta = bestTheta([vehicle], NOON, sold(0));
    expect(thetaBaselineW(vehicle, NOON, { mtuHours: 1, theta, enduranceHours: 1 })).toBeGreaterThan(0);
  });
});
