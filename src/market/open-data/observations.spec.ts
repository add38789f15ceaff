import { describe, expect, it } from '@jest/globals';
import { epochMs, MS_PER_HOUR, parseInstant, type Interval } from '../../kernel/index.js';
import { gapsOf, inOrder, observationsCsv, readPage, windowsOf, type Observation } from './observations.js';

const day: Interval = { start: parseInstant('2025-09-01T00:00:00Z'), end: parseInstant('2025-09-02T00:00:00Z') };
const hour = (index: number, value = String(index)): Observation => ({
  start: epochMs(day.start + index * MS_PER_HOUR),
  end: epochMs(day.start + (index + 1) * MS_PER_HOUR),
  value,
});
const row = (fields: object = {}) => ({
  datasetId: 317,
  startTime: '2025-09-01T02:00:00.000Z',
  endTime: '2025-09-01T03:00:00.000Z',
  value: 12.06,
  ...fields,
});
const page = (data: unknown, pagination: object = { nextPage: null }) => readPage({ data, pagination }, 317);

describe('a page of observations', () => {
  it('holds the rows as published', () => {
    expect(page([row()])).toEqual({ observations: [hour(2, '12.06')], nextPage: null });
  });

  it('keeps every digit of a value, the noise included', () => {
    expect(page([row({ value: 28.44999 })]).observations[0]?.value).toBe('28.44999');
  });

  it('names the next page', () => {
    expect(page([row()], { nextPage: 2 }).nextPage).toBe(2);
  });

  it('may come without a paging block', () => {
    expect(readPage({ data: [row()] }, 317).nextPage).toBeNull();
  });

  it('leaves rows without a value out', () => {
    expect(page([row({ value: null }), row()]).observations).toHaveLength(1);
  });

  it.each([
    ['no list', { error: 'x' }, 'field data is not a list'],
    ['another data set', { data: [row({ datasetId: 316 })] }, 'data[0].datasetId is 316, asked for 317'],
    ['a time without offset', { data: [row({ startTime: '2025-09-01T02:00:00' })] }, 'data[0].startTime'],
    ['a period that ends before it starts', { data: [row({ endTime: '2025-09-01T01:00:00Z' })] }, 'data[0].endTime'],
    ['a value that is text', { data: [row({ value: '12' })] }, 'data[0].value is "12", not a number'],
    ['a next page that is none', { data: [], pagination: { nextPage: 'two' } }, 'pagination.nextPage is "two"'],
  ])('is refused with %s', (_, body, message) => {
    expect(() => readPage(body, 317)).toThrow(message);
  });
});

describe('observations in order', () => {
  it('are sorted, one a period, the last read being the correction', () => {
    expect(inOrder([hour(2), hour(1), hour(2, '7')], day)).toEqual([hour(1), hour(2, '7')]);
  });

  it('leave out what starts outside the interval', () => {
    expect(inOrder([hour(-1), hour(0), hour(24)], day)).toEqual([hour(0)]);
  });

  it('show what was never published', () => {
    const there = Array.from({ length: 22 }, (_, index) => hour(index)).filter((_, index) => index !== 5);
    expect(gapsOf(there, day)).toEqual([
      { start: hour(5).start, end: hour(6).start },
      { start: hour(22).start, end: day.end },
    ]);
  });

  it('have no gap in a whole day', () => {
    expect(
      gapsOf(
        Array.from({ length: 24 }, (_, index) => hour(index)),
        day,
      ),
    ).toEqual([]);
  });

  it('print in the columns of the portal', () => {
    expect(observationsCsv([hour(1, '0.5')], 'Price (EUR/MW,h)')).toBe(
      'startTime,endTime,"Price (EUR/MW,h)"\n2025-09-01T01:00:00.000Z,2025-09-01T02:00:00.000Z,0.5\n',
    );
  });
});

describe('windows of a long interval', () => {
  it('join without a gap and hold the portal’s page at three-minute values', () => {
    const year: Interval = { start: day.start, end: epochMs(day.start + 365 * 24 * MS_PER_HOUR) };
    const windows = windowsOf(year);
    expect(windows[0]?.start).toBe(year.start);
    expect(windows.at(-1)?.end).toBe(year.end);
    for (const [index, window] of windows.entries()) {
      if (index > 0) expect(window.start).toBe(windows[index - 1]?.end);
      expect((window.end - window.start) / (3 * 60_000)).toBeLessThanOrEqual(20_000);
    }
  });
});
