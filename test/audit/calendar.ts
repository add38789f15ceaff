const HOUR = 3_600_000;

const wallClock = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'Europe/Brussels',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  hourCycle: 'h23',
});

/** Date and hour on the market's wall clock. */
function localOf(at: number): { date: string; hour: string } {
  const parts = Object.fromEntries(wallClock.formatToParts(at).map(({ type, value }) => [type, value]));
  return { date: `${parts['year']}-${parts['month']}-${parts['day']}`, hour: parts['hour'] ?? '' };
}

export const deliveryDateOf = (at: number): string => localOf(at).date;

/** Every hour whose market date lies in [from, to], epoch ms, in order: 23, 24 or 25 a day. */
export function hoursOf(from: string, to: string): number[] {
  const hours: number[] = [];
  const end = Date.parse(`${to}T00:00:00Z`) + 30 * HOUR;
  for (let at = Date.parse(`${from}T00:00:00Z`) - 6 * HOUR; at < end; at += HOUR) {
    const { date } = localOf(at);
    if (date >= from && date <= to) hours.push(at);
  }
  return hours;
}

/** The day's start and end, epoch ms. */
export function dayOf(date: string): { start: number; end: number } {
  const hours = hoursOf(date, date);
  return { start: hours[0] ?? NaN, end: (hours.at(-1) ?? NaN) + HOUR };
}

export const iso = (at: number): string => new Date(at).toISOString();
