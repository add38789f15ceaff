import { describe, expect, it } from '@jest/globals';
import { lastThatHolds } from './bisection.js';

describe('the last value that holds', () => {
  it('is the edge itself, to the last bits, and holds', () => {
    const root = lastThatHolds(2, (value) => value * value <= 2);
    expect(root).toBeCloseTo(Math.SQRT2, 14);
    expect(root * root).toBeLessThanOrEqual(2);
  });

  it('is all of it where all of it holds, and nothing where nothing does', () => {
    expect(lastThatHolds(7, () => true)).toBe(7);
    expect(lastThatHolds(7, () => false)).toBe(0);
    expect(lastThatHolds(0, () => false)).toBe(0);
  });
});
