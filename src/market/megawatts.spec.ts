import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { epochMs } from '../kernel/index.js';
import { megawattText, wattsOf, wholeSecond } from './megawatts.js';

describe('quantities in documents', () => {
  it.each([
    [0, '0.0'],
    [100_000, '0.1'],
    [5_000_000, '5.0'],
    [1_234_560, '1.23456'],
    [12_300_000, '12.3'],
  ])('%i W is %s MW', (powerW, text) => {
    expect(megawattText(powerW)).toBe(text);
  });

  it('are exact both ways', () => {
    fc.assert(
      fc.property(fc.nat(2_000_000_000), (powerW) => {
        expect(wattsOf(megawattText(powerW))).toBe(powerW);
      }),
    );
  });

  it('are whole watts or none', () => {
    expect([wattsOf('0.1000000'), wattsOf('3'), wattsOf('0.1234567'), wattsOf('-1'), wattsOf('1e3')]).toEqual([
      100_000,
      3_000_000,
      null,
      null,
      null,
    ]);
    expect(() => megawattText(-1)).toThrow('no quantity');
  });
});

describe('an instant in documents', () => {
  it('is a whole second, the one it lies in', () => {
    expect([0, 999, 1000].map((at) => wholeSecond(epochMs(at)))).toEqual([0, 0, 1000]);
  });
});
