import { describe, expect, it } from '@jest/globals';
import { InputError } from '../kernel/index.js';
import { sanction, sanctionTerms } from './sanction.js';

const terms = sanctionTerms('1', 'assumption: once the capacity price');
const held = { priceEurPerMwH: '62.13', committedW: 300_000, maintainedW: 271_234, mtuMinutes: 60 };

describe('sanction', () => {
  it('charges the factor times the price for what is missing', () => {
    // 1 × 62.13 × (0.3 − 0.271234) = 1.78723158
    expect(sanction(held, terms).toString()).toBe('1.79');
    // 3 × 1.78723158 = 5.36169474: rounded once, at the end
    expect(sanction(held, sanctionTerms('3', 'contract 2026, 11.1')).toString()).toBe('5.36');
  });

  it('charges nothing when more was maintained than sold', () => {
    expect(sanction({ ...held, maintainedW: 400_000 }, terms).toString()).toBe('0.00');
  });

  it('charges nothing at a factor of 0', () => {
    expect(sanction(held, sanctionTerms('0', 'test year')).toString()).toBe('0.00');
  });

  it.each(['', 'one', '-1', '1e3', 'NaN', '1,5'])('refuses the factor "%s"', (factor) => {
    expect(() => sanctionTerms(factor, 'contract')).toThrow(InputError);
  });

  it('refuses a factor without its source', () => {
    expect(() => sanctionTerms('1', ' ')).toThrow(/source/);
  });
});
