import { describe, expect, it } from '@jest/globals';
import { deliveryDay } from '../kernel/index.js';
import { isFinnishHoliday } from './holidays.rules.js';

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
    expect(isFinnishHoliday(deliveryDay(day))).toBe(true);
  });

  it.each(['2026-04-07', '2026-06-18', '2026-06-26', '2025-01-07', '2024-05-10'])('%s is none', (day) => {
    expect(isFinnishHoliday(deliveryDay(day))).toBe(false);
  });
});
