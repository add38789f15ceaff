import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { linearScale, roundStep, svgNumber, ticks } from './scale.js';

describe('scales', () => {
  it('maps ends to ends', () => {
    const scale = linearScale(0, 10, 100, 0);
    expect([scale(0), scale(5), scale(10)]).toEqual([100, 50, 0]);
    expect(linearScale(3, 3, 7, 9)(3)).toBe(7);
  });
  it('steps by 1, 2 or 5', () => {
    expect([roundStep(10, 4), roundStep(0.7, 4), roundStep(900, 4), roundStep(0, 4)]).toEqual([5, 0.2, 500, 1]);
  });
  it('covers every range with few round marks', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -1e6, max: 1e6, noNaN: true }),
        fc.double({ min: 1e-3, max: 1e6, noNaN: true }),
        (low, length) => {
          const marks = ticks(low, low + length, 4);
          expect(marks[0]).toBeLessThanOrEqual(low + length * 1e-6 + 1e-9);
          expect(marks.at(-1)).toBeGreaterThanOrEqual(low + length * (1 - 1e-6) - 1e-9);
          expect(marks.length).toBeLessThanOrEqual(7);
        },
      ),
    );
  });
  it('prints coordinates short and never a negative zero', () => {
    expect([svgNumber(1.005), svgNumber(-0.001), svgNumber(12)]).toEqual(['1', '0', '12']);
  });
});
