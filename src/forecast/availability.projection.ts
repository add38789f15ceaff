import { epochMs, MS_PER_HOUR, MS_PER_MINUTE, parseInstant, type EpochMs, type Recorded } from '../kernel/index.js';
import type { FirmCapacityMeasured } from '../ledger/index.js';
import { comparableTo } from './kind-of-day.js';
import { reliableQuantile } from './quantile.js';

export interface AvailabilityOptions {
  readonly mtuMinutes: number;
  /** With fewer samples nothing is forecast. */
  readonly minimumSamples: number;
  /** Of the comparable MTUs the most recent ones; 29 are the fewest of which the third smallest is reliable to 90 %. */
  readonly maximumSamples: number;
  /** Older samples tell of another fleet. */
  readonly maximumAgeDays: number;
}

export const AVAILABILITY_DEFAULTS: AvailabilityOptions = {
  mtuMinutes: 60,
  minimumSamples: 20,
  maximumSamples: 29,
  maximumAgeDays: 140,
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
 * Tomorrow's firm capacity from the log's own past: what the whole group could hold in the most recent MTUs at the same
 * time of the same kind of day, measured with the activation of those days in it. Known at an instant are the MTUs that
 * had ended and were on record by then.
 */
export class AvailabilityForecast {
  static readonly types: readonly string[] = ['FirmCapacityMeasured'] satisfies FirmCapacityMeasured['type'][];

  private readonly options: AvailabilityOptions;
  /** By kind and time of day, in order of time; an MTU measured again counts as measured last. */
  private readonly samples = new Map<string, Sample[]>();

  constructor(options: Partial<AvailabilityOptions> = {}) {
    this.options = { ...AVAILABILITY_DEFAULTS, ...options };
  }

  apply(event: Recorded): void {
    if (event.type !== 'FirmCapacityMeasured') return;
    const { mtuStart: text, firmW } = event.data as FirmCapacityMeasured['data'];
    const mtuStart = parseInstant(text);
    const key = comparableTo(mtuStart);
    const known = this.samples.get(key) ?? [];
    this.samples.set(key, known);
    let index = known.length;
    while (index > 0 && (known[index - 1] as Sample).mtuStart >= mtuStart) index--;
    const again = known[index]?.mtuStart === mtuStart ? 1 : 0;
    known.splice(index, again, { mtuStart, recordedAt: event.recordedAt, firmW });
  }

  /** @param reliability share of MTUs that must not fall short, in (0, 1). */
  forecast(mtuStart: EpochMs, asOf: EpochMs, reliability: number): AvailabilityQuantile {
    const firmW = this.samplesFor(mtuStart, asOf).map((sample) => sample.firmW);
    const sufficient = firmW.length >= this.options.minimumSamples;
    const quantileW = sufficient ? (reliableQuantile(firmW, reliability) ?? 0) : 0;
    return { quantileW, samples: firmW.length, sufficient };
  }

  /** What a forecast for `mtuStart` made at `asOf` rests on, the most recent last. */
  samplesFor(mtuStart: EpochMs, asOf: EpochMs): { mtuStart: EpochMs; firmW: number }[] {
    const { mtuMinutes, maximumAgeDays, maximumSamples } = this.options;
    const newest = Math.min(asOf, mtuStart) - mtuMinutes * MS_PER_MINUTE;
    const oldest = mtuStart - maximumAgeDays * 24 * MS_PER_HOUR;
    return (this.samples.get(comparableTo(mtuStart)) ?? [])
      .filter((sample) => sample.mtuStart >= oldest && sample.mtuStart <= newest && sample.recordedAt <= asOf)
      .slice(-maximumSamples)
      .map((sample) => ({ mtuStart: epochMs(sample.mtuStart), firmW: sample.firmW }));
  }
}
