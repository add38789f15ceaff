import { describe, expect, it } from '@jest/globals';
import { unitWorth, worthOf } from './plan-question.js';

describe('the worth of a capacity', () => {
  const bands = [
    { upToW: 300_000, worth: 4 },
    { upToW: 400_000, worth: 1 },
    { upToW: Infinity, worth: 0.25 },
  ];

  it('counts each watt by the band that it lies in', () => {
    expect(worthOf(bands, 0)).toBe(0);
    expect(worthOf(bands, 200_000)).toBe(800_000);
    expect(worthOf(bands, 350_000)).toBe(1_200_000 + 50_000);
    expect(worthOf(bands, 500_000)).toBe(1_200_000 + 100_000 + 25_000);
  });

  it('goes on below nothing, so that less is always worse', () => {
    expect(worthOf(bands, -10)).toBe(-40);
  });

  it('is the capacity itself where every watt is worth the same', () => {
    expect(unitWorth(3).map((each) => worthOf(each, 1234))).toEqual([1234, 1234, 1234]);
  });
});
