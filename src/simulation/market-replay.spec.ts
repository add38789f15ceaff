import { describe, expect, it } from '@jest/globals';
import { dayInterval, deliveryDay, epochMs, MS_PER_HOUR } from '../kernel/index.js';
import { PriceSeries } from '../market/index.js';
import type { EnergyPricePublication } from '../settlement/index.js';
import { EnergyPriceReplay } from './market-replay.js';

const FIRST = deliveryDay('2026-03-28');
const LAST = deliveryDay('2026-03-29');
const { start } = dayInterval(FIRST);

const hourly = PriceSeries.of(
  'day-ahead.csv',
  Array.from({ length: 72 }, (_, hour) => ({
    start: epochMs(start + hour * MS_PER_HOUR),
    end: epochMs(start + (hour + 1) * MS_PER_HOUR),
    price: `${hour}.50`,
    place: `line ${hour + 2}`,
  })),
);

function replay() {
  const published: { kind: string; periods: number; by: string }[] = [];
  const publication = {
    publish: (kind: string, periods: readonly unknown[], by: string) => {
      published.push({ kind, periods: periods.length, by });
      return Promise.resolve();
    },
  } as unknown as EnergyPricePublication;
  return { published, prices: new EnergyPriceReplay(publication, { 'day-ahead': hourly }, FIRST, LAST) };
}

describe('recorded energy prices', () => {
  it('become known when their delivery day has ended', async () => {
    const { published, prices } = replay();
    const { end } = dayInterval(FIRST);
    expect(prices.nextDueAt()).toBe(end);
    await prices.runDue(epochMs(end - 1));
    expect(published).toEqual([]);
    await prices.runDue(end);
    expect(published).toEqual([{ kind: 'day-ahead', periods: 24, by: 'tso' }]);
  });

  it('are caught up day by day, a short day with its 23 hours, and end with the last day', async () => {
    const { published, prices } = replay();
    await prices.runDue(epochMs(dayInterval(LAST).end + MS_PER_HOUR));
    expect(published.map(({ periods }) => periods)).toEqual([24, 23]);
    expect(prices.nextDueAt()).toBeNull();
    await prices.runDue(epochMs(dayInterval(LAST).end + 48 * MS_PER_HOUR));
    expect(published).toHaveLength(2);
  });
});
