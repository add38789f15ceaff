import { deliveryDayOf, localHourOf, MS_PER_HOUR, MS_PER_MINUTE, type EpochMs } from '../kernel/index.js';
import { isHoliday, type HolidayCountry } from './holidays.rules.js';

/** Days on which cars are used alike. */
export type KindOfDay = 'workday' | 'free-day';

const SATURDAY = 6;
/** The market's own. */
export const DEFAULT_COUNTRY: HolidayCountry = 'FI';

/** Days of the market, its hours on the market's clock: the 3 o'clock of a 23-hour day is 3 o'clock. */
export function kindOfDay(at: EpochMs, country: HolidayCountry = DEFAULT_COUNTRY): KindOfDay {
  return localHourOf(at).weekday >= SATURDAY || isHoliday(deliveryDayOf(at), country) ? 'free-day' : 'workday';
}

/** Minutes since midnight on the market's clock; both of the doubled hours in autumn have the same. */
export const minuteOfDay = (at: EpochMs): number => localHourOf(at).hour * 60 + (at % MS_PER_HOUR) / MS_PER_MINUTE;

/** What MTUs are compared with: the same kind of day at the same time of the market's day. */
export const comparableTo = (mtuStart: EpochMs): string => `${kindOfDay(mtuStart)} ${minuteOfDay(mtuStart)}`;
