import { describe, expect, it } from '@jest/globals';
import { deliveryDay } from '../kernel/index.js';
import { HOLIDAY_COUNTRIES, isHoliday } from './holidays.rules.js';

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
