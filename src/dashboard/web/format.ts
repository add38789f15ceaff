import { status } from './live/store.js';

const zone = (): string => status.value?.marketZone ?? 'Europe/Brussels';
const formats = new Map<string, Intl.DateTimeFormat>();

/** Formatters are costly to make and few. */
function formatter(key: string, timeZone: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const known = formats.get(`${key} ${timeZone}`);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-GB', { ...options, timeZone });
  formats.set(`${key} ${timeZone}`, made);
  return made;
}

const HOUR_MINUTE = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const;

/** `14:05` on the market's wall clock, or on that of `timeZone`. */
export const clockTime = (at: number, timeZone = zone()): string =>
  formatter('clock', timeZone, HOUR_MINUTE).format(at);
export const clockSeconds = (at: number): string =>
  formatter('seconds', zone(), { ...HOUR_MINUTE, second: '2-digit' }).format(at);
/** `Tue 13 Jan`. */
export const dayName = (at: number): string =>
  formatter('day', zone(), { weekday: 'short', day: 'numeric', month: 'short' }).format(at).replace(',', '');
/** The zone's short name at that instant: CET or CEST. */
export function zoneName(at: number, timeZone = zone()): string {
  const parts = formatter('zone', timeZone, { timeZoneName: 'short', hour: '2-digit' }).formatToParts(at);
  const name = parts.find((part) => part.type === 'timeZoneName')?.value ?? timeZone;
  return { 'GMT+1': 'CET', 'GMT+2': 'CEST' }[name] ?? name;
}
/** A delivery day `2026-01-13` as `Tue 13 Jan`. */
export const deliveryDayName = (day: string): string =>
  formatter('delivery', 'UTC', { weekday: 'short', day: 'numeric', month: 'short' })
    .format(Date.parse(`${day}T12:00:00Z`))
    .replace(',', '');

/** `1 h 05 min`, `12 min 08 s`, `8 s`; nothing below zero. */
export function span(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const [days, hours, minutes] = [
    Math.floor(seconds / 86_400),
    Math.floor(seconds / 3600) % 24,
    Math.floor(seconds / 60) % 60,
  ];
  const two = (value: number): string => String(value).padStart(2, '0');
  if (days > 0) return `${days} d ${two(hours)} h`;
  if (hours > 0) return `${hours} h ${two(minutes)} min`;
  if (minutes > 0) return `${minutes} min ${two(seconds % 60)} s`;
  return `${seconds} s`;
}

/** `47 min` below an hour, else `10.8 h`: for many in one column. */
export const roughSpan = (ms: number): string =>
  ms < 3_600_000 ? `${Math.floor(ms / 60_000)} min` : `${(ms / 3_600_000).toFixed(1)} h`;

/** Megawatts without their unit: one decimal for what is bid, three for what is measured. */
export const megawatts = (powerW: number, decimals = 3): string => (powerW / 1e6).toFixed(decimals);
export const kilowatts = (powerW: number, decimals = 1): string => (powerW / 1e3).toFixed(decimals);
export const percent = (permille: number): string => `${Math.round(permille / 10)} %`;
/** Hertz with three digits. */
export const hertz = (millihertz: number): string => (millihertz / 1000).toFixed(3);

const euros = new Intl.NumberFormat('en-GB', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
/** Exact decimal text as `1 234.56`, with a true minus sign; no binary arithmetic is done on it. */
export const eur = (amount: string): string =>
  euros.format(Number(amount)).replaceAll(',', '\u202f').replace('-', '\u2212');
export const plural = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`;
