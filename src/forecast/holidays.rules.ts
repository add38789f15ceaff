import type { DeliveryDay } from '../kernel/index.js';

/**
 * Days on which Finland stays at home: its public holidays and the eves that are free by custom and collective
 * agreement (Christmas and Midsummer Eve). Fixed days: Act 388/1937 (6 December), Act 272/1944 (1 May), Church Act
 * 652/2023 with the dates of Epiphany and Ascension Day as since 1992. A fleet elsewhere has other holidays; a wrong one
 * costs a few samples of the other kind, never a broken promise.
 */
const FIXED = new Set(['01-01', '01-06', '05-01', '12-06', '12-24', '12-25', '12-26']);
/** Good Friday, Easter Sunday and Monday, Ascension Day: days from Easter. Whit Sunday is a Sunday. */
const FROM_EASTER = new Set([-2, 0, 1, 39]);

const MS_PER_DAY = 86_400_000;
const FRIDAY = 5;

export function isFinnishHoliday(day: DeliveryDay): boolean {
  if (FIXED.has(day.slice(5)) || isMidsummerEve(day)) return true;
  const at = Date.parse(`${day}T00:00:00Z`);
  return FROM_EASTER.has((at - easterSunday(Number(day.slice(0, 4)))) / MS_PER_DAY);
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
