import { describe, expect, it } from '@jest/globals';
import { sampleReport } from '../../../test/support/backtest-report-sample.js';
import type { EarlyDepartureRow } from '../early-departures.js';
import { departureCounts, departuresTable, earlyTable } from './tables.js';

describe('departures', () => {
  it('counts each session once', () => {
    const { departures } = sampleReport();
    const { kept, belowTarget, unreachable, unknown } = departureCounts(departures);
    expect([belowTarget, unreachable]).toEqual([0, 35]);
    expect(kept + belowTarget + unreachable + unknown).toBe(departures.length);
  });
  it('marks a promise that could have been kept and was not', () => {
    const [first] = sampleReport().departures.filter((row) => row.reachable === 'true');
    const { text } = departuresTable([{ ...first!, below_target: 'true' }]);
    expect(text).toContain('<tr class="bad"><th scope="row">Below target though it could be reached</th><td>1</td>');
  });
  it('keeps who left early apart from every promise of a target', () => {
    const { departures } = sampleReport();
    const early = departures.filter((row) => row.reachable === 'true').slice(0, 7);
    const all = departureCounts(departures);
    const asRows = early as unknown as readonly EarlyDepartureRow[];
    expect(departureCounts(departures, asRows)).toEqual({ ...all, kept: all.kept - 7, early: 7 });
    expect(departuresTable(departures, asRows).text).toContain('Left earlier than stated</th><td>7</td>');
    expect(departuresTable(departures).text).not.toContain('Left earlier');
  });
  it('shows a minimum that was not kept in red, and nothing where nobody left early', () => {
    const figures = {
      earlyDepartures: 3,
      earlyDeparturesBelowTarget: 2,
      earlyDeparturesBelowMinimum: 0,
      shortMwH: 0.25,
      shortMwHByEarlyDepartures: 0.125,
    };
    expect(earlyTable({ ...figures, earlyDepartures: 0 }).text).toBe('');
    expect(earlyTable(figures).text).toContain('<td>0.125</td>');
    expect(earlyTable(figures).text).not.toContain('"bad"');
    expect(earlyTable({ ...figures, earlyDeparturesBelowMinimum: 1 }).text).toContain('<tr class="bad">');
  });
});
