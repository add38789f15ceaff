import { describe, expect, it } from '@jest/globals';
import { sampleReport } from '../../../test/support/backtest-report-sample.js';
import { departureCounts, departuresTable } from './tables.js';

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
});
