import { describe, expect, it } from '@jest/globals';
import { aSummary } from '../../test/support/backtest-summary.js';
import { COMPARISON, renderComparison } from './backtest-comparison.js';

const single = aSummary({
  strategy: 'single',
  committedMwH: 90.1,
  assumptions: ['Alike.', 'Strategy: single; rests.'],
});
const group = aSummary({ strategy: 'group', committedMwH: 134, assumptions: ['Alike.', 'Strategy: group; <pools>.'] });

describe('a comparison of strategies', () => {
  it('puts the figures that decide side by side', () => {
    const of = aSummary({
      strategy: 'theta',
      committedMwH: 262.3,
      foresightMwH: 401.04,
      shortfallShareOfSoldHours: 0.0281,
      departuresBelowTarget: 0,
      capacityRevenueEur: 6548.4,
      energyRevenueEur: -12.5,
      sanctionsEur: 22,
      wearEur: 2251,
      netRevenueEur: 4262.9,
    });
    expect(COMPARISON.map(({ head, cell }) => `${head}: ${cell(of)}`)).toEqual([
      'strategy: theta',
      'sold MW,h: 262.3',
      'with foresight: 401.0',
      'hours short %: 2.8',
      'below target: 0',
      'capacity EUR: 6\u202f548',
      'energy EUR: \u221213',
      'sanctions EUR: 22',
      'wear EUR: 2\u202f251',
      'net EUR: 4\u202f263',
    ]);
  });
  it('is one page: a row for each, its report behind the name, what all assume said once', () => {
    const page = renderComparison('Compared', [single, group]);
    expect(page).toContain('<a href="single/report.html">single</a>');
    expect(page).toContain('<td>134.0</td>');
    expect(page.split('Alike.')).toHaveLength(2);
    expect(page).toContain('group; &lt;pools&gt;.');
    expect(page).not.toMatch(/wall|second/i);
  });
});
