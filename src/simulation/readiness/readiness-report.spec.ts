import { describe, expect, it } from '@jest/globals';
import { aReadiness } from '../../../test/support/readiness.js';
import { monthsText, renderReadiness } from './readiness-report.js';

describe('the readiness report', () => {
  it('shows the week, the chargers and what holds back, on one page without scripts', () => {
    const page = renderReadiness('V2G readiness', aReadiness({}));
    expect(page).toContain('Firm capacity through the week');
    expect(page.match(/class="framed"/g)).toHaveLength(24);
    expect(page).toContain('no car is plugged in');
    expect(page).toContain('78.6 %');
    expect(page).not.toMatch(/<script|https?:\/\/(?!www\.w3\.org)/);
    expect(renderReadiness('V2G readiness', aReadiness({}))).toBe(page);
  });
  it('says when there are chargers enough', () => {
    expect(monthsText(aReadiness({ monthsUntilMinimumBid: 0 }))).toBe(
      'enough for the smallest bid in a quarter of the week’s hours today',
    );
    expect(monthsText(aReadiness({ monthsUntilMinimumBid: 3, chargersAddedPerMonth: 8 }))).toContain(
      'in 3 months, at 8',
    );
    expect(monthsText(aReadiness({ monthsUntilMinimumBid: null }))).toContain('does not grow');
    expect(monthsText(aReadiness({ monthsUntilMinimumBid: null, chargersAddedPerMonth: null }))).toContain('too short');
    expect(monthsText(aReadiness({ chargersForMinimumBidAt90: null }))).toContain('no number of chargers');
  });
  it('does not fall over nothing', () => {
    expect(renderReadiness('V2G readiness', aReadiness({ from: null, to: null, firmKwByHourOfWeek: [] }))).toContain(
      'No week',
    );
  });
});
