import { describe, expect, it } from '@jest/globals';
import { anAcknowledgement, anAggregate, aResult } from '../../../test/support/market-samples.js';
import { epochMs } from '../../kernel/index.js';
import { acknowledgementElement, type AcknowledgementDocument } from './acknowledgement.js';
import { allocationAggregateElement } from './allocation-aggregate.js';
import { allocationResultElement, type BidAward } from './allocation-result.js';
import { acknowledgementProblems, allocationAggregateProblems, allocationResultProblems } from './result-checks.js';

const rules = (problems: readonly { rule: string }[]): string[] => problems.map(({ rule }) => rule);

describe('an acknowledgement', () => {
  const broken = (change: Partial<AcknowledgementDocument>) =>
    rules(acknowledgementProblems(acknowledgementElement(anAcknowledgement(change))));

  it('has one verdict, and the TSO on one side', () => {
    expect(broken({})).toEqual([]);
    expect(
      broken({
        reasons: [
          { code: 'A01', text: null },
          { code: 'A02', text: null },
        ],
      }),
    ).toEqual(['one-verdict']);
    expect(broken({ rejectedSeries: [{ mrid: 's', reasons: [] }] })).toEqual(['one-verdict']);
    expect(broken({ sender: { eic: '44X-00000000001H', role: 'A46' } })).toEqual(['tso-party']);
  });
});

describe('a result per bid', () => {
  const broken = (change: Partial<BidAward>) =>
    rules(allocationResultProblems(allocationResultElement(aResult('2026-03-29', change))));

  it('says what its quantities say', () => {
    expect(broken({})).toEqual([]);
    expect(broken({ awardedMw: '0.5', outcome: 'A73' })).toEqual([]);
    expect(broken({ awardedMw: '0', outcome: 'B09' })).toEqual([]);
    expect(broken({ awardedMw: '0.5' })).toEqual(['outcome']);
    expect(broken({ awardedMw: '0.6', outcome: 'A73' })).toEqual(['outcome']);
    expect(broken({ outcome: 'A95' as never })).toEqual(['one-outcome']);
  });

  it('is for one hour of its day', () => {
    const other = aResult('2026-03-30').awards[0]?.hour;
    expect(broken(other ? { hour: other } : {})).toEqual(['within-period']);
    const hour = aResult().awards[0]?.hour;
    expect(broken(hour ? { hour: { ...hour, end: epochMs(hour.end + 1_800_000) } } : {})).toEqual(['one-hour']);
  });
});

describe('a day aggregate', () => {
  const root = (day: string) => allocationAggregateElement(anAggregate(day));

  it.each(['2026-01-13', '2026-03-29', '2026-10-25'])('of %s has each hour once', (day) => {
    expect(allocationAggregateProblems(root(day))).toEqual([]);
  });

  it('has no hour too few or twice, and is of a whole day', () => {
    const aggregate = anAggregate('2026-03-29');
    const [series] = aggregate.series;
    const shorter = { ...aggregate, series: series ? [{ ...series, hours: series.hours.slice(1) }] : [] };
    expect(rules(allocationAggregateProblems(allocationAggregateElement(shorter)))).toEqual(['full-day']);
    const twice = JSON.parse(JSON.stringify(root('2026-01-13')).replace('{"v":"2"}', '{"v":"1"}')) as never;
    expect(rules(allocationAggregateProblems(twice))).toEqual(['full-day']);
    const halved = JSON.parse(
      JSON.stringify(root('2026-01-13')).replaceAll('2026-01-13T23:00Z', '2026-01-13T11:00Z'),
    ) as never;
    expect(rules(allocationAggregateProblems(halved))).toEqual(['full-day']);
  });

  it('is of a product', () => {
    const other = JSON.parse(JSON.stringify(root('2026-01-13')).replace('"A03"', '"A01"')) as never;
    expect(rules(allocationAggregateProblems(other))).toEqual(['product']);
  });
});
