import type { DeliveryDay } from '../kernel/index.js';

/** Countries whose holidays are known, by ISO 3166-1: where the cars stand, not where the market is. */
export const HOLIDAY_COUNTRIES = ['FI', 'NO', 'SE', 'DK'] as const;
export type HolidayCountry = (typeof HOLIDAY_COUNTRIES)[number];

interface Holidays {
  /** Month and day. */
  readonly fixed: ReadonlySet<string>;
  /** Days after Easter Sunday; Whit Sunday is a Sunday anyway. */
  readonly fromEaster: ReadonlySet<number>;
  readonly midsummerEve: boolean;
  /** The fourth Friday after Easter; null: never one. */
  readonly greatPrayerDayUntil: number | null;
}

const CHRISTMAS = ['12-24', '12-25', '12-26'];

/**
 * Days on which a country stays at home: its public holidays and the eves that are free by custom and collective
 * agreement. A wrong one costs a few samples of the other kind, never a broken promise.
 *
 * FI: Act 388/1937 (6 December), Act 272/1944 (1 May), Church Act 652/2023 with the dates of Epiphany and Ascension Day
 * as since 1992. NO: Act of 24 February 1995 no. 12, section 2, and Act of 26 April 1947 no. 1 (1 and 17 May).
 * SE: Act 1989:253. DK: Act 214 of 6 March 2023 has taken the Great Prayer Day out from 2024 on; Constitution Day and
 * 1 May are half days of some and no holidays here. Compared for 2020–2030 with the package date-holidays 3.37: the same
 * public holidays on working days, and the eves that it knows as bank holidays or customs.
 */
const HOLIDAYS: Readonly<Record<HolidayCountry, Holidays>> = {
  FI: {
    fixed: new Set(['01-01', '01-06', '05-01', '12-06', ...CHRISTMAS]),
    fromEaster: new Set([-2, 0, 1, 39]),
    midsummerEve: true,
    greatPrayerDayUntil: null,
  },
  NO: {
    fixed: new Set(['01-01', '05-01', '05-17', ...CHRISTMAS]),
    fromEaster: new Set([-3, -2, 0, 1, 39, 50]),
    midsummerEve: false,
    greatPrayerDayUntil: null,
  },
  SE: {
    fixed: new Set(['01-01', '01-06', '05-01', '06-06', ...CHRISTMAS, '12-31']),
    fromEaster: new Set([-2, 0, 1, 39]),
    midsummerEve: true,
    greatPrayerDayUntil: null,
  },
  DK: {
    fixed: new Set(['01-01', ...CHRISTMAS]),
    fromEaster: new Set([-3, -2, 0, 1, 39, 50]),
    midsummerEve: false,
    greatPrayerDayUntil: 2023,
  },
};

const MS_PER_DAY = 86_400_000;
const FRIDAY = 5;
const GREAT_PRAYER_DAY = 26;

/** Saturdays and Sundays aside, which are free anyway. */
export function isHoliday(day: DeliveryDay, country: HolidayCountry): boolean {
  const { fixed, fromEaster, midsummerEve, greatPrayerDayUntil } = HOLIDAYS[country];
  if (fixed.has(day.slice(5)) || (midsummerEve && isMidsummerEve(day))) return true;
  const year = Number(day.slice(0, 4));
  const daysFromEaster = (Date.parse(`${day}T00:00:00Z`) - easterSunday(year)) / MS_PER_DAY;
  const isPrayerDay = daysFromEaster === GREAT_PRAYER_DAY && year <= (greatPrayerDayUntil ?? -Infinity);
  return isPrayerDay || fromEaster.has(daysFromEaster);
}

/** The Friday from 19 to 25 June; the day after is a Saturday. */
function isMidsummerEve(day: DeliveryDay): boolean {
  const date = Number(day.slice(8));
  return day.slice(5, 7) === '06' && date >= 19 && date <= 25 && new Date(`${day}T00:00:00Z`).getUTCDay() === FRIDAY;
}

/** Gregorian Easter Sunday at midnight UTC, by the anonymous algorithm (Nature, 20 April 1876). */
function easterSunday(year: number): number {
  const golden = year % 19;
  const century = Math.floor(year / 100);
  const inCentury = year % 100;
  const lunarCorrection = Math.floor((century - Math.floor((century + 8) / 25) + 1) / 3);
  const epact = (19 * golden + century - Math.floor(century / 4) - lunarCorrection + 15) % 30;
  const weekday = (32 + 2 * (century % 4) + 2 * Math.floor(inCentury / 4) - epact - (inCentury % 4)) % 7;
  const shift = Math.floor((golden + 11 * epact + 22 * weekday) / 451);
  const days = epact + weekday - 7 * shift + 114;
  return Date.UTC(year, Math.floor(days / 31) - 1, (days % 31) + 1);
}
