import { describe, expect, it } from '@jest/globals';
import { sampleReport } from '../../../test/support/backtest-report-sample.js';
import { groupBy } from '../../kernel/index.js';
import { hoursOf, isShort, meanOf, priceBins, shortMw, sumOf, type Hour } from './report-data.js';

const hour = (changed: Partial<Hour>): Hour => ({
  mtuStart: '2026-01-13T10:00:00.000Z',
  day: '2026-01-13',
  hour: 11,
  firmMw: null,
  offeredMw: 0,
  awardedMw: 0,
  maintainedMw: 0,
  price: null,
  capacityEur: 0,
  energyEur: 0,
  sanctionEur: 0,
  ...changed,
});

describe('what the report is drawn from', () => {
  it('puts hours on the market’s calendar: the spring day has 23 of them, none at 2:00', () => {
    const sample = sampleReport('2026-03-28', '2026-03-30');
    const days = groupBy(hoursOf(sample.mtus, sample.firmMw), ({ day }) => day);
    expect([...days].map(([day, of]) => [day, of.length])).toEqual([
      ['2026-03-28', 24],
      ['2026-03-29', 23],
      ['2026-03-30', 24],
    ]);
    expect(days.get('2026-03-29')?.map((of) => of.hour)).not.toContain(2);
  });

  it('calls an hour short by what is printed', () => {
    expect(isShort(hour({ awardedMw: 0.3, maintainedMw: 0.299999 }))).toBe(true);
    expect(isShort(hour({ awardedMw: 0.3, maintainedMw: 0.3 }))).toBe(false);
    expect(isShort(hour({}))).toBe(false);
    expect(shortMw(hour({ awardedMw: 0.3, maintainedMw: 0.25 }))).toBeCloseTo(0.05, 12);
  });

  it('means what is known only', () => {
    expect(meanOf([1, null, 3])).toBe(2);
    expect(meanOf([null])).toBeNull();
  });

  it('puts every priced hour into one bin, dear ones into the last', () => {
    const prices = [...Array.from({ length: 99 }, (_, n) => n / 2), 5000];
    const bins = priceBins(prices.map((price, n) => hour({ price, awardedMw: n % 2 })));
    expect(sumOf(bins, (bin) => bin.hours)).toBe(100);
    expect(sumOf(bins, (bin) => bin.awardedHours)).toBe(50);
    expect(bins.length).toBeLessThan(40);
    expect(bins.at(-1)?.to).toBe(Infinity);
  });

  it('has bins for negative and for equal prices, and none without a price', () => {
    expect(priceBins([hour({ price: -3 }), hour({ price: -3 })])).toMatchObject([{ hours: 2, to: Infinity }]);
    expect(priceBins([hour({})])).toEqual([]);
  });
});
