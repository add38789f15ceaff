import { InputError, type DeliveryDay } from '../kernel/index.js';
import { HOLIDAY_COUNTRIES, isHoliday, type HolidayCountry } from './holidays.rules.js';

/** Which days are free beside Saturdays and Sundays: one calendar for all cars of an installation. */
export interface HolidayCalendar {
  /** null: no country's. */
  readonly country: HolidayCountry | null;
  /** Further ones, such as a company's holidays, in order. */
  readonly days: readonly DeliveryDay[];
}

/** The market's own. */
export const DEFAULT_CALENDAR: HolidayCalendar = { country: 'FI', days: [] };

export const HOLIDAYS_ALLOWED = `${HOLIDAY_COUNTRIES.join(', ')} or none, and further days like 2026-05-15, with commas`;

/**
 * `NO`, `none`, `NO,2026-05-15,2026-05-18` or days alone, in any order.
 * @throws InputError saying what is wrong with it, and what is allowed.
 */
export function readHolidayCalendar(text: string): HolidayCalendar {
  const words = text.split(',').map((word) => word.trim());
  const countries = words.filter((word) => !/^\d/.test(word));
  const [named] = countries;
  const country = HOLIDAY_COUNTRIES.find((known) => known === named) ?? null;
  if (countries.length > 1) throw new InputError(`holidays of one country only; allowed: ${HOLIDAYS_ALLOWED}`);
  if (named !== undefined && named !== 'none' && country === null) throw new InputError(`allowed: ${HOLIDAYS_ALLOWED}`);
  const days = words.filter((word) => /^\d/.test(word));
  const wrong = days.find((day) => !isCalendarDay(day));
  if (wrong !== undefined) throw new InputError(`"${wrong}" is no day; allowed: ${HOLIDAYS_ALLOWED}`);
  return { country, days: [...new Set(days as DeliveryDay[])].sort() };
}

/** As it was read: equal calendars have equal texts. */
export const holidayCalendarText = ({ country, days }: HolidayCalendar): string =>
  [...(country === null && days.length > 0 ? [] : [country ?? 'none']), ...days].join(',');

/** Saturdays and Sundays aside. */
export const isFree = (day: DeliveryDay, { country, days }: HolidayCalendar): boolean =>
  days.includes(day) || (country !== null && isHoliday(day, country));

const isCalendarDay = (text: string): boolean => {
  const at = Date.parse(`${text}T00:00:00Z`);
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
};
