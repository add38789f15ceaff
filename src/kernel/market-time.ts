import { DateTime } from 'luxon';
import { InputError } from './refusal.js';
import { epochMs, MS_PER_HOUR, MS_PER_MINUTE, type EpochMs } from './units.js';

/** A calendar day of the market, `YYYY-MM-DD`: 23, 24 or 25 hours long. */
export type DeliveryDay = string & { readonly __deliveryDay: true };

/** Half-open interval [start, end). */
export interface Interval {
  readonly start: EpochMs;
  readonly end: EpochMs;
}

/** The capacity markets' day: CET/CEST. */
export const MARKET_ZONE = 'Europe/Brussels';
/** Gate times are Finnish time. */
export const GATE_ZONE = 'Europe/Helsinki';

/** @throws InputError when the text is no calendar day. */
export function deliveryDay(text: string): DeliveryDay {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text) || !DateTime.fromISO(text, { zone: MARKET_ZONE }).isValid)
    throw new InputError(`"${text}" is not a delivery day; write it as YYYY-MM-DD`);
  return text as DeliveryDay;
}

/** Calendar arithmetic costs microseconds and is asked for the same few days again and again. */
const REMEMBERED_MAX = 4096;
function remembered<K, V>(compute: (key: K) => V): (key: K) => V {
  const known = new Map<K, V>();
  return (key) => {
    const held = known.get(key);
    if (held !== undefined) return held;
    const value = compute(key);
    if (known.size >= REMEMBERED_MAX) known.clear();
    known.set(key, value);
    return value;
  };
}

const startOfDay = (day: DeliveryDay): DateTime => DateTime.fromISO(day, { zone: MARKET_ZONE });

/** The day from midnight to midnight in the market's zone. */
export const dayInterval: (day: DeliveryDay) => Interval = remembered((day) => {
  const start = startOfDay(day);
  return { start: epochMs(start.toMillis()), end: epochMs(start.plus({ days: 1 }).toMillis()) };
});

const dayOfUtcHour = remembered(
  (hour: number) => DateTime.fromMillis(hour * MS_PER_HOUR, { zone: MARKET_ZONE }).toISODate() as DeliveryDay,
);

/** The market's days begin on whole UTC hours. */
export const deliveryDayOf = (at: EpochMs): DeliveryDay => dayOfUtcHour(Math.floor(at / MS_PER_HOUR));

/** `days` may be negative. */
export function plusDays(day: DeliveryDay, days: number): DeliveryDay {
  return new Date(Date.parse(day) + days * 24 * MS_PER_HOUR).toISOString().slice(0, 10) as DeliveryDay;
}

/** Every day from `from` to `to`, both included. */
export function daysBetween(from: DeliveryDay, to: DeliveryDay): DeliveryDay[] {
  const days: DeliveryDay[] = [];
  for (let day = from; day <= to; day = plusDays(day, 1)) days.push(day);
  return days;
}

/** The day's market time units in order: 23, 24 or 25 of them at 60 minutes. */
export function mtusOf(day: DeliveryDay, mtuMinutes: number): Interval[] {
  const { start, end } = dayInterval(day);
  const step = mtuMinutes * MS_PER_MINUTE;
  const mtus: Interval[] = [];
  for (let at: number = start; at < end; at += step) mtus.push({ start: epochMs(at), end: epochMs(at + step) });
  return mtus;
}

/** The unit of `minutes` that holds `at`; units up to an hour divide the UTC hour in every market zone we know. */
export function unitOf(at: EpochMs, minutes: number): Interval {
  const step = minutes * MS_PER_MINUTE;
  const start = Math.floor(at / step) * step;
  return { start: epochMs(start), end: epochMs(start + step) };
}

/** `HH:mm` on the wall clock of `zone`, `daysBefore` days before the delivery day. */
export function wallClockBefore(day: DeliveryDay, daysBefore: number, time: string, zone: string): EpochMs {
  return wallClock(`${plusDays(day, -daysBefore)}T${time}|${zone}`);
}

const wallClock = remembered((key: string) => {
  const [local, zone] = key.split('|') as [string, string];
  return epochMs(DateTime.fromISO(local, { zone }).toMillis());
});

/** Hour of the market's day, 0–23, and its weekday, 1 (Monday) – 7. */
export function localHourOf(at: EpochMs): { readonly hour: number; readonly weekday: number } {
  const local = DateTime.fromMillis(at, { zone: MARKET_ZONE });
  return { hour: local.hour, weekday: local.weekday };
}

export const isoInstant = (at: EpochMs | number): string => new Date(at).toISOString();

const FULL_INSTANT = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,3}))?(?:Z|([+-])(\d\d):?(\d\d))$/;

/** @throws InputError when the text carries no offset or is no instant. */
export function parseInstant(text: string): EpochMs {
  const full = fullInstant(text);
  if (full !== null) return full;
  const parsed = /(?:Z|[+-]\d{2}:?\d{2})$/.test(text) ? DateTime.fromISO(text, { setZone: true }) : undefined;
  if (!parsed?.isValid)
    throw new InputError(`"${text}" is not an instant; write ISO 8601 with an offset, like 2026-01-12T15:00:00Z`);
  return epochMs(parsed.toMillis());
}

/** The way nearly every instant is written, read without luxon: files have hundreds of thousands of them. Null: ask luxon. */
function fullInstant(text: string): EpochMs | null {
  const match = FULL_INSTANT.exec(text);
  if (!match) return null;
  const [, year, month, day, hour, minute, second, fraction = '0', sign, offsetHours = '0', offsetMinutes = '0'] =
    match;
  const milliseconds = Number(fraction.padEnd(3, '0'));
  const local = Date.UTC(
    Number(year),
    Number(month) - 1,
    Number(day),
    Number(hour),
    Number(minute),
    Number(second),
    milliseconds,
  );
  // Date.UTC carries an impossible date over to a possible one: 30 February comes back as 1 March.
  if (new Date(local).toISOString().slice(0, 19) !== text.slice(0, 19)) return null;
  const offset = (Number(offsetHours) * 60 + Number(offsetMinutes)) * MS_PER_MINUTE;
  return epochMs(sign === '-' ? local + offset : local - offset);
}
