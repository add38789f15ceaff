import { deliveryDayOf, localHourOf, MS_PER_HOUR, MS_PER_MINUTE, type EpochMs } from '../kernel/index.js';
import { DEFAULT_CALENDAR, isFree, type HolidayCalendar } from './holiday-calendar.js';

/** Days on which cars are used alike. */
export type KindOfDay = 'workday' | 'free-day';

const SATURDAY = 6;

export const isWeekend = (at: EpochMs): boolean => localHourOf(at).weekday >= SATURDAY;

/** Days of the market, its hours on the market's clock: the 3 o'clock of a 23-hour day is 3 o'clock. */
export function kindOfDay(at: EpochMs, calendar: HolidayCalendar = DEFAULT_CALENDAR): KindOfDay {
  return isWeekend(at) || isFree(deliveryDayOf(at), calendar) ? 'free-day' : 'workday';
}

/** Minutes since midnight on the market's clock; both of the doubled hours in autumn have the same. */
export const minuteOfDay = (at: EpochMs): number => localHourOf(at).hour * 60 + (at % MS_PER_HOUR) / MS_PER_MINUTE;

/** What MTUs are compared with: the same kind of day at the same time of the market's day. */
export const comparableTo = (mtuStart: EpochMs): string => `${kindOfDay(mtuStart)} ${minuteOfDay(mtuStart)}`;
