import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { seeded } from './seeded.js';

const draw = (count: number, next: () => number): number[] => Array.from({ length: count }, next);

describe('seeded random numbers', () => {
  it('are the same for the same seed and names, on every machine', () => {
    expect(draw(3, seeded(1, 'fleet').next)).toEqual(draw(3, seeded(1, 'fleet').next));
    // Pinned: a change of these changes every simulation that was ever published.
    const random = seeded(1, 'fleet');
    expect(draw(3, () => random.int(1_000_000))).toEqual([543993, 274361, 80641]);
  });

  it('differ by seed, by name and by order of names', () => {
    const streams = [seeded(1), seeded(2), seeded(1, 'a'), seeded(1, 'a', 'b'), seeded(1, 'b', 'a'), seeded(1, 'ab')];
    expect(new Set(streams.map((random) => random.next())).size).toBe(streams.length);
  });

  it('stay within their bounds', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 1, max: 1000 }), (seed, n) => {
        const random = seeded(seed, 'bounds');
        for (const value of draw(100, random.next)) expect(value >= 0 && value < 1).toBe(true);
        for (const value of draw(100, () => random.int(n)))
          expect(Number.isInteger(value) && value >= 0 && value < n).toBe(true);
      }),
      { numRuns: 20 },
    );
  });

  it('are uniform and normal as promised', () => {
    const random = seeded(7, 'moments');
    const uniform = draw(20_000, random.next);
    const normal = draw(20_000, random.normal);
    expect(mean(uniform)).toBeCloseTo(0.5, 1);
    expect(variance(uniform)).toBeCloseTo(1 / 12, 2);
    expect(mean(normal)).toBeCloseTo(0, 1);
    expect(variance(normal)).toBeCloseTo(1, 1);
    // 1.96 standard deviations leave 5 % outside.
    expect(normal.filter((value) => Math.abs(value) > 1.96).length / normal.length).toBeCloseTo(0.05, 2);
  });
});

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const variance = (values: readonly number[]): number => mean(values.map((value) => (value - mean(values)) ** 2));
