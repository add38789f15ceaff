import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { climbToTop } from './line-search.js';

describe('climbing to a top', () => {
  it('comes within the last section of the one top there is', () => {
    const interior = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(interior, (top) => {
        const found = climbToTop((at) => -((at - top) ** 2), 0, 1, 12);
        expect(Math.abs(found - top)).toBeLessThan(0.618 ** 9);
      }),
    );
  });

  it('finds a top at either end, and stays at the lower one where nothing is better', () => {
    expect(climbToTop((at) => at, 3, 7, 4)).toBe(7);
    expect(climbToTop((at) => -at, 3, 7, 4)).toBe(3);
    expect(climbToTop(() => 5, 3, 7, 4)).toBe(3);
  });

  it('never returns a point worse than the ends', () => {
    const wild = (at: number): number => Math.sin(40 * at) + Math.cos(17 * at);
    const value = wild(climbToTop(wild, 0, 1, 6));
    expect(value).toBeGreaterThanOrEqual(Math.max(wild(0), wild(1)));
  });
});
