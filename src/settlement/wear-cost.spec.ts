import { describe, expect, it } from '@jest/globals';
import { ASSUMED_WEAR, wearCost, wearTerms } from './wear-cost.js';

const used = (dischargedMilliWh: number, wornMicroWh: number | null = null) => ({ dischargedMilliWh, wornMicroWh });

describe('wear cost', () => {
  it('charges the life that was used: 5 Wh of a battery at 106.25 EUR per kWh', () => {
    expect(wearCost(used(12_345_678, 5_000_000), ASSUMED_WEAR).toString()).toBe('0.53');
    expect(wearCost(used(12_345_678, 0), ASSUMED_WEAR).toString()).toBe('0.00');
  });

  it('charges each kWh discharged where the life used is not on record, or has no price', () => {
    // 100 kWh × 0.0134 and 100 kWh × 0.071
    expect(wearCost(used(100_000_000), ASSUMED_WEAR).toString()).toBe('1.34');
    expect(wearCost(used(100_000_000, 5), wearTerms('0.071', 'battery warranty')).toString()).toBe('7.10');
    expect(wearCost(used(0), ASSUMED_WEAR).toString()).toBe('0.00');
  });

  it('names its sources and its assumption', () => {
    expect(ASSUMED_WEAR.source).toMatch(/BloombergNEF[^]*Xu[^]*assumption/);
  });

  it('refuses what is no cost, or has no source', () => {
    expect(() => wearTerms('5 ct', 'x')).toThrow(/0\.05/);
    expect(() => wearTerms('-0.05', 'x')).toThrow(/0 or more/);
    expect(() => wearTerms('0.05', '')).toThrow(/source/);
  });
});
