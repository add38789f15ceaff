import { describe, expect, it } from '@jest/globals';
import { deliveryDay } from '../kernel/index.js';
import { HOLIDAY_COUNTRIES, isHoliday, type HolidayCountry } from './holidays.rules.js';

describe('days on which Finland stays at home', () => {
  it.each([
    ['2019-04-19', 'Good Friday'],
    ['2019-04-22', 'Easter Monday'],
    ['2024-05-09', 'Ascension Day'],
    ['2026-04-03', 'Good Friday'],
    ['2026-04-06', 'Easter Monday'],
    ['2026-06-19', 'Midsummer Eve'],
    ['2020-06-19', 'Midsummer Eve'],
    ['2025-01-06', 'Epiphany'],
    ['2025-12-24', 'Christmas Eve'],
  ])('%s is %s', (day) => {
    expect(isHoliday(deliveryDay(day), 'FI')).toBe(true);
  });

  it.each(['2026-04-07', '2026-06-18', '2026-06-26', '2025-01-07', '2024-05-10'])('%s is none', (day) => {
    expect(isHoliday(deliveryDay(day), 'FI')).toBe(false);
  });
});

/** As the almanacs of both countries have them. */
const MOVING = [
  // Good Friday, Midsummer Eve.
  [2020, '04-10', '06-19'],
  [2021, '04-02', '06-25'],
  [2022, '04-15', '06-24'],
  [2023, '04-07', '06-23'],
  [2024, '03-29', '06-21'],
  [2025, '04-18', '06-20'],
  [2026, '04-03', '06-19'],
  [2027, '03-26', '06-25'],
  [2028, '04-14', '06-23'],
  [2029, '03-30', '06-22'],
  [2030, '04-19', '06-21'],
] as const;
const MS_PER_DAY = 86_400_000;

/** Days of a year that are holidays, weekends aside, in order. */
function holidaysOf(year: number, country: HolidayCountry): string[] {
  const days: string[] = [];
  for (let at = Date.UTC(year, 0, 1); at < Date.UTC(year + 1, 0, 1); at += MS_PER_DAY) {
    const day = new Date(at).toISOString().slice(0, 10);
    const isWeekend = [0, 6].includes(new Date(at).getUTCDay());
    if (!isWeekend && isHoliday(deliveryDay(day), country)) days.push(day);
  }
  return days;
}

/** What is left of `days` on working days, in order. */
const working = (days: readonly number[]): string[] =>
  days
    .filter((at) => ![0, 6].includes(new Date(at).getUTCDay()))
    .sort((a, b) => a - b)
    .map((at) => new Date(at).toISOString().slice(0, 10));

describe.each(MOVING)('every holiday on a working day of %i', (year, goodFriday, midsummerEve) => {
  const on = (day: string): number => Date.parse(`${year}-${day}T00:00:00Z`);
  const after = (days: number): number => on(goodFriday) + days * MS_PER_DAY;

  it('in Finland', () => {
    const fixed = ['01-01', '01-06', '05-01', '12-06', '12-24', '12-25', '12-26', midsummerEve].map(on);
    expect(holidaysOf(year, 'FI')).toEqual([...new Set(working([...fixed, on(goodFriday), after(3), after(41)]))]);
  });

  it('in Norway', () => {
    const fixed = ['01-01', '05-01', '05-17', '12-24', '12-25', '12-26'].map(on);
    const moving = [after(-1), on(goodFriday), after(3), after(41), after(52)];
    expect(holidaysOf(year, 'NO')).toEqual([...new Set(working([...fixed, ...moving]))]);
  });
});

it('Denmark’s Great Prayer Day was free until 2023', () => {
  for (const day of ['2020-05-08', '2021-04-30', '2022-05-13', '2023-05-05'])
    expect(isHoliday(deliveryDay(day), 'DK')).toBe(true);
  expect(isHoliday(deliveryDay('2024-04-26'), 'DK')).toBe(false);
  expect(isHoliday(deliveryDay('2023-05-05'), 'NO')).toBe(false);
});

describe('days on which others stay at home', () => {
  it.each([
    ['2019-12-06', 'FI'],
    ['2019-04-18', 'NO'],
    ['2019-05-17', 'NO'],
    ['2019-06-10', 'NO'],
    ['2025-06-06', 'SE'],
    ['2025-06-20', 'SE'],
    ['2025-04-17', 'DK'],
  ] as const)('%s is free in %s and not in all', (day, country) => {
    const free = HOLIDAY_COUNTRIES.filter((other) => isHoliday(deliveryDay(day), other));
    expect(free).toContain(country);
    expect(free.length).toBeLessThan(HOLIDAY_COUNTRIES.length);
  });
});
