import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  baselineOf,
  baselineShareArbitrary,
  HOUR,
  NOON,
  vehicleArbitrary,
} from '../../test/support/vehicle-arbitrary.js';
import { epochMs, MS_PER_HOUR, MS_PER_MINUTE } from '../kernel/index.js';
import { groupCapacity } from './group.js';
import { memberOf } from './group-member.js';
import { NO_SHARES, sharesAt } from './shares.js';
import type { Vehicle } from './vehicle.js';

/** At noon: 30 of 60 kWh, nothing to charge, here until midnight. */
const car: Vehicle = {
  energyWh: 30_000,
  minEnergyWh: 24_000,
  maxEnergyWh: 60_000,
  targetEnergyWh: 30_000,
  departureAt: epochMs(NOON + 12 * MS_PER_HOUR),
  maxChargeW: 10_000,
  maxDischargeW: 8_000,
  chargeEfficiency: 0.9,
  dischargeEfficiency: 0.8,
};

describe('shares of a car', () => {
  it('are what energy and power both allow for an hour: 6 000 Wh · 0.8 up, full charging power down', () => {
    const { upW, downW } = sharesAt(car, NOON, 0, HOUR);
    expect(upW).toBeCloseTo(4_800);
    expect(downW).toBe(10_000);
  });

  it('count the baseline: charging at 2 000 W lifts the upward and lowers the downward share', () => {
    const { upW, downW } = sharesAt(car, NOON, -2_000, HOUR);
    expect(upW).toBeCloseTo(6_800);
    expect(downW).toBe(8_000);
  });

  it('count only charging less where the floor lies above the energy: p + u ≤ −1 000 / 0.9', () => {
    const { upW } = sharesAt(
      { ...car, minEnergyWh: 0, targetEnergyWh: 40_000, departureAt: epochMs(NOON + 2 * MS_PER_HOUR) },
      NOON,
      -5_000,
      HOUR,
    );
    expect(upW).toBeCloseTo(5_000 - 1_000 / 0.9); // the line at 13:00 is 31 000 Wh
  });

  it('grow inside the hour, when less of it is left to sustain', () => {
    const halfPast = epochMs(NOON + 30 * MS_PER_MINUTE);
    expect(sharesAt(car, halfPast, 0, { ...HOUR, horizonHours: 0.5 }).upW).toBe(8_000); // 9 600 W by energy
  });

  it('sustain for the whole MTU where the rules ask for less: 30 minutes, at least the MTU', () => {
    expect(sharesAt(car, NOON, 0, { ...HOUR, horizonHours: 0.5 })).toEqual(sharesAt(car, NOON, 0, HOUR));
  });

  it('leave a full battery no downward share, so that alone it sells nothing', () => {
    const full = { ...car, energyWh: 60_000 };
    const shares = sharesAt(full, NOON, 0, HOUR);
    expect(shares).toEqual({ upW: 8_000, downW: 0 });
    expect(groupCapacity([memberOf(full, 0, shares)], 0.34).capacityW).toBe(0);
  });

  it.each([
    ['leaves before the hour is over', { departureAt: epochMs(NOON + 59 * MS_PER_MINUTE) }],
    ['is below its recovery line', { targetEnergyWh: 60_000, departureAt: epochMs(NOON + 2 * MS_PER_HOUR) }],
    ['needs the hour for charging', { targetEnergyWh: 60_000, departureAt: epochMs(NOON + 3.5 * MS_PER_HOUR) }],
    ['is below the driver’s minimum', { minEnergyWh: 30_100 }],
    ['is above its window', { maxEnergyWh: 29_900 }],
  ])('are nothing for a car that %s', (_, change) => {
    expect(sharesAt({ ...car, ...change }, NOON, 0, HOUR)).toEqual(NO_SHARES);
  });

  it('are nothing on a baseline that the battery can’t hold', () => {
    expect(sharesAt(car, NOON, 6_000, HOUR)).toEqual(NO_SHARES);
  });

  it('stay within power and energy whatever the car and its baseline', () => {
    fc.assert(
      fc.property(vehicleArbitrary, baselineShareArbitrary, (vehicle, share) => {
        const baselineW = baselineOf(vehicle, share);
        const { upW, downW } = sharesAt(vehicle, NOON, baselineW, HOUR);
        expect(upW).toBeGreaterThanOrEqual(0);
        expect(downW).toBeGreaterThanOrEqual(0);
        if (upW + downW === 0) return;
        expect(baselineW + upW).toBeLessThanOrEqual(vehicle.maxDischargeW + 1e-9);
        expect(downW - baselineW).toBeLessThanOrEqual(vehicle.maxChargeW + 1e-9);
      }),
    );
  });

  it('never rise when a promise gets stricter: more charge, a higher minimum, an earlier departure', () => {
    const stricter = fc.record({
      target: fc.double({ min: 0, max: 1, noNaN: true }),
      minimum: fc.double({ min: 0, max: 1, noNaN: true }),
      earlierMs: fc.integer({ min: 0, max: 12 * MS_PER_HOUR }),
    });
    fc.assert(
      fc.property(
        vehicleArbitrary,
        stricter,
        baselineShareArbitrary,
        (vehicle, { target, minimum, earlierMs }, share) => {
          const strict: Vehicle = {
            ...vehicle,
            targetEnergyWh: vehicle.targetEnergyWh + target * (vehicle.maxEnergyWh - vehicle.targetEnergyWh),
            minEnergyWh: vehicle.minEnergyWh + minimum * (vehicle.maxEnergyWh - vehicle.minEnergyWh),
            departureAt: epochMs(vehicle.departureAt - earlierMs),
          };
          const baselineW = baselineOf(vehicle, share);
          const before = sharesAt(vehicle, NOON, baselineW, HOUR);
          const after = sharesAt(strict, NOON, baselineW, HOUR);
          expect(after.upW).toBeLessThanOrEqual(before.upW);
          expect(after.downW).toBeLessThanOrEqual(before.downW);
          const aloneW = ({ upW, downW }: typeof before): number =>
            groupCapacity([memberOf(vehicle, baselineW, { upW, downW })], 0.34).capacityW;
          expect(aloneW(after)).toBeLessThanOrEqual(aloneW(before) + 1e-9);
        },
      ),
      { numRuns: 500 },
    );
  });
});
