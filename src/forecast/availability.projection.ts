import { epochMs, MS_PER_HOUR, MS_PER_MINUTE, parseInstant, type EpochMs, type Recorded } from '../kernel/index.js';
import type { FirmCapacityMeasured } from '../ledger/index.js';
import { refill } from '../platform/index.js';
import { kindOfDay, minuteOfDay, type KindOfDay } from './kind-of-day.js';
import { reliableQuantile } from './quantile.js';

/** Where samples may come from: how many days back, and how many MTUs before and after the same time of day. */
export interface SampleWindow {
  readonly days: number;
  readonly neighbours: number;
}

export interface AvailabilityOptions {
  readonly mtuMinutes: number;
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

interface Sample {
  readonly mtuStart: number;
  readonly recordedAt: number;
  readonly firmW: number;
}

/**
 * Tomorrow's firm capacity from the log's own past: what the whole group could hold in recent MTUs at about the same time
 * of the same kind of day, measured with the activation of those days in it. Known at an instant are the MTUs that had
 * ended and were on record by then.
 */
export class AvailabilityForecast {
  static readonly types: readonly string[] = ['FirmCapacityMeasured'] satisfies FirmCapacityMeasured['type'][];

  private readonly options: AvailabilityOptions;
  /** By kind of day and minute of it, in order of time; an MTU measured again counts as measured last. */
  private readonly samples: Record<KindOfDay, Map<number, Sample[]>> = { workday: new Map(), 'free-day': new Map() };

  constructor(options: Partial<AvailabilityOptions> = {}) {
    this.options = { ...AVAILABILITY_DEFAULTS, ...options };
  }

  apply(event: Recorded): void {
    if (event.type !== 'FirmCapacityMeasured') return;
    const { mtuStart: text, firmW } = event.data as FirmCapacityMeasured['data'];
    const mtuStart = parseInstant(text);
    const ofKind = this.samples[kindOfDay(mtuStart)];
    const known = ofKind.get(minuteOfDay(mtuStart)) ?? [];
    ofKind.set(minuteOfDay(mtuStart), known);
    let index = known.length;
    while (index > 0 && (known[index - 1] as Sample).mtuStart >= mtuStart) index--;
    const again = known[index]?.mtuStart === mtuStart ? 1 : 0;
    known.splice(index, again, { mtuStart, recordedAt: event.recordedAt, firmW });
  }

  snapshot(): Readonly<Record<KindOfDay, ReadonlyMap<number, Sample[]>>> {
    return this.samples;
  }

  restore(snapshot: ReturnType<AvailabilityForecast['snapshot']>): void {
    refill(this.samples.workday, snapshot.workday);
    refill(this.samples['free-day'], snapshot['free-day']);
  }

  /** @param reliability share of MTUs that must not fall short, in (0, 1). */
  forecast(mtuStart: EpochMs, asOf: EpochMs, reliability: number): AvailabilityQuantile {
    const firmW = this.samplesFor(mtuStart, asOf).map((sample) => sample.firmW);
    const sufficient = firmW.length >= this.options.minimumSamples;
    const quantileW = sufficient ? (reliableQuantile(firmW, reliability) ?? 0) : 0;
    return { quantileW, samples: firmW.length, sufficient };
  }

  /** What a forecast for `mtuStart` made at `asOf` rests on, the most recent last; of too few the most there are. */
  samplesFor(mtuStart: EpochMs, asOf: EpochMs): { mtuStart: EpochMs; firmW: number }[] {
    let found: Sample[] = [];
    for (const window of this.options.windows) {
      const samples = this.samplesIn(window, mtuStart, asOf);
      if (samples.length > found.length) found = samples;
      if (found.length >= this.options.minimumSamples) break;
    }
    return found.map((sample) => ({ mtuStart: epochMs(sample.mtuStart), firmW: sample.firmW }));
  }

  private samplesIn({ days, neighbours }: SampleWindow, mtuStart: EpochMs, asOf: EpochMs): Sample[] {
    const { mtuMinutes, maximumSamples } = this.options;
    const newest = Math.min(asOf, mtuStart) - mtuMinutes * MS_PER_MINUTE;
    const oldest = mtuStart - days * 24 * MS_PER_HOUR;
    const ofKind = this.samples[kindOfDay(mtuStart)];
    const found: Sample[] = [];
    for (let step = -neighbours; step <= neighbours; step++)
      for (const sample of ofKind.get(minuteOfDay(mtuStart) + step * mtuMinutes) ?? [])
        if (sample.mtuStart >= oldest && sample.mtuStart <= newest && sample.recordedAt <= asOf) found.push(sample);
    return found.sort((a, b) => a.mtuStart - b.mtuStart).slice(-maximumSamples);
  }
}
