import { describe, expect, it } from '@jest/globals';
import { aPooledVehicle } from '../../test/support/pool.js';
import { MJ_PER_WH } from '../kernel/index.js';
import { BatteryUse } from './battery-use.js';
import { Frame } from './frame.js';
import { Pool } from './pool.js';

/** Life by depth squared; 1 of it is the whole battery. */
const SQUARE = { batteryEurPerKwh: 100, lifePerFullCycle: 1, depthExponent: 2 };

/** One car of 60 kWh, half full; each step is a minute at a power, as the pool would have obeyed it. */
function aDay() {
  const pool = new Pool();
  pool.add(aPooledVehicle());
  const frame = new Frame();
  const use = new BatteryUse(() => 60_000, SQUARE);
  const minute = (powerW: number, energyWh: number): void => {
    frame.count = pool.count;
    frame.seconds = 60;
    frame.sessionIds = pool.sessionIds;
    for (let second = 0; second < 60; second++) frame.powerW[second * frame.stride] = powerW;
    pool.columns.energyMj[0] = energyWh * MJ_PER_WH;
    use.take(frame, pool);
  };
  return { pool, use, minute };
}

describe('the use of batteries', () => {
  it('is told in Wh taken out of the battery, rounded up, and in life over plain charging', () => {
    const { use, minute } = aDay();
    minute(0, 30_000);
    // 5 700 W for a minute: 95 Wh at the grid, 100 of the battery.
    minute(5_700, 29_900);
    expect(use.uncountedMj('S1')).toBeCloseTo(100 * MJ_PER_WH);
    const depth = 100 / 60_000;
    const told = use.tell();
    expect(told).toEqual({
      sessionIds: ['S1'],
      dischargedWh: [100],
      // Half a cycle: depth² / 2 of 60 kWh.
      wornMicroWh: [Math.round(((depth * depth) / 2) * 60_000 * 1e6)],
    });
    // Told is not yet counted.
    expect(use.uncountedMj('S1')).toBe(100 * MJ_PER_WH);
    use.arrived(told);
    expect(use.uncountedMj('S1')).toBe(0);
  });
  it('is the worst that could have been where nobody saw: 11 kW for half an hour over 95 %', () => {
    const { pool, use } = aDay();
    use.assume(pool, 0, 0.5);
    expect(use.tell().dischargedWh).toEqual([Math.ceil(5_500 / 0.95)]);
  });
  it('is told once, and nothing of a car that is charged as it would have been anyway', () => {
    const { use, minute } = aDay();
    minute(0, 30_000);
    minute(-11_000, 30_174);
    minute(-11_000, 30_348);
    expect(use.tell()).toEqual({ sessionIds: [], dischargedWh: [], wornMicroWh: [] });
    minute(5_700, 30_248);
    expect(use.tell().dischargedWh).toEqual([100]);
    expect(use.tell().dischargedWh).toEqual([]);
  });
  it('adds up to the life of the whole path, however often it is told', () => {
    const path = [29_000, 31_000, 28_000, 40_000, 39_000, 48_000, 20_000];
    const worn = (tellEach: boolean): number => {
      const { use, minute } = aDay();
      minute(0, 30_000);
      let sum = 0;
      for (const energyWh of path) {
        minute(0, energyWh);
        if (tellEach) sum += use.tell().wornMicroWh[0] ?? 0;
      }
      return sum + (use.tell().wornMicroWh[0] ?? 0);
    };
    expect(Math.abs(worn(true) - worn(false))).toBeLessThan(path.length);
    expect(worn(false)).toBeGreaterThan(0);
  });
  it('tells of a car that has left, and then forgets it', () => {
    const { pool, use, minute } = aDay();
    minute(5_700, 29_900);
    pool.remove('S1');
    expect(use.tell().sessionIds).toEqual(['S1']);
    use.tell();
    expect(use.uncountedMj('S1')).toBe(0);
    expect(use.tell().sessionIds).toEqual([]);
  });
});
