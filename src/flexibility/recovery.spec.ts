import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { curvedVehicleArbitrary, NOON } from '../../test/support/vehicle-arbitrary.js';
import { epochMs, isoInstant, MS_PER_HOUR } from '../kernel/index.js';
import { isReachable, mustChargeAt, recoveryLineWh } from './recovery.js';
import { maxChargeWAt, type Vehicle } from './vehicle.js';

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

describe('the recovery line', () => {
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

  it('bends with a charge curve: from 10 kW at 48 kWh the last hours take what the curve lets them', () => {
    const tapered = {
      ...car,
      maxChargeW: 20_000,
      chargeCurve: [
        { energyWh: 30_000, powerW: 20_000 },
        { energyWh: 50_000, powerW: 0 },
      ],
    };
    // Battery-side rate 0.9 · (50 000 − e) an hour: 2 000 Wh short of rest at 16:00, 2 000 · exp(0.9) an hour before.
    expect(recoveryLineWh(tapered, epochMs(NOON + hours(3)))).toBeCloseTo(50_000 - 2_000 * Math.exp(0.9), 6);
    // 30 000 Wh is met ln 10 / 0.9 h before the departure; before that it is straight again.
    const straightHours = 4 - Math.log(10) / 0.9;
    expect(recoveryLineWh(tapered, NOON)).toBeCloseTo(30_000 - 18_000 * straightHours, 6);
    expect(mustChargeAt({ ...tapered, energyWh: 30_000 }, NOON)).toBe(Math.round(NOON + hours(straightHours)));
    expect(mustChargeAt({ ...tapered, energyWh: 30_000, targetEnergyWh: 50_000 }, NOON)).toBe(NOON);
  });

  it('counts standby losses: 200 W less on the way up, and idle hours cost too', () => {
    const losing = { ...car, standbyW: 200 };
    expect(recoveryLineWh(losing, NOON)).toBeCloseTo(48_000 - 8_800 * 4);
    // 30 000 − 200 h = 48 000 − 8 800 · (4 − h): h = 17 200 / 9 000.
    expect(mustChargeAt(losing, NOON)).toBe(NOON + Math.round(hours(17_200 / 9_000)));
    expect(mustChargeAt({ ...losing, energyWh: 48_000 }, NOON)).toBeLessThan(car.departureAt);
    expect(mustChargeAt({ ...losing, energyWh: 48_801 }, NOON)).toBe(car.departureAt);
  });

  it('leads exactly to the target, followed second by second at the power that the car takes', () => {
    fc.assert(
      fc.property(curvedVehicleArbitrary, (vehicle) => {
        const { departureAt, targetEnergyWh, chargeEfficiency, standbyW = 0 } = vehicle;
        fc.pre(departureAt - NOON < hours(6));
        let energyWh = recoveryLineWh(vehicle, NOON);
        expect(isReachable({ ...vehicle, energyWh }, NOON)).toBe(true);
        expect(isReachable({ ...vehicle, energyWh: energyWh - 0.01 }, NOON)).toBe(false);
        const rateW = (atWh: number): number => chargeEfficiency * maxChargeWAt(vehicle, atWh) - standbyW;
        const seconds = (departureAt - NOON) / 1000;
        for (let second = 0; second < seconds; second++) energyWh += rateW(energyWh + rateW(energyWh) / 7200) / 3600;
        expect(Math.abs(energyWh - targetEnergyWh)).toBeLessThan(0.5);
      }),
      { numRuns: 50 },
    );
  });
});
