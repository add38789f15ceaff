import { describe, expect, it } from '@jest/globals';
import { alike, poolOf } from '../../test/support/pool.js';
import { NOON, ONE_PM } from '../../test/support/vehicle-arbitrary.js';
import { epochMs, MJ_PER_WH, MS_PER_MINUTE } from '../kernel/index.js';
import { EnergyManagement, newestFcrnRules } from '../market/index.js';
import { allocateMtu } from './allocation.js';
import { CONTROL_OFF, Frame } from './frame.js';
import { Mode, type Pool } from './pool.js';
import { meetsLine, stepSecond, type GroupPosition } from './set-point.js';

const rules = newestFcrnRules();
const obligation = (committedW: number) => ({
  mtuEnd: ONE_PM,
  committedW,
  mtuHours: 1,
  enduranceHours: 1,
  nemPowerFactor: rules.nemPowerFactor,
});
const IDLE: GroupPosition = {
  committedW: 0,
  heldW: 0,
  reservoirUpWh: 0,
  reservoirDownWh: 0,
  givenWs: 0,
  nemPowerFactor: rules.nemPowerFactor,
};

/** One second at `millihertz`; what the group and each car did. */
function second(
  pool: Pool,
  group: GroupPosition,
  millihertz: number,
  management = new EnergyManagement(rules),
  at = NOON,
) {
  const frame = new Frame();
  frame.millihertz[0] = millihertz;
  const cut = stepSecond(pool, group, management, frame, 0, at);
  const powers = [...frame.powerW.subarray(0, pool.count)];
  return { frame, cut, powers, deliveredW: frame.deliveredW[0], requiredW: frame.requiredW[0] };
}

describe('a second of the pool', () => {
  it.each([100_000, 200_000])('gives exactly what %i W sold require at every millihertz', (committedW) => {
    const pool = poolOf(alike(committedW / 2_000));
    const { group } = allocateMtu(pool, NOON, obligation(committedW));
    expect(group.heldW).toBe(committedW);
    const energies = pool.columns.energyMj.slice();
    for (let millihertz = 49_850; millihertz <= 50_150; millihertz++) {
      pool.columns.energyMj.set(energies);
      group.givenWs = 0;
      // 0.1 MW · (50.000 − f) / 0.1 Hz, held at ±0.1 Hz: 1 W for each mHz and kW sold.
      const expected = (committedW / 100) * Math.max(-100, Math.min(100, 50_000 - millihertz));
      const { deliveredW, requiredW, powers, frame } = second(pool, group, millihertz);
      expect([requiredW, deliveredW]).toEqual([expected + 0, expected + 0]);
      expect(powers.reduce((sum, power) => sum + power, 0)).toBe((frame.baselineW[0] as number) + expected);
      expect(frame.maintainedW[0]).toBe(committedW);
    }
  });
  it('is not yet in alert state with five minutes of endurance to the second', () => {
    // 55 of 60 minutes of full activation are gone: 3116 Wh − 3116 W · 55/60 h are left, which is 5 min of 3116 W.
    const group = { ...IDLE, committedW: 3_116, heldW: 3_116, reservoirUpWh: 10_000, reservoirDownWh: 3_116 };
    const at5min = second(poolOf(alike(1)), { ...group, givenWs: -3_116 * 55 * 60 }, 50_100).frame;
    expect([at5min.enduranceDownMin[0], at5min.maintainedW[0]]).toEqual([5, 3_116]);
    const after = second(poolOf(alike(1)), { ...group, givenWs: -3_116 * 55 * 60 - 1 }, 50_100).frame;
    expect(after.maintainedW[0]).toBe(0);
  });
  it('moves the battery by what the charger gives, less the losses', () => {
    const pool = poolOf([{}, {}]);
    pool.columns.mode.fill(Mode.Reserve);
    pool.columns.baselineW.set([9_500, -10_000]);
    const before = pool.columns.energyMj.slice(0, 2);
    second(pool, IDLE, 50_000);
    // 9 500 W · 1 s / 0.95 = 10 000 J out; 10 000 W · 1 s · 0.95 = 9 500 J in.
    expect(pool.columns.energyMj[0]).toBe((before[0] as number) - 10_000_000);
    expect(pool.columns.energyMj[1]).toBe((before[1] as number) + 9_500_000);
  });
  it('stays on the baseline without a frequency, and maintains nothing', () => {
    const pool = poolOf(alike(50));
    const { group } = allocateMtu(pool, NOON, obligation(100_000));
    const { frame, powers } = second(pool, group, CONTROL_OFF);
    expect(powers).toEqual([...pool.columns.baselineW.subarray(0, 50)]);
    expect([frame.requiredW[0], frame.deliveredW[0], frame.maintainedW[0]]).toEqual([0, 0, 0]);
  });
  it('requires what was sold and delivers what is held', () => {
    const pool = poolOf(alike(10));
    const { group } = allocateMtu(pool, NOON, obligation(1_000_000));
    expect(group.heldW).toBeLessThan(1_000_000);
    const { requiredW, deliveredW, frame } = second(pool, group, 49_900);
    expect([requiredW, deliveredW, frame.maintainedW[0]]).toEqual([1_000_000, group.heldW, group.heldW]);
  });
});

describe('a charging car', () => {
  it('charges at full power, and stops at its target to the watt', () => {
    const targetMj = 30_000 * MJ_PER_WH + 20_000_000;
    const pool = poolOf([{ targetMj }]);
    const powers = [0, 1, 2, 3].map((at) => second(pool, IDLE, 50_000, undefined, epochMs(NOON + at * 1000)).powers[0]);
    // 11 kW · 0.95 = 10 450 J a second; 20 000 J need one such second and 9 550 J / 0.95 = 10 052.6 W of the next.
    expect(powers).toEqual([-11_000, -10_053, 0, 0]);
    expect(pool.columns.energyMj[0]).toBeGreaterThanOrEqual(targetMj);
    expect(pool.columns.energyMj[0]).toBeLessThan(targetMj + 950);
  });
  it('reaches a target that is the full battery, and not a millijoule more', () => {
    const maxMj = 30_000 * MJ_PER_WH + 1_000;
    const pool = poolOf([{ targetMj: maxMj, maxMj }]);
    second(pool, IDLE, 50_000);
    expect(pool.columns.energyMj[0]).toBe(maxMj);
    expect(second(pool, IDLE, 50_000).powers[0]).toBe(0);
  });
});

describe('the lines of a car in the reserve', () => {
  const inReserve = (change: Parameters<typeof poolOf>[0][number], baselineW: number): Pool => {
    const pool = poolOf([change]);
    pool.columns.mode[0] = Mode.Reserve;
    pool.columns.baselineW[0] = baselineW;
    return pool;
  };
  it('never falls below its minimum', () => {
    const pool = inReserve({ energyMj: 1_000_000, minMj: 0, targetMj: 0 }, 11_000);
    // 1 000 J in the battery are 950 W for a second at the charger.
    expect(second(pool, IDLE, 50_000)).toMatchObject({ powers: [950], cut: true });
    expect(pool.columns.energyMj[0]).toBe(0);
  });
  it('turns to full charging where its recovery line says so', () => {
    const departureAt = epochMs(NOON + 10 * MS_PER_MINUTE);
    const targetMj = 30_000 * MJ_PER_WH + 600 * 11_000 * 950;
    const pool = inReserve({ departureAt, targetMj }, 5_000);
    for (let at = 0; at < 600; at++)
      expect(second(pool, IDLE, 50_000, undefined, epochMs(NOON + at * 1000)).powers).toEqual([-11_000]);
    expect(pool.columns.energyMj[0]).toBe(targetMj);
  });
  it('is met by a watt where the minimum is in the battery, and not before', () => {
    const [empty, spare] = [0, 2].map((wh) => poolOf([{ energyMj: (12_000 + wh) * MJ_PER_WH }])) as [Pool, Pool];
    expect([-1, 0, 1].map((powerW) => meetsLine(empty, 0, NOON, powerW))).toEqual([false, false, true]);
    expect(meetsLine(spare, 0, NOON, 6_800)).toBe(false);
    expect(meetsLine(spare, 0, NOON, 6_900)).toBe(true);
    const losing = poolOf([{ energyMj: 12_000 * MJ_PER_WH, standbyW: 19 }]);
    expect([-20, -19].map((powerW) => meetsLine(losing, 0, NOON, powerW))).toEqual([false, true]);
  });
  it('never rises above its maximum', () => {
    const pool = inReserve({ energyMj: 60_000 * MJ_PER_WH - 1_000_000 }, -11_000);
    // 1 000 J of room are 1 052.6 W for a second.
    expect(second(pool, IDLE, 50_000)).toMatchObject({ powers: [-1_052], cut: true });
  });
  it('keeps to its power without asking for a new allocation: none would help', () => {
    const pool = inReserve({}, 20_000);
    expect(second(pool, IDLE, 50_000)).toMatchObject({ powers: [11_000], cut: false });
  });
});

describe('energy management', () => {
  it('keeps droop and NEM together within 1.34 of the capacity when the reference has slid away', () => {
    const pool = poolOf(alike(50));
    const { group } = allocateMtu(pool, NOON, obligation(100_000));
    const management = new EnergyManagement(rules);
    for (let at = 0; at < 300; at++) management.step(49_900, 1, 119);
    expect([management.referenceMhz, management.nemMean]).toEqual([49_900, 0]);
    // The response has faded out at 49.9 Hz; a jump to 50.1 Hz asks for −2·C and gets −1.34·C, NEM (now −1/300) included.
    const { requiredW, deliveredW, frame } = second(pool, group, 50_100, management);
    expect(requiredW).toBe(-134_000);
    expect(Math.abs((deliveredW as number) + 134_000)).toBeLessThan(50);
    expect([frame.aem[0], frame.maintainedW[0]]).toEqual([1, 100_000]);
  });
});
