import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { requiredResponseW } from './fcr-n.js';

const millihertz = fc.integer({ min: 48_000, max: 52_000 });
const capacityW = fc.integer({ min: 0, max: 50 }).map((steps) => steps * 100_000);

describe('FCR-N droop', () => {
  it.each([
    [49_000, 100_000],
    [49_900, 100_000],
    [49_950, 50_000],
    [49_999, 1_000],
    [50_000, 0],
    [50_001, -1_000],
    [50_050, -50_000],
    [50_100, -100_000],
    [51_000, -100_000],
  ])('0.1 MW at %i mHz injects %i W', (frequency, response) => {
    expect(requiredResponseW(100_000, frequency)).toBe(response);
  });

  it('is symmetric around 50 Hz', () => {
    fc.assert(
      fc.property(capacityW, millihertz, (capacity, frequency) => {
        expect(requiredResponseW(capacity, frequency) + requiredResponseW(capacity, 100_000 - frequency)).toBe(0);
      }),
    );
  });

  it('never rises with the frequency, never exceeds the capacity, and is whole', () => {
    fc.assert(
      fc.property(capacityW, millihertz, (capacity, frequency) => {
        const response = requiredResponseW(capacity, frequency);
        expect(requiredResponseW(capacity, frequency + 1)).toBeLessThanOrEqual(response);
        expect(Math.abs(response)).toBeLessThanOrEqual(capacity);
        expect(Number.isSafeInteger(response)).toBe(true);
      }),
    );
  });
});
