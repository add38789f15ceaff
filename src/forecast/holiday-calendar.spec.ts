import { describe, expect, it } from '@jest/globals';
import { deliveryDay, InputError } from '../kernel/index.js';
import { holidayCalendarText, isFree, readHolidayCalendar } from './holiday-calendar.js';

const free = (day: string, calendar: string): boolean => isFree(deliveryDay(day), readHolidayCalendar(calendar));

describe('a calendar of holidays', () => {
  it('is a country, further days, both or nothing', () => {
    expect(readHolidayCalendar('NO')).toEqual({ country: 'NO', days: [] });
    expect(readHolidayCalendar('none')).toEqual({ country: null, days: [] });
    expect(readHolidayCalendar('2026-12-31')).toEqual({ country: null, days: ['2026-12-31'] });
    expect(readHolidayCalendar(' 2026-05-18, NO,2026-05-15,2026-05-18 ')).toEqual({
      country: 'NO',
      days: ['2026-05-15', '2026-05-18'],
    });
  });

  it('has a text that reads as the same calendar', () => {
    for (const text of ['FI', 'none', 'NO,2026-05-15,2026-05-18', '2026-12-31']) {
      expect(holidayCalendarText(readHolidayCalendar(text))).toBe(text);
    }
  });

  it.each([
    ['SF', 'allowed: FI, NO, SE, DK or none'],
    ['fi', 'allowed: FI'],
    ['', 'allowed: FI'],
    ['FI,NO', 'one country only'],
    ['NO,2026-02-30', '"2026-02-30" is no day'],
    ['NO,2026-2-3', '"2026-2-3" is no day'],
    ['2026', '"2026" is no day'],
  ])('is not "%s"', (text, reason) => {
    expect(() => readHolidayCalendar(text)).toThrow(InputError);
    expect(() => readHolidayCalendar(text)).toThrow(reason);
  });

  it('knows the days of its country and those that are listed', () => {
    expect(free('2026-05-15', 'NO,2026-05-15')).toBe(true);
    expect(free('2026-05-15', 'NO')).toBe(false);
    expect(free('2024-05-17', 'NO,2026-05-15')).toBe(true);
    expect(free('2024-05-17', '2026-05-15')).toBe(false);
    expect(free('2024-12-06', 'FI')).toBe(true);
    expect(free('2024-12-06', 'none')).toBe(false);
  });
});
