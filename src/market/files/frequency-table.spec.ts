import { describe, expect, it } from '@jest/globals';
import { MS_PER_DAY, SECONDS_PER_DAY } from './frequency-series.js';
import { FrequencyTable } from './frequency-table.js';

const START = 100 * MS_PER_DAY;

function table(rows: readonly (readonly [seconds: number, millihertz: number | null])[]): FrequencyTable {
  const made = new FrequencyTable('f.csv');
  for (const [seconds, millihertz] of rows) made.add(START + seconds * 1000, millihertz);
  return made;
}

const everySecond = (from: number, to: number, millihertz: number) =>
  Array.from({ length: to - from }, (_, index) => [from + index, millihertz] as const);

describe('a table of frequency', () => {
  it('keeps the first value of a second, also when the first row of it is empty', () => {
    const series = table([
      [0, 50_010],
      [0, 50_020],
      [1, null],
      [1, 50_030],
      [2, 50_040],
    ]).series();
    expect([...(series.days.get(100)?.millihertz.subarray(0, 3) ?? [])]).toEqual([50_010, 50_030, 50_040]);
    expect(series.counts).toMatchObject({ rows: 5, repeatedRows: 1, emptyValues: 1 });
  });

  it('holds the last value over a gap, over midnight too, and counts', () => {
    const series = table([
      ...everySecond(0, 10, 49_990),
      ...everySecond(20, SECONDS_PER_DAY - 5, 50_010),
      ...everySecond(SECONDS_PER_DAY + 5, 2 * SECONDS_PER_DAY, 50_000),
    ]).series();
    expect(series.days.get(100)?.millihertz[15]).toBe(49_990);
    expect(series.days.get(101)?.millihertz[4]).toBe(50_010);
    expect(series.counts).toMatchObject({ heldSeconds: 20, longestHoldSeconds: 10 });
  });

  it('does not count what lies within the step of the file', () => {
    const rows = Array.from({ length: 480 }, (_, index) => [index * 180, 50_000 + index] as const);
    const series = table(rows).series();
    expect(series.stepMs).toBe(180_000);
    expect([...(series.days.get(100)?.millihertz.subarray(179, 181) ?? [])]).toEqual([50_000, 50_001]);
    expect(series.counts).toMatchObject({ heldSeconds: 0, longestHoldSeconds: 0 });
  });

  it('takes the first of ten values a second, and calls none of them repeated', () => {
    const rows = Array.from({ length: 600 }, (_, index) => [index / 10, 50_000 + (index % 10)] as const);
    const series = table(rows).series();
    expect([series.stepMs, series.days.get(100)?.millihertz[59], series.counts.repeatedRows]).toEqual([100, 50_000, 0]);
  });

  it('puts rows that are out of order where they belong, and keeps the order of days of the file', () => {
    const series = table([
      [SECONDS_PER_DAY, 50_020],
      [SECONDS_PER_DAY + 1, 50_020],
      [5, 49_980],
      [6, 49_980],
    ]).series();
    expect([...series.days.keys()]).toEqual([101, 100]);
    expect(series.counts.unorderedRows).toBe(1);
    // Before the very first value in time stands that value.
    expect(series.days.get(100)?.millihertz[0]).toBe(49_980);
  });

  it('knows which hours have a value', () => {
    expect(
      table([
        [3_600, 50_000],
        [3_601, 50_000],
      ])
        .series()
        .days.get(100)
        ?.hours.map(Number),
    ).toEqual([0, 1, ...Array<number>(22).fill(0)]);
  });

  it('refuses what is no frequency', () => {
    expect(() => table([]).series()).toThrow(/no rows/);
    expect(() => table([[0, null]]).series()).toThrow(/no row has a value/);
    expect(() =>
      table([
        [0, 50_000],
        [3_600, 50_000],
        [7_200, 50_000],
      ]).series(),
    ).toThrow(/every 3600 s.*at least every 180 s/);
  });
});
