import { describe, expect, it } from '@jest/globals';
import { anAggregate } from '../../../test/support/market-samples.js';
import { allocationAggregateElement, allocationAggregateOf } from './allocation-aggregate.js';
import { childNamed, childrenNamed } from './xml-element.js';

describe('a day aggregate', () => {
  it.each([
    ['2026-01-13', 24],
    ['2026-03-29', 23],
    ['2026-10-25', 25],
  ])('of %s has %i positions, and reads back as it was written', (day, hours) => {
    const aggregate = anAggregate(day);
    const root = allocationAggregateElement(aggregate);
    const period = childNamed(childNamed(root, 'AllocationTimeSeries') ?? root, 'Period');
    expect(period && childrenNamed(period, 'Interval')).toHaveLength(hours);
    expect(allocationAggregateOf(root)).toEqual(aggregate);
  });

  it('writes values as attributes', () => {
    const root = allocationAggregateElement(anAggregate('2026-01-13'));
    expect(childNamed(root, 'DocumentType')?.attributes).toEqual({ v: 'A38' });
    expect(childNamed(root, 'ReserveBidTimeInterval')?.attributes['v']).toBe('2026-01-12T23:00Z/2026-01-13T23:00Z');
  });

  it('is read in the order of positions, whatever the order they come in', () => {
    const aggregate = anAggregate('2026-01-13');
    const [series] = aggregate.series;
    const hours = series?.hours.map((hour, index) => ({ ...hour, awardedMw: `0.${index % 10}` })) ?? [];
    const root = allocationAggregateElement({ ...aggregate, series: series ? [{ ...series, hours }] : [] });
    const shuffled = JSON.parse(JSON.stringify(root)) as typeof root;
    const period = childNamed(childNamed(shuffled, 'AllocationTimeSeries') ?? shuffled, 'Period');
    (period?.children as unknown[]).reverse();
    expect(allocationAggregateOf(shuffled).series[0]?.hours).toEqual(hours);
  });
});
