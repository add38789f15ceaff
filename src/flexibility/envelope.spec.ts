import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { curvedVehicleArbitrary, NOON } from '../../test/support/vehicle-arbitrary.js';
import { epochMs, MS_PER_HOUR } from '../kernel/index.js';
import { energyBandWh, energyEnvelope } from './envelope.js';
import { isReachable, recoveryLineWh } from './recovery.js';
import { isInsideWindow, type Vehicle } from './vehicle.js';

const after = (hours: number) => epochMs(NOON + hours * MS_PER_HOUR);

/** At noon: 30 of 60 kWh, promised 48 kWh at 16:00; full charging adds 9 000 Wh an hour, full discharging takes 10 000. */
const car: Vehicle = {
  energyWh: 30_000,
  minEnergyWh: 12_000,
  maxEnergyWh: 54_000,
  targetEnergyWh: 48_000,
  departureAt: after(4),
  maxChargeW: 10_000,
  maxDischargeW: 8_000,
  chargeEfficiency: 0.9,
  dischargeEfficiency: 0.8,
};

describe('the band of energy', () => {
  it('widens from what the car has, then is held by window and recovery line, and closes on the promise', () => {
    expect(energyBandWh(car, NOON, NOON)).toEqual({ lowerWh: 30_000, upperWh: 30_000 });
    expect(energyBandWh(car, NOON, after(0.5))).toEqual({ lowerWh: 25_000, upperWh: 34_500 });
    expect(energyBandWh(car, NOON, after(2))).toEqual({ lowerWh: 30_000, upperWh: 48_000 });
    expect(energyBandWh(car, NOON, after(4))).toEqual({ lowerWh: 48_000, upperWh: 54_000 });
  });

  it('goes no lower than the owner’s allowance, and is a single path where the promise is out of reach', () => {
    expect(energyBandWh({ ...car, dischargeAllowanceWh: 3_000 }, NOON, after(0.5)).lowerWh).toBe(27_000);
    const late = { ...car, energyWh: 3_000, minEnergyWh: 0 };
    expect(energyBandWh(late, NOON, after(4))).toEqual({ lowerWh: 39_000, upperWh: 39_000 });
  });

  it('is never empty and ends above the target where that is within reach', () => {
    fc.assert(
      fc.property(curvedVehicleArbitrary, fc.double({ min: 0, max: 1, noNaN: true }), (vehicle, part) => {
        fc.pre(isInsideWindow(vehicle) && isReachable(vehicle, NOON));
        const then = epochMs(Math.round(NOON + part * (vehicle.departureAt - NOON)));
        const { lowerWh, upperWh } = energyBandWh(vehicle, NOON, then);
        expect(upperWh).toBeGreaterThanOrEqual(lowerWh);
        expect(upperWh).toBeLessThanOrEqual(vehicle.maxEnergyWh + 1e-6);
        expect(lowerWh).toBeGreaterThanOrEqual(recoveryLineWh(vehicle, then) - 1e-3);
        expect(lowerWh).toBeGreaterThanOrEqual(vehicle.minEnergyWh);
      }),
    );
  });

  it('is listed hour by hour to the departure, and no further than asked', () => {
    const hours = (count: number) => energyEnvelope({ ...car, departureAt: after(2.5) }, NOON, MS_PER_HOUR, count);
    expect(hours(24).map(({ at }) => at)).toEqual([NOON, after(1), after(2), after(2.5)]);
    expect(hours(1)).toHaveLength(2);
    expect(hours(24)[0]).toEqual({ at: NOON, lowerWh: 30_000, upperWh: 30_000 });
    expect(energyEnvelope({ ...car, departureAt: after(-1) }, NOON, MS_PER_HOUR, 24)).toHaveLength(1);
  });
});
