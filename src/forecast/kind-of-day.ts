import { deliveryDayOf, localHourOf, MS_PER_HOUR, MS_PER_MINUTE, type EpochMs } from '../kernel/index.js';
import { isFinnishHoliday } from './holidays.rules.js';

/** Days on which cars are used alike. */
export type KindOfDay = 'workday' | 'free-day';

const SATURDAY = 6;

/** Days of the market, its hours on the market's clock: the 3 o'clock of a 23-hour day is 3 o'clock. */
export function kindOfDay(at: EpochMs): KindOfDay {
  return localHourOf(at).weekday >= SATURDAY || isFinnishHoliday(deliveryDayOf(at)) ? 'free-day' : 'workday';
}

/** What MTUs are compared with: the same kind of day at the same time of the market's day. */
export function comparableTo(mtuStart: EpochMs): string {
  const minute = (mtuStart % MS_PER_HOUR) / MS_PER_MINUTE;
  return `${kindOfDay(mtuStart)} ${localHourOf(mtuStart).hour}:${minute}`;
}
