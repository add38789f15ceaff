import { describe, expect, it } from '@jest/globals';
import { ASSUMED_WEAR, wearCost, wearTerms } from './wear-cost.js';

describe('wear cost', () => {
  it('charges each kWh discharged', () => {
    // 12.345678 kWh × 0.05 = 0.6172839
    expect(wearCost(12_345_678, ASSUMED_WEAR).toString()).toBe('0.62');
    expect(wearCost(0, ASSUMED_WEAR).toString()).toBe('0.00');
    // 100 kWh × 0.071 = 7.10
    expect(wearCost(100_000_000, wearTerms('0.071', 'battery warranty')).toString()).toBe('7.10');
  });

  it('names its assumption', () => {
    expect(ASSUMED_WEAR.source).toContain('assumption');
  });

  it('refuses what is no cost, or has no source', () => {
    expect(() => wearTerms('5 ct', 'x')).toThrow(/0\.05/);
    expect(() => wearTerms('-0.05', 'x')).toThrow(/0 or more/);
    expect(() => wearTerms('0.05', '')).toThrow(/source/);
  });
});
