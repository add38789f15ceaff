import { describe, expect, it } from '@jest/globals';
import { NOON } from '../../../test/support/vehicle-arbitrary.js';
import { planQuestionOf } from '../../../test/support/plan-fleet.js';
import { epochMs, MS_PER_HOUR } from '../../kernel/index.js';
import { Courses } from './courses.js';
import type { PlannedVehicle } from './plan-question.js';

/** 30 of 60 kWh, promised 48 kWh at half past three; full charging adds 0.9 · 10 000 W = 9 000 Wh an hour. */
const car: PlannedVehicle = {
  id: 'v1',
  energyWh: 30_000,
  minEnergyWh: 12_000,
  maxEnergyWh: 60_000,
  targetEnergyWh: 48_000,
  departureAt: epochMs(NOON + 3.5 * MS_PER_HOUR),
  maxChargeW: 10_000,
  maxDischargeW: 8_000,
  chargeEfficiency: 0.9,
  dischargeEfficiency: 0.8,
};
const coursesOf = (change: Partial<PlannedVehicle>): Courses => new Courses(planQuestionOf([{ ...car, ...change }]));

describe('what a car may do in the MTUs to come', () => {
  it('ends with the MTU in which it leaves, for as long as it is there', () => {
    const courses = coursesOf({});
    expect([courses.first[0], courses.last[0]]).toEqual([0, 4]);
    expect([...courses.hours]).toEqual([1, 1, 1, 0.5, 0, 0]);
    expect([...courses.stays]).toEqual([1, 1, 1, 0, 0, 0]);
  });

  it('keeps it above its recovery line and its minimum, up to the target at the departure', () => {
    const courses = coursesOf({});
    // 48 000 − 9 000 · 2.5 = 25 500 Wh at one o'clock, and so on.
    expect([...courses.lowWh.slice(1, 5)]).toEqual([25_500, 34_500, 43_500, 48_000]);
    expect([...courses.floorWh.slice(0, 3)]).toEqual([25_500, 34_500, 43_500]);
    expect([...coursesOf({ minEnergyWh: 29_000 }).lowWh.slice(1, 3)]).toEqual([29_000, 34_500]);
  });

  it('adds to the floor what standby takes until then', () => {
    const courses = coursesOf({ standbyW: 100 });
    expect(courses.floorWh[0]).toBeCloseTo(48_000 - (9_000 - 100) * 2.5 + 100, 6);
    expect(courses.roomTopWh[0]).toBe(60_100);
  });

  it('lets a car under its minimum charge first, and plans it from the MTU that it enters its window in', () => {
    const courses = coursesOf({
      energyWh: 5_000,
      targetEnergyWh: 15_000,
      departureAt: epochMs(NOON + 6 * MS_PER_HOUR),
    });
    expect(courses.first[0]).toBe(1);
    expect([...courses.givenWh.slice(0, 2)]).toEqual([5_000, 14_000]);
  });

  it('plans nothing for a car that is late or over its window: the one charges to its target, the other rests', () => {
    const late = coursesOf({ energyWh: 13_000 });
    expect(late.first[0]).toBe(late.last[0]);
    expect([...late.givenWh.slice(0, 5)]).toEqual([13_000, 22_000, 31_000, 40_000, 44_500]);
    const over = coursesOf({ energyWh: 61_000 });
    expect(over.first[0]).toBe(over.last[0]);
    expect(over.givenWh[4]).toBe(61_000);
  });

  describe('of a battery that tapers', () => {
    const chargeCurve = [
      { energyWh: 40_000, powerW: 10_000 },
      { energyWh: 60_000, powerW: 0 },
    ];

    it('start where constant watts come to its target, above where following the curve does', () => {
      const tapering = coursesOf({ chargeCurve, targetEnergyWh: 50_000 });
      const last = tapering.last[0] as number;
      for (let mtu = 0; mtu < last; mtu++) {
        const startWh = tapering.lowWh[mtu] as number;
        const nextWh = tapering.lowWh[mtu + 1] as number;
        expect(startWh).toBeGreaterThanOrEqual(car.minEnergyWh);
        expect(tapering.holds(0, mtu, startWh, nextWh)).toBe(true);
        if (startWh > car.minEnergyWh) expect(tapering.holds(0, mtu, startWh - 500, nextWh)).toBe(false);
      }
    });

    it('follow its curve while constant watts would be too late', () => {
      const tapering = coursesOf({ chargeCurve, targetEnergyWh: 50_000 });
      const lateWh = (tapering.lowWh[0] as number) - 1;
      const late = coursesOf({ chargeCurve, targetEnergyWh: 50_000, energyWh: lateWh });
      expect(late.first[0]).toBeGreaterThan(0);
      const first = late.first[0] as number;
      expect(late.givenWh[first] as number).toBeGreaterThanOrEqual((late.lowWh[first] as number) - 1e-6);
      expect(late.givenWh[first] as number).toBeLessThan((late.lowWh[first] as number) + 1_000);
    });
  });

  it('count what is discharged, and not what standby loses', () => {
    const losing = coursesOf({ standbyW: 100 });
    expect(losing.dischargedWh(0, 0, 30_000, 29_900)).toBe(0);
    expect(losing.dischargedWh(0, 0, 30_000, 28_900)).toBe(1_000);
    expect(losing.dischargedWh(0, 0, 30_000, 39_900)).toBe(0);
  });
});
