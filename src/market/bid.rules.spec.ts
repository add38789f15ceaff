import { describe, expect, it } from '@jest/globals';
import { parseInstant } from '../kernel/index.js';
import { BID_FORM_TIMELINES, bidFormRules, bidRulesOf, isSold } from './bid.rules.js';

const at = parseInstant;

describe('the form of a bid by delivery period', () => {
  it('has names from September 2025, reserve objects until August, portfolio limits from February 2026', () => {
    expect(bidFormRules(at('2022-06-15T00:00:00Z'))).toEqual({
      bidNames: false,
      reserveObjectRead: true,
      portfolioLimits: false,
    });
    expect(bidFormRules(at('2025-08-31T21:59:59Z'))).toMatchObject({ bidNames: false, reserveObjectRead: false });
    expect(bidFormRules(at('2025-08-31T22:00:00Z')).bidNames).toBe(true);
    expect(bidFormRules(at('2026-03-01T00:00:00Z')).portfolioLimits).toBe(true);
  });

  it('names a source for every value', () => {
    for (const timeline of Object.values(BID_FORM_TIMELINES))
      for (const entry of timeline) expect(entry.source.length).toBeGreaterThan(20);
  });
});

describe('the rules of a bid', () => {
  it('are those of its product', () => {
    expect(bidRulesOf('FCR-N', at('2026-01-01T00:00:00Z')).maximumBidW).toBe(5_000_000);
    expect(bidRulesOf('FCR-D-up', at('2026-01-01T00:00:00Z')).maximumBidW).toBe(10_000_000);
  });

  it('know what was sold when', () => {
    expect(isSold('FCR-D-down', at('2021-12-01T00:00:00Z'))).toBe(false);
    expect(isSold('FCR-D-down', at('2022-01-01T00:00:00Z'))).toBe(true);
    expect(isSold('FCR-D-up', at('2021-12-01T00:00:00Z'))).toBe(true);
  });
});
