import { epochMs, type EpochMs } from '../kernel/index.js';

const INSTANT = /^(\d{4})-(\d{2})-(\d{2})T\d{2}:\d{2}(?::\d{2}(?:[.,]\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2})$/;

/**
 * An ISO 8601 instant with an offset, to the millisecond; null when the text is none. The telemetry path reads
 * thousands of them a second, hence no luxon. `Date.parse` rolls 30 February over into March, so the day is checked.
 */
export function readInstant(text: string): EpochMs | null {
  const parts = INSTANT.exec(text);
  if (parts === null) return null;
  const parsed = Date.parse(text.replace(',', '.'));
  if (Number.isNaN(parsed) || Number(parts[3]) > daysInMonth(Number(parts[1]), Number(parts[2]))) return null;
  return epochMs(parsed);
}

/** `month` 1–12; the 0th day of the next month is the last of this one. */
const daysInMonth = (year: number, month: number): number => new Date(Date.UTC(year, month, 0)).getUTCDate();

/** An instant of an event we wrote ourselves. */
export const instantOf = (iso: string): EpochMs => epochMs(Date.parse(iso));

export const INSTANT_FIX = 'write ISO 8601 with an offset, like 2026-01-12T15:00:00Z';
