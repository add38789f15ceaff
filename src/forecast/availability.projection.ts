import {
  dayInterval,
  daysBetween,
  epochMs,
  MS_PER_HOUR,
  MS_PER_MINUTE,
  parseInstant,
  plusDays,
  type DeliveryDay,
  type EpochMs,
  type Recorded,
} from '../kernel/index.js';
import type { FirmCapacityMeasured } from '../ledger/index.js';
import type { DayAheadPlanned } from './forecast.events.js';
import { refill } from '../platform/index.js';
import { DEFAULT_CALENDAR, holidayCalendarText, isFree, type HolidayCalendar } from './holiday-calendar.js';
import { isWeekend, kindOfDay, minuteOfDay, type KindOfDay } from './kind-of-day.js';
import { reliableQuantile } from './quantile.js';
import { explain } from './regression.js';

/** Where samples may come from: how many days back, and how many MTUs before and after the same time of day. */
export interface SampleWindow {
  readonly days: number;
  readonly neighbours: number;
}

export interface AvailabilityOptions {
  readonly mtuMinutes: number;
  /** What is free beside weekends where the cars stand. */
  readonly holidays: HolidayCalendar;
  /** With fewer samples nothing is forecast. */
  readonly minimumSamples: number;
  /** Only the most recent ones; 29 are the fewest of which the third smallest is reliable to 90 %. */
  readonly maximumSamples: number;
  /** Tried in this order until one holds enough samples. */
  readonly windows: readonly SampleWindow[];
}

/**
 * Four weeks hold 20 workdays but 8 free days, so that neighbouring hours help out before older weeks do. Measured on 16
 * months of residential sessions at 90 % (share of hours below the forecast in October–January, March–September and
 * January): with neighbours 6.4, 10.5 and 11.4 %, with the same hour of older weeks 4.2, 11.8 and 12.9 %, at a fifth
 * less sold. Fleets grow and seasons turn: what is recent tells more than what is alike.
 */
export const AVAILABILITY_DEFAULTS: AvailabilityOptions = {
  mtuMinutes: 60,
  holidays: DEFAULT_CALENDAR,
  minimumSamples: 20,
  maximumSamples: 29,
  windows: [
    { days: 28, neighbours: 0 },
    { days: 28, neighbours: 1 },
    { days: 28, neighbours: 2 },
    { days: 140, neighbours: 0 },
  ],
};

/** Firm capacity that will be there with the asked-for reliability. */
export interface AvailabilityQuantile {
  /** W; 0 when nothing can be promised. */
  readonly quantileW: number;
  /** How many past MTUs it rests on. */
  readonly samples: number;
  /** Enough of them to forecast from. */
  readonly sufficient: boolean;
}

/** By which days a day was compared with others. */
export interface CalendarUsed {
  /** As it was set: a country, further days. */
  readonly calendar: string;
  /** The kind of the day that is forecast. */
  readonly kindOfDay: KindOfDay;
  /** Holidays on working days, from the oldest day that may be looked back on to the one that is forecast, in order. */
  readonly holidays: readonly DeliveryDay[];
}

export interface AvailabilitySample {
  readonly mtuStart: EpochMs;
  readonly firmW: number;
  /** What the day-ahead plan of that day knew of it; null: there was none. */
  readonly knownW: number | null;
}

interface KnownCapacity {
  readonly knownW: number;
  readonly recordedAt: number;
}

interface Sample {
  readonly mtuStart: number;
  readonly recordedAt: number;
  readonly firmW: number;
}

/**
 * Tomorrow's firm capacity from the log's own past: what the whole group could hold in recent MTUs at about the same time
 * of the same kind of day, measured with the activation of those days in it. Known at an instant are the MTUs that had
 * ended and were on record by then.
 *
 * Where a day-ahead plan says what the cars that are plugged in already will hold, and did so for enough of the samples,
 * the forecast is what these cars explain plus a quantile of the rest: `b·known + q(firm − b·known)`, with the slope `b`
 * of the samples' least squares, held to [0, 1], and each sample's rest as a slope without it leaves it. For the first
 * hours of the next day these cars are nearly all there is; for the last ones they tell little, and `b` falls towards 0.
 * The quantile's promise holds for the residuals of days that are exchangeable, as it does for the capacities themselves.
 */
export class AvailabilityForecast {
  static readonly types: readonly string[] = ['FirmCapacityMeasured', 'DayAheadPlanned'] satisfies (
    FirmCapacityMeasured | DayAheadPlanned
  )['type'][];

  private readonly options: AvailabilityOptions;
  /**
   * By minute of the day, in order of time; an MTU measured again counts as measured last. Which days they are compared
   * with is asked later: what is on record stays the same under any calendar.
   */
  private readonly samples = new Map<number, Sample[]>();

  /** Found out already; derived, and so in no snapshot. */
  private readonly kinds = new Map<number, KindOfDay>();

  /** What the cars that were plugged in at planning will hold, by MTU; a plan made again counts as made last. */
  private readonly planned = new Map<number, KnownCapacity>();

  constructor(options: Partial<AvailabilityOptions> = {}) {
    this.options = { ...AVAILABILITY_DEFAULTS, ...options };
  }

  apply(event: Recorded): void {
    if (event.type === 'DayAheadPlanned')
      for (const { mtuStart, knownW } of (event.data as DayAheadPlanned['data']).mtus)
        this.planned.set(parseInstant(mtuStart), { knownW, recordedAt: event.recordedAt });
    if (event.type !== 'FirmCapacityMeasured') return;
    const { mtuStart: text, firmW } = event.data as FirmCapacityMeasured['data'];
    const mtuStart = parseInstant(text);
    const known = this.samples.get(minuteOfDay(mtuStart)) ?? [];
    this.samples.set(minuteOfDay(mtuStart), known);
    let index = known.length;
    while (index > 0 && (known[index - 1] as Sample).mtuStart >= mtuStart) index--;
    const again = known[index]?.mtuStart === mtuStart ? 1 : 0;
    known.splice(index, again, { mtuStart, recordedAt: event.recordedAt, firmW });
  }

  snapshot(): {
    readonly samples: ReadonlyMap<number, Sample[]>;
    readonly planned: ReadonlyMap<number, KnownCapacity>;
  } {
    return { samples: this.samples, planned: this.planned };
  }

  restore(snapshot: ReturnType<AvailabilityForecast['snapshot']>): void {
    refill(this.samples, snapshot.samples);
    refill(this.planned, snapshot.planned);
  }

  /** The calendar by which `day` is forecast. */
  calendarOf(day: DeliveryDay): CalendarUsed {
    const { holidays, windows } = this.options;
    const oldest = plusDays(day, -Math.max(...windows.map(({ days }) => days)));
    return {
      calendar: holidayCalendarText(holidays),
      kindOfDay: this.kindOf(dayInterval(day).start),
      holidays: daysBetween(oldest, day).filter(
        (candidate) => isFree(candidate, holidays) && !isWeekend(dayInterval(candidate).start),
      ),
    };
  }

  /** @param reliability share of MTUs that must not fall short, in (0, 1). */
  forecast(mtuStart: EpochMs, asOf: EpochMs, reliability: number): AvailabilityQuantile {
    const samples = this.samplesFor(mtuStart, asOf);
    const { minimumSamples } = this.options;
    const sufficient = samples.length >= minimumSamples;
    if (!sufficient) return { quantileW: 0, samples: samples.length, sufficient };
    const knownW = this.knownW(mtuStart, asOf);
    const compared = samples.flatMap((sample) =>
      sample.knownW === null ? [] : [{ ...sample, knownW: sample.knownW }],
    );
    if (knownW === null || compared.length < minimumSamples) {
      const quantileW =
        reliableQuantile(
          samples.map(({ firmW }) => firmW),
          reliability,
        ) ?? 0;
      return { quantileW, samples: samples.length, sufficient };
    }
    const points = compared.map((sample) => ({ x: sample.knownW, y: sample.firmW }));
    const { centre, residuals } = explain(points, knownW, 0, 1);
    const quantileW = Math.max(0, Math.floor(centre + (reliableQuantile(residuals, reliability) ?? 0)));
    return { quantileW, samples: compared.length, sufficient };
  }

  /** What the cars that were plugged in when the day was planned will hold, W; null where nothing was planned by `asOf`. */
  knownW(mtuStart: EpochMs, asOf: EpochMs): number | null {
    const known = this.planned.get(mtuStart);
    return known === undefined || known.recordedAt > asOf ? null : known.knownW;
  }

  /** What a forecast for `mtuStart` made at `asOf` rests on, the most recent last; of too few the most there are. */
  samplesFor(mtuStart: EpochMs, asOf: EpochMs): AvailabilitySample[] {
    let found: Sample[] = [];
    for (const window of this.options.windows) {
      const samples = this.samplesIn(window, mtuStart, asOf);
      if (samples.length > found.length) found = samples;
      if (found.length >= this.options.minimumSamples) break;
    }
    return found.map((sample) => ({
      mtuStart: epochMs(sample.mtuStart),
      firmW: sample.firmW,
      knownW: this.knownW(epochMs(sample.mtuStart), asOf),
    }));
  }

  private samplesIn({ days, neighbours }: SampleWindow, mtuStart: EpochMs, asOf: EpochMs): Sample[] {
    const { mtuMinutes, maximumSamples } = this.options;
    const newest = Math.min(asOf, mtuStart) - mtuMinutes * MS_PER_MINUTE;
    const oldest = mtuStart - days * 24 * MS_PER_HOUR;
    const kind = this.kindOf(mtuStart);
    const counts = (sample: Sample): boolean =>
      sample.mtuStart >= oldest &&
      sample.mtuStart <= newest &&
      sample.recordedAt <= asOf &&
      this.kindOf(epochMs(sample.mtuStart)) === kind;
    const found: Sample[] = [];
    for (let step = -neighbours; step <= neighbours; step++)
      found.push(...(this.samples.get(minuteOfDay(mtuStart) + step * mtuMinutes) ?? []).filter(counts));
    return found.sort((a, b) => a.mtuStart - b.mtuStart).slice(-maximumSamples);
  }

  private kindOf(mtuStart: EpochMs): KindOfDay {
    const known = this.kinds.get(mtuStart);
    if (known !== undefined) return known;
    const kind = kindOfDay(mtuStart, this.options.holidays);
    this.kinds.set(mtuStart, kind);
    return kind;
  }
}
