import { describe, expect, it } from '@jest/globals';
import { isoInstant } from '../../kernel/index.js';
import { columnsOf, decimalAt, instantAt } from './columns.js';

const OWN = { start: 'start', value: 'price_eur_per_mw_h' };

describe('columns of a price or frequency file', () => {
  it.each([
    [
      'our own, with more behind',
      ['start', 'price_eur_per_mw_h', 'volume_mw'],
      { start: 0, end: -1, value: 1, utc: false },
    ],
    ['our own, in another order', ['price_eur_per_mw_h', ' Start '], { start: 1, end: -1, value: 0, utc: false }],
    [
      'the TSO in English',
      ['Start time UTC', 'End time UTC', 'Imbalance price'],
      { start: 0, end: 1, value: 2, utc: true },
    ],
    [
      'the TSO in Finnish',
      ['Alkuaika UTC', 'Loppuaika UTC', 'Tasepoikkeaman hinta'],
      { start: 0, end: 1, value: 2, utc: true },
    ],
    ['the API as CSV', ['datasetId', 'startTime', 'endTime', 'value'], { start: 1, end: 2, value: 3, utc: true }],
  ])('reads %s', (_, header, columns) => {
    expect(columnsOf('f.csv', header, OWN)).toEqual(columns);
  });

  it('names the column that is missing', () => {
    expect(() => columnsOf('f.csv', ['start', 'price'], OWN)).toThrow(
      /f\.csv, line 1: column price_eur_per_mw_h is missing/,
    );
    expect(() => columnsOf('f.csv', ['time', 'price_eur_per_mw_h'], OWN)).toThrow(/column start is missing/);
  });
});

describe('a cell', () => {
  it('is an instant, in UTC without an offset only where the column says so', () => {
    expect(isoInstant(instantAt('2020-01-01 10:00:00', true, 'line 2'))).toBe('2020-01-01T10:00:00.000Z');
    expect(isoInstant(instantAt('2020-01-01T10:00:00+02:00', true, 'line 2'))).toBe('2020-01-01T08:00:00.000Z');
    expect(() => instantAt('2020-01-01T10:00:00', false, 'f.csv, line 2')).toThrow(/f\.csv, line 2: .*offset/);
  });

  it('is a number as written, or nothing', () => {
    expect([decimalAt(' 17.0 ', 'x'), decimalAt('-500', 'x'), decimalAt('', 'x'), decimalAt('NA', 'x')]).toEqual([
      '17.0',
      '-500',
      null,
      null,
    ]);
  });

  it.each(['12,5', 'abc', '1.2.3', '0x10', 'Infinity', '--1'])('refuses %s where a number belongs', (text) => {
    expect(() => decimalAt(text, 'f.csv, line 7')).toThrow(/f\.csv, line 7: .* is not a number/);
  });
});
