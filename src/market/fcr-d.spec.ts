import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseInstant } from '../kernel/index.js';
import { disturbanceResponseW, requiredResponseOf } from './fcr-d.js';
import { fcrdRules } from './fcr-d.rules.js';
import { requiredResponseW } from './fcr-n.js';

const band = fcrdRules(parseInstant('2026-01-01T00:00:00Z'));

describe('FCR-D', () => {
  it.each([
    [50_000, 0],
    [49_900, 0],
    [49_700, 500_000],
    [49_500, 1_000_000],
    [49_000, 1_000_000],
    [50_500, 0],
  ])('up at %i mHz injects %i W of a megawatt', (millihertz, powerW) => {
    expect(disturbanceResponseW('FCR-D-up', 1_000_000, millihertz, band)).toBe(powerW);
  });

  it.each([
    [50_100, 0],
    [50_300, -500_000],
    [50_500, -1_000_000],
    [51_000, -1_000_000],
    [49_500, 0],
  ])('down at %i mHz injects %i W of a megawatt', (millihertz, powerW) => {
    expect(disturbanceResponseW('FCR-D-down', 1_000_000, millihertz, band)).toBe(powerW);
  });

  it('is the mirror of itself, and begins where FCR-N ends', () => {
    fc.assert(
      fc.property(fc.integer({ min: 49_000, max: 51_000 }), (millihertz) => {
        const up = disturbanceResponseW('FCR-D-up', 1_000_000, millihertz, band);
        const down = disturbanceResponseW('FCR-D-down', 1_000_000, 100_000 - millihertz, band);
        expect(up + down).toBe(0);
        expect(up * down <= 0).toBe(true);
        if (up !== 0) expect(requiredResponseW(1_000_000, millihertz)).toBe(1_000_000);
      }),
    );
  });
});

describe('the response law', () => {
  it('is that of the product', () => {
    expect(requiredResponseOf('FCR-N', 100_000, 49_950, band)).toBe(50_000);
    expect(requiredResponseOf('FCR-D-up', 1_000_000, 49_850, band)).toBe(125_000);
    expect(requiredResponseOf('FCR-D-down', 1_000_000, 50_150, band)).toBe(-125_000);
  });
});
