import { describe, expect, it } from '@jest/globals';
import { aSummary } from '../../test/support/backtest-summary.js';
import { backtestText, comparisonText } from './backtest-text.js';

const cost = { wallSeconds: 55.25, peakMemoryMb: 600 };

describe('the text of a backtest', () => {
  it('tells what was sold, what it brought and what it rests on', () => {
    const of = {
      ...aSummary({ committedMwH: 1.5, soldHours: 3, netRevenueEur: 12.5, assumptions: ['A guess.'] }),
      ...cost,
    };
    const text = backtestText('Backtest of a day', of, 'out');
    expect(text).toMatch(/^Backtest of a day\n {2}sold +1\.5 MW,h in 3 of 24 hours/);
    expect(text).toMatch(/net +12\.50 EUR/);
    expect(text).toMatch(/run +0 events, 55\.25 s, 600 MB/);
    expect(text).toContain('\n  - A guess.\n');
    expect(text).toContain('Report: out/report.html');
    expect(backtestText('Backtest of a day', of, undefined)).not.toContain('Report');
    expect(text).not.toContain('left early');
  });

  it('tells what became of drivers who left early, where some did', () => {
    const figures = {
      earlyDepartures: 9,
      earlyDeparturesBelowTarget: 8,
      shortMwH: 1.5,
      shortMwHByEarlyDepartures: 0.25,
    };
    const text = backtestText('Backtest of a day', { ...aSummary(figures), ...cost }, undefined);
    expect(text).toContain(
      "9: 8 below target, 0 below the driver's minimum; 0.250 of 1.500 MW,h short were lost by it",
    );
  });
});

describe('the text of a comparison', () => {
  it('has a row for each strategy, and its seconds', () => {
    const documents = (['single', 'group'] as const).map((strategy) => ({ ...aSummary({ strategy }), ...cost }));
    const [title, blank, heads, ...rows] = comparisonText('Compared', documents, undefined).trimEnd().split('\n');
    expect([title, blank]).toEqual(['Compared', '']);
    expect(heads).toMatch(/^strategy .*net EUR +seconds$/);
    expect(rows.map((row) => row.split(/ +/)[0])).toEqual(['single', 'group']);
    expect(rows[0]).toMatch(/55\.3$/);
  });
});
