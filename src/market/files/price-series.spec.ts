import { describe, expect, it } from '@jest/globals';
import { epochMs, MS_PER_MINUTE } from '../../kernel/index.js';
import { PriceSeries, type PriceRow } from './price-series.js';

const at = (minutes: number) => epochMs(minutes * MS_PER_MINUTE);
const row = (start: number, price: string | null, minutes = 60, line = start / 60 + 2): PriceRow => ({
  start: at(start),
  end: at(start + minutes),
  price,
  place: `line ${line}`,
});

describe('a series of prices', () => {
  it('gives the text of the period that holds the instant', () => {
    const series = PriceSeries.of('p.csv', [row(0, '17.0'), row(60, '-3.5')]);
    expect([series.at(at(0)), series.at(at(59)), series.at(at(60)), series.at(at(119))]).toEqual([
      '17.0',
      '17.0',
      '-3.5',
      '-3.5',
    ]);
    expect([series.at(at(-1)), series.at(at(120))]).toEqual([null, null]);
    expect(series.periodAt(at(61))).toEqual({ start: at(60), end: at(120), price: '-3.5' });
  });

  it('may change its period within the file', () => {
    const series = PriceSeries.of('p.csv', [row(0, '1'), row(60, '2', 15), row(75, '3', 15)]);
    expect([series.at(at(74)), series.at(at(75)), series.at(at(90))]).toEqual(['2', '3', null]);
  });

  it('orders rows, and counts gaps, repeats and rows out of order', () => {
    const series = PriceSeries.of('p.csv', [row(180, '4'), row(0, '1'), row(60, null), row(0, '1.00')]);
    expect(series.counts).toEqual({ rows: 4, duplicateRows: 1, unorderedRows: 2, gaps: 1, gapMinutes: 120 });
    expect(series.at(at(60))).toBeNull();
    expect([series.start, series.end]).toEqual([at(0), at(240)]);
  });

  it('refuses two prices for one time and names both rows', () => {
    expect(() => PriceSeries.of('p.csv', [row(0, '1'), row(60, '2'), row(60, '3', 60, 9)])).toThrow(
      /p\.csv, line 9: .*3 here and 2 in line 3/,
    );
    expect(() => PriceSeries.of('p.csv', [row(0, '1'), row(30, '1', 60, 3)])).toThrow(/line 3/);
  });

  it('refuses a file without any price', () => {
    expect(() => PriceSeries.of('p.csv', [row(0, null)])).toThrow(/no row has a price/);
  });
});
