import { epochMs, type EpochMs } from '../kernel/index.js';

const INSTANT = /^(\d{4})-(\d{2})-(\d{2})T\d{2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2})$/;

/** `2026-01-12T15:00:00.000Z`: what `isoInstant` writes, and with it every event. */
const CANONICAL_LENGTH = 24;

/** Two digits at `at`; NaN where there is anything else. */
function twoDigits(text: string, at: number): number {
  const tens = text.charCodeAt(at) - 48;
  const ones = text.charCodeAt(at + 1) - 48;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? tens * 10 + ones : NaN;
}

/** An instant as `isoInstant` writes it, digit by digit: a quarter of the time of `Date.parse`. NaN for any other text. */
function canonicalInstant(text: string): number {
  if (text.length !== CANONICAL_LENGTH) return NaN;
  const year = twoDigits(text, 0) * 100 + twoDigits(text, 2);
  const month = twoDigits(text, 5);
  const day = twoDigits(text, 8);
  const hour = twoDigits(text, 11);
  const minute = twoDigits(text, 14);
  const second = twoDigits(text, 17);
  const millisecond = twoDigits(text, 20) * 10 + (text.charCodeAt(22) - 48);
  const punctuated =
    text[4] === '-' &&
    text[7] === '-' &&
    text[10] === 'T' &&
    text[13] === ':' &&
    text[16] === ':' &&
    text[19] === '.' &&
    text[23] === 'Z';
  const lastDigit = text.charCodeAt(22);
  const possible = year >= 1970 && month >= 1 && month <= 12 && day >= 1 && hour <= 23 && minute <= 59 && second <= 59;
  if (!punctuated || !possible || lastDigit < 48 || lastDigit > 57) return NaN;
  if (day > 28 && day > daysInMonth(year, month)) return NaN;
  return Date.UTC(year, month - 1, day, hour, minute, second, millisecond);
}

/** Whether a text that is an instant is written as `isoInstant` would write it. */
export const isCanonical = (text: string): boolean => !Number.isNaN(canonicalInstant(text));

/**
 * An ISO 8601 instant with an offset, to the millisecond; null when the text is none. The telemetry path reads
 * thousands of them a second, hence no luxon. `Date.parse` rolls 30 February over into March, so the day is checked.
 */
export function readInstant(text: string): EpochMs | null {
  const canonical = canonicalInstant(text);
  if (!Number.isNaN(canonical)) return epochMs(canonical);
  const parts = INSTANT.exec(text);
  if (parts === null) return null;
  const parsed = Date.parse(text.replace(',', '.'));
  if (Number.isNaN(parsed) || Number(parts[3]) > daysInMonth(Number(parts[1]), Number(parts[2]))) return null;
  return epochMs(parsed);
}

/** `month` 1–12; the 0th day of the next month is the last of this one. */
const daysInMonth = (year: number, month: number): number => new Date(Date.UTC(year, month, 0)).getUTCDate();

/** An instant of an event we wrote ourselves. */
export function instantOf(iso: string): EpochMs {
  const canonical = canonicalInstant(iso);
  return epochMs(Number.isNaN(canonical) ? Date.parse(iso) : canonical);
}

export const INSTANT_FIX = 'write ISO 8601 with an offset, like 2026-01-12T15:00:00Z';
