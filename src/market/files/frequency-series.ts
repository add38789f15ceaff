import { dayInterval, MS_PER_HOUR, type DeliveryDay } from '../../kernel/index.js';

export const SECONDS_PER_DAY = 86_400;
const HOURS_PER_DAY = 24;
export const MS_PER_DAY = HOURS_PER_DAY * MS_PER_HOUR;

/** Frequency by whole UTC days: what dispatch is driven by, whether recorded or made. */
export interface FrequencySource {
  /** What it is and where it comes from, for reports. */
  readonly description: string;
  /** What was found in the file and dealt with; absent for a frequency that is made. */
  readonly counts?: FrequencyFileCounts;
  /** 86 400 values in mHz, one a second, of UTC day `utcDay` (days since 1970-01-01). */
  secondsOfDay(utcDay: number): Uint16Array;
}

/** One UTC day of a frequency file, gaps held. */
export interface FrequencyDay {
  /** 86 400 values, mHz. */
  readonly millihertz: Uint16Array;
  /** For each hour of the day whether the file has any value in it. */
  readonly hours: readonly boolean[];
}

export interface FrequencyFileCounts {
  readonly rows: number;
  /** Further rows of a second that already has a value: the first one stays. */
  readonly repeatedRows: number;
  /** Rows whose value is empty or NA. */
  readonly emptyValues: number;
  readonly unorderedRows: number;
  /** Seconds that took the last value over, beyond the file's own step. */
  readonly heldSeconds: number;
  readonly longestHoldSeconds: number;
}

export interface FrequencySeries {
  readonly name: string;
  /** The file's usual step. */
  readonly stepMs: number;
  /** By UTC day (days since 1970-01-01), in the file's order. */
  readonly days: ReadonlyMap<number, FrequencyDay>;
  readonly counts: FrequencyFileCounts;
}

/** How days of delivery find their frequency: their own, or any, going round the file. */
export type FrequencyAlignment = 'exact' | 'wrap';

export interface AlignedFrequency extends FrequencySource {
  /** Of `days` those without frequency: more than half of their hours have no value in the file. Always empty for `wrap`. */
  daysWithout(days: readonly DeliveryDay[]): DeliveryDay[];
}

export function alignFrequency(series: FrequencySeries, alignment: FrequencyAlignment): AlignedFrequency {
  return alignment === 'wrap' ? wrapped(series) : exact(series);
}

/** UTC day k takes whole UTC day k mod n of the file; a day of which the file has less than half doesn't count. */
function wrapped(series: FrequencySeries): AlignedFrequency {
  const whole = [...series.days.values()].filter((day) => hoursWith(day) * 2 >= HOURS_PER_DAY);
  const days = whole.length > 0 ? whole : [...series.days.values()];
  return {
    counts: series.counts,
    description: `frequency of ${series.name}, its ${days.length} UTC days repeated in turn (UTC day k takes day k mod ${days.length})`,
    secondsOfDay: (utcDay) => (days[((utcDay % days.length) + days.length) % days.length] as FrequencyDay).millihertz,
    daysWithout: () => [],
  };
}

function exact(series: FrequencySeries): AlignedFrequency {
  const hasHour = (hour: number): boolean =>
    series.days.get(Math.floor(hour / HOURS_PER_DAY))?.hours[hour - Math.floor(hour / HOURS_PER_DAY) * HOURS_PER_DAY] ??
    false;
  const roundTheFile = wrapped(series);
  const held = new Map<number, Uint16Array>();
  const heldOnce = (utcDay: number): Uint16Array => {
    const values = held.get(utcDay) ?? heldFromNeighbour(series, utcDay);
    held.set(utcDay, values);
    return values;
  };
  // A learner's past from before the file is no delivery: any day's frequency does, a frequency that stands still does not.
  const secondsWithout = (utcDay: number): Uint16Array =>
    series.days.has(utcDay - 1) || series.days.has(utcDay + 1) ? heldOnce(utcDay) : roundTheFile.secondsOfDay(utcDay);
  return {
    counts: series.counts,
    description: `frequency of ${series.name}, second by second of the same day; the learner's past outside the file takes its days in turn`,
    secondsOfDay: (utcDay) => series.days.get(utcDay)?.millihertz ?? secondsWithout(utcDay),
    daysWithout: (days) =>
      days.filter((day) => {
        const { start, end } = dayInterval(day);
        const hours = Array.from({ length: (end - start) / MS_PER_HOUR }, (_, index) => start / MS_PER_HOUR + index);
        return hours.filter(hasHour).length * 2 < hours.length;
      }),
  };
}

const hoursWith = (day: FrequencyDay): number => day.hours.filter(Boolean).length;

/** A delivery day's first hour may lie on a UTC day that the file lacks: it holds what the nearest day has next to it. */
function heldFromNeighbour(series: FrequencySeries, utcDay: number): Uint16Array {
  const known = [...series.days.keys()].sort((a, b) => a - b);
  const before = known.filter((day) => day < utcDay).at(-1);
  const after = known.find((day) => day > utcDay);
  const value =
    before !== undefined ? series.days.get(before)?.millihertz.at(-1) : series.days.get(after ?? NaN)?.millihertz[0];
  return new Uint16Array(SECONDS_PER_DAY).fill(value ?? 0);
}
