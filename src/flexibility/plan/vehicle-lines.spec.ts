import { describe, expect, it } from '@jest/globals';
import { NOON } from '../../../test/support/vehicle-arbitrary.js';
import { planQuestionOf } from '../../../test/support/plan-fleet.js';
import { epochMs, MS_PER_HOUR } from '../../kernel/index.js';
import { Courses } from './courses.js';
import type { PlannedVehicle, PlanQuestion } from './plan-question.js';
import { LINES, vehicleLines } from './vehicle-lines.js';

/** 30 of 60 kWh, floor 20 kWh (its minimum); efficiencies 0.9 and 0.8. */
const car: PlannedVehicle = {
  id: 'v1',
  energyWh: 30_000,
  minEnergyWh: 20_000,
  maxEnergyWh: 60_000,
  targetEnergyWh: 25_000,
  departureAt: epochMs(NOON + 5.5 * MS_PER_HOUR),
  maxChargeW: 10_000,
  maxDischargeW: 12_000,
  chargeEfficiency: 0.9,
  dischargeEfficiency: 0.8,
};

function linesOf(mtu: number, fromWh: number, toWh: number, change: Partial<PlanQuestion> = {}) {
  const into = new Float64Array(2 * LINES);
  const courses = new Courses(planQuestionOf([car], change));
  const cost = vehicleLines(courses, 0, mtu, fromWh, toWh, into, LINES, Infinity);
  return { lines: [...into.slice(LINES)].map(Math.round), cost };
}

describe('a car’s part of the group’s lines', () => {
  it('is what it can hold for the endurance around its baseline, and NEM in what is left of power and slack', () => {
    // Resting: up (30 − 20) kWh · 0.8 = 8 000 W, down its 10 000 W; slack 0.72 · 18 000 = 12 960 W is more than is left.
    expect(linesOf(0, 30_000, 30_000).lines).toEqual([8_000, 10_000, 12_000, 10_000, 0]);
    // Charging 4 500 Wh with 5 000 W: all of it can also be given up, so it moves to the upward side.
    expect(linesOf(0, 30_000, 34_500).lines).toEqual([13_000, 5_000, 17_000, 5_000, -5_000]);
    // Discharging 5 000 Wh with 4 000 W moves it to the other side.
    expect(linesOf(0, 30_000, 25_000).lines).toEqual([4_000, 14_000, 8_000, 14_000, 4_000]);
  });

  it('leaves NEM no more than the slack of the shares', () => {
    // Up (22 − 20) kWh · 0.8 = 1 600 W, slack 0.72 · 11 600 = 8 352 W: 9 952 W of 12 000 W.
    expect(linesOf(0, 22_000, 22_000).lines).toEqual([1_600, 10_000, 9_952, 10_000, 0]);
  });

  it('is its baseline alone in the MTU in which it leaves', () => {
    expect(linesOf(5, 30_000, 32_250).lines).toEqual([0, 0, 0, 0, -5_000]);
  });

  it('costs what energy is bought for, and wear less what is sold', () => {
    const costs = { buyPerWh: [2], sellPerWh: [1], wearPerWh: 3, storedPerWh: 0 };
    expect(linesOf(0, 30_000, 30_000, { costs }).cost).toBeCloseTo(0);
    expect(linesOf(0, 30_000, 34_500, { costs }).cost).toBeCloseTo(10_000);
    expect(linesOf(0, 30_000, 25_000, { costs }).cost).toBeCloseTo(3 * 5_000 - 4_000);
  });
});
