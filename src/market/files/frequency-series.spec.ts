import { describe, expect, it } from '@jest/globals';
import { dayInterval, deliveryDay, MS_PER_HOUR, parseInstant } from '../../kernel/index.js';
import {
  alignFrequency,
  MS_PER_DAY,
  SECONDS_PER_DAY,
  type FrequencyDay,
  type FrequencySeries,
} from './frequency-series.js';

/** The UTC day on which a text date starts. */
const utcDay = (date: string): number => parseInstant(`${date}T00:00:00Z`) / MS_PER_DAY;

/** A file whose day number i holds 50 000 + i mHz throughout, with values in the given hours. */
function series(days: readonly (readonly [utcDay: number, hoursWithValue?: number])[]): FrequencySeries {
  const entries = days.map(([day, count = 24], index): [number, FrequencyDay] => [
    day,
    {
      millihertz: new Uint16Array(SECONDS_PER_DAY).fill(50_000 + index),
      hours: Array.from({ length: 24 }, (_, hour) => hour < count),
    },
  ]);
  const counts = { rows: 0, repeatedRows: 0, emptyValues: 0, unorderedRows: 0, heldSeconds: 0, longestHoldSeconds: 0 };
  return { name: 'f.csv.gz', stepMs: 1000, days: new Map(entries), counts };
}

describe('frequency of the same day', () => {
  const first = utcDay('2026-01-14');
  const source = alignFrequency(series([[first], [first + 1], [first + 3]]), 'exact');

  it('is that of the UTC day', () => {
    expect(source.secondsOfDay(first + 1)[0]).toBe(50_001);
  });

  it('names the delivery days of which most hours have none', () => {
    const days = ['2026-01-14', '2026-01-15', '2026-01-16', '2026-01-17', '2026-01-18'].map(deliveryDay);
    // The 14th lacks its first hour only, the 16th has only its first, the 17th lacks its first, the 18th has its first.
    expect(source.daysWithout(days)).toEqual(['2026-01-16', '2026-01-18']);
  });

  it('holds the neighbour over the hour that lies on a day before the file', () => {
    const { start } = dayInterval(deliveryDay('2026-01-14'));
    expect(start).toBe(first * MS_PER_DAY - MS_PER_HOUR);
    expect(source.secondsOfDay(first - 1)[0]).toBe(50_000);
    expect(source.secondsOfDay(first + 2)[0]).toBe(50_001);
    expect(source.secondsOfDay(first - 1)).toBe(source.secondsOfDay(first - 1));
  });

  it('goes round the file for a past that lies before it', () => {
    const turns = [-30, -29, -28].map((days) => source.secondsOfDay(first + days)[0]);
    expect(turns.sort()).toEqual([50_000, 50_001, 50_002]);
  });
});

describe('frequency that goes round the file', () => {
  it('gives UTC day k whole UTC day k mod n, in the order of the file', () => {
    const source = alignFrequency(series([[100], [101], [99]]), 'wrap');
    const taken = [0, 1, 2, 3, 300].map((day) => source.secondsOfDay(day)[0]);
    expect(taken).toEqual([50_000, 50_001, 50_002, 50_000, 50_000]);
    expect(source.daysWithout([deliveryDay('2026-01-14')])).toEqual([]);
    expect(source.description).toContain('3 UTC days repeated');
  });

  it('leaves out the day of which a local day at the edge has only some hours', () => {
    const source = alignFrequency(series([[100, 2], [101], [102]]), 'wrap');
    expect([0, 1, 2].map((day) => source.secondsOfDay(day)[0])).toEqual([50_001, 50_002, 50_001]);
  });
});
