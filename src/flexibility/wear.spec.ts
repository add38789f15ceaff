import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { newest } from '../kernel/index.js';
import { BATTERY_WEAR, PLANNING_WEAR, type BatteryWear } from './wear.rules.js';
import { CycleCounter, equivalentFullCycles, lastKwhWearEur, lifeOfCycle, ReserveWear, wearEurPerKwh } from './wear.js';

const WEAR = newest(BATTERY_WEAR).value;
/** A law by which lives are easy to add: depth squared. */
const SQUARE: BatteryWear = { batteryEurPerKwh: 100, lifePerFullCycle: 1, depthExponent: 2 };

const lifeOf = ([first = 0, ...rest]: readonly number[], wear = SQUARE): number => {
  const counter = new CycleCounter(first, wear);
  for (const depth of rest) counter.add(depth);
  return counter.life();
};
const path = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 40 });

/** Rainflow by its definition: takes away the smallest swing between two of at least its size, again and again. */
function lifeByDefinition(depths: readonly number[]): number {
  const points = depths.filter((depth, index) => {
    const [before, after] = [depths[index - 1], depths[index + 1]];
    if (depth === before) return false;
    const next = depths.slice(index + 1).find((later) => later !== depth);
    return before === undefined || next === undefined || after === undefined || depth > before !== next > depth;
  });
  let life = 0;
  for (;;) {
    const swings = points.slice(1).map((depth, index) => Math.abs(depth - (points[index] as number)));
    const inner = swings.findIndex(
      (swing, index) =>
        index > 0 &&
        index < swings.length - 1 &&
        swing <= (swings[index - 1] ?? 0) &&
        swing <= (swings[index + 1] ?? 0),
    );
    if (inner === -1) return life + swings.reduce((sum, swing) => sum + swing ** 2 / 2, 0);
    life += (swings[inner] as number) ** 2;
    points.splice(inner, 2);
  }
}

describe('wear of a battery', () => {
  it('is 3 000 cycles at 80 %, and grows with the depth: 1.1 ct per kWh at 20 %, 5.6 at 100 %', () => {
    expect(1 / lifeOfCycle(0.8, WEAR)).toBeGreaterThan(2_950);
    expect(1 / lifeOfCycle(0.8, WEAR)).toBeLessThan(3_050);
    // 106.25 EUR · 5.24e-4 · 0.2^1.03
    expect(wearEurPerKwh(0.2, WEAR)).toBeCloseTo(0.0106, 4);
    expect(wearEurPerKwh(1, WEAR)).toBeCloseTo(0.0557, 4);
  });
  it('agrees with five years of frequency regulation: 1 to 2 % of 40 kWh lost', () => {
    // 9.2 kW for 14 hours a day, 17.5 % of it discharged: 41 MWh in cycles of a tenth to a fifth, life ending at 80 %.
    const cycles = equivalentFullCycles(9_200 * 0.175 * 14 * 365 * 5, 40_000);
    for (const depth of [0.1, 0.2]) {
      const lostShare = 0.2 * cycles * (lifeOfCycle(depth, WEAR) / depth);
      expect(lostShare).toBeGreaterThan(0.009);
      expect(lostShare).toBeLessThan(0.021);
    }
  });
});

describe('cycles of a battery', () => {
  it('are halves while they are open and wholes within a larger swing', () => {
    expect(lifeOf([0.5])).toBe(0);
    expect(lifeOf([0.2, 0.7])).toBeCloseTo(0.25 / 2);
    // A swing of 0.1 on the way from 0.2 to 0.8.
    expect(lifeOf([0.2, 0.5, 0.4, 0.8])).toBeCloseTo(0.36 / 2 + 0.01);
    // Points on the way do not count.
    expect(lifeOf([0.2, 0.3, 0.45, 0.5, 0.4, 0.6, 0.8])).toBeCloseTo(0.36 / 2 + 0.01);
  });
  it('are counted as by the definition, one energy at a time', () => {
    fc.assert(fc.property(path, (depths) => expect(lifeOf(depths)).toBeCloseTo(lifeByDefinition(depths), 9)));
  });
  it('never give life back, and a battery turned upside down wears alike', () => {
    fc.assert(
      fc.property(path, (depths) => {
        depths.forEach((_, index) => {
          expect(lifeOf(depths.slice(0, index + 2))).toBeGreaterThanOrEqual(lifeOf(depths.slice(0, index + 1)) - 1e-12);
        });
        expect(lifeOf(depths.map((depth) => 1 - depth))).toBeCloseTo(lifeOf(depths), 9);
      }),
    );
  });
});

describe('wear by the reserve', () => {
  const reserve = (arrival: number, target: number, depths: readonly number[]): number => {
    const wear = new ReserveWear(arrival, target, SQUARE);
    for (const depth of depths) wear.add(depth);
    return wear.life();
  };
  it('is none for a car that is only charged', () => {
    expect(reserve(0.3, 0.8, [0.4, 0.6, 0.8])).toBe(0);
    expect(reserve(0.3, 0.8, [0.5])).toBe(0);
  });
  it('is what comes on top: discharging first makes the charge deeper', () => {
    // Half a cycle 0.5 → 0.2 and half a cycle 0.2 → 0.8, less half a cycle 0.5 → 0.8.
    expect(reserve(0.5, 0.8, [0.2, 0.8])).toBeCloseTo((0.09 + 0.36 - 0.09) / 2);
  });
  it('counts charging beyond the target', () => {
    expect(reserve(0.5, 0.6, [0.9])).toBeCloseTo((0.16 - 0.01) / 2);
  });
});

describe('the wear of the last kWh of a cycle', () => {
  it('is what a little more depth adds to the cost of the cycle', () => {
    const cycleEur = (depth: number): number => depth * wearEurPerKwh(depth, WEAR);
    for (const depth of [0.1, 0.25, 0.5, 1])
      expect((cycleEur(depth + 1e-6) - cycleEur(depth)) / 1e-6).toBeCloseTo(lastKwhWearEur(depth, WEAR), 6);
  });

  it('is what a plan weighs at least, at a quarter of the battery, and never as much as of a whole one', () => {
    const { eurPerKwh } = newest(PLANNING_WEAR).value;
    expect(wearEurPerKwh(0.25, WEAR)).toBeCloseTo(0.0134, 4);
    expect(lastKwhWearEur(0.25, WEAR)).toBeCloseTo(0.0271, 4);
    expect(eurPerKwh).toBeGreaterThan(lastKwhWearEur(0.25, WEAR));
    expect(eurPerKwh).toBeLessThan(lastKwhWearEur(1, WEAR));
  });
});
