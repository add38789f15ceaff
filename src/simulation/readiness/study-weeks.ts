import { DateTime } from 'luxon';
import { epochMs, MARKET_ZONE, MS_PER_HOUR, type EpochMs, type Interval } from '../../kernel/index.js';

export const HOURS_PER_WEEK = 168;
/** More say nothing about the fleet as it is now. */
const MOST_WEEKS = 26;

/** Weeks from Monday to Sunday on the market's clock, in order; `hours[w][h]` is the start of hour `h` of week `w`, null where the clock skips it. */
export interface StudyWeeks extends Interval {
  readonly hours: readonly (readonly (EpochMs | null)[])[];
}

interface Plugged {
  readonly chargerId: string;
  readonly pluggedInAt: EpochMs;
  readonly unpluggedAt: EpochMs;
}

/**
 * The latest weeks that show the fleet at its size: those in which at least half as many chargers were in use as in the
 * busiest one. A file's first and last weeks, when chargers come in or drop out of the records, are none.
 */
export function studyWeeks(sessions: readonly Plugged[]): StudyWeeks {
  const chargers = new Map<number, Set<string>>();
  for (const { chargerId, pluggedInAt, unpluggedAt } of sessions)
    for (let monday = mondayOf(pluggedInAt); monday < unpluggedAt; monday = plusWeeks(monday, 1))
      chargers.set(monday, (chargers.get(monday) ?? new Set()).add(chargerId));
  const most = Math.max(0, ...[...chargers.values()].map(({ size }) => size));
  const mondays = [...chargers.keys()]
    .filter((monday) => 2 * (chargers.get(monday)?.size ?? 0) >= most)
    .sort((a, b) => a - b)
    .slice(-MOST_WEEKS);
  const first = mondays[0] ?? 0;
  return {
    hours: mondays.map(hoursOfWeek),
    start: epochMs(first),
    end: mondays.length === 0 ? epochMs(first) : plusWeeks(mondays.at(-1) as number, 1),
  };
}

function mondayOf(at: EpochMs): EpochMs {
  return epochMs(DateTime.fromMillis(at, { zone: MARKET_ZONE }).startOf('week').toMillis());
}

const plusWeeks = (at: number, weeks: number): EpochMs =>
  epochMs(DateTime.fromMillis(at, { zone: MARKET_ZONE }).plus({ weeks }).toMillis());

/** By the clock on the wall: the doubled hour of autumn counts once, the skipped one of spring is null. */
function hoursOfWeek(monday: number): (EpochMs | null)[] {
  const hours = new Array<EpochMs | null>(HOURS_PER_WEEK).fill(null);
  const end = plusWeeks(monday, 1);
  for (let at = monday; at < end; at += MS_PER_HOUR) {
    const { weekday, hour } = DateTime.fromMillis(at, { zone: MARKET_ZONE });
    hours[(weekday - 1) * 24 + hour] = epochMs(at);
  }
  return hours;
}

export const hourOfWeekText = (hour: number): string =>
  `${['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'][Math.floor(hour / 24)] ?? ''} ${String(hour % 24).padStart(2, '0')}:00`;
