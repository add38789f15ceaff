import { describe, expect, it } from '@jest/globals';
import { parseInstant } from '../kernel/index.js';
import { FCR_D_TIMELINES, fcrdRules } from './fcr-d.rules.js';

const at = (text: string) => fcrdRules(parseInstant(text));

describe('FCR-D rules by delivery period', () => {
  it('takes bids of 1 to 10 MW', () => {
    expect(at('2026-01-01T00:00:00Z')).toMatchObject({
      minimumBidW: 1_000_000,
      maximumBidW: 10_000_000,
      bidStepW: 100_000,
    });
  });

  it('buys the downward product from 2022', () => {
    expect(at('2021-12-31T22:59:59Z').downwardProduct).toBe(false);
    expect(at('2021-12-31T23:00:00Z').downwardProduct).toBe(true);
  });

  it('asks of a limited reservoir 20 instead of 30 minutes from August 2022, and power to recover from September 2023', () => {
    expect(at('2022-07-31T21:59:59Z').enduranceMinutes).toBe(30);
    expect(at('2022-07-31T22:00:00Z')).toMatchObject({ enduranceMinutes: 20, recoveryPowerFactor: 0 });
    expect(at('2023-09-01T00:00:00Z').recoveryPowerFactor).toBe(0.2);
  });

  it('names a source for every value', () => {
    for (const timeline of Object.values(FCR_D_TIMELINES))
      for (const entry of timeline) expect(entry.source.length).toBeGreaterThan(20);
  });
});
