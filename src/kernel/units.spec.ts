import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  clamp,
  floorToStep,
  formatMw,
  formatMwhFromMilliwattHours,
  fromWattHours,
  hertzToMillihertz,
  millihertz,
  permille,
  toWattHours,
  wattHours,
  watts,
} from './units.js';

describe('quantities', () => {
  it('are whole numbers', () => {
    expect(watts(-7400)).toBe(-7400);
    for (const make of [watts, wattHours, millihertz, permille])
      for (const value of [0.5, NaN, Infinity, 2 ** 53]) expect(() => make(value)).toThrow(RangeError);
  });

  it('round energy to the nearest watt-hour, never to -0', () => {
    // 1 Wh = 3 600 000 mJ
    expect([toWattHours(5_400_000), toWattHours(1_799_999), toWattHours(-1_700_000)]).toEqual([2, 0, 0]);
    expect(fromWattHours(2)).toBe(7_200_000);
  });

  it('floor power to the step of a product', () => {
    expect([floorToStep(99_999, 100_000), floorToStep(1_280_000, 100_000), floorToStep(-5, 100_000)]).toEqual([
      0, 1_200_000, 0,
    ]);
  });

  it('read hertz as millihertz', () => {
    expect([hertzToMillihertz(49.953), hertzToMillihertz(50.0004)]).toEqual([49_953, 50_000]);
  });

  it('clamp between bounds', () => {
    expect([clamp(-2, -1, 1), clamp(0.5, -1, 1), clamp(2, -1, 1)]).toEqual([-1, 0.5, 1]);
  });
});

describe('printed quantities', () => {
  it.each([
    [123_456, 6, '0.123456'],
    [-123_456, 6, '-0.123456'],
    [1_250_000, 1, '1.3'],
    [-40_000, 1, '0.0'],
    [0, 6, '0.000000'],
    [2_000_000, 0, '2'],
  ])('%i W with %i decimals is %s MW', (power, decimals, text) => {
    expect(formatMw(power, decimals)).toBe(text);
  });

  it('lose nothing', () => {
    fc.assert(
      fc.property(fc.integer({ min: -(10 ** 12), max: 10 ** 12 }), (value) => {
        expect(Math.round(Number(formatMw(value)) * 1e6) + 0).toBe(value);
        expect(BigInt(formatMwhFromMilliwattHours(value).replace('.', ''))).toBe(BigInt(value));
      }),
    );
  });
});
