import { epochMs, isoInstant, MS_PER_MINUTE, MS_PER_SECOND, Refusal, type EpochMs } from '../kernel/index.js';
import type { FrequencyRecorded } from './fleet.events.js';
import { instantOf } from './instant.js';

/** One measurement: integer mHz, null where the value is missing (never 0). */
export interface FrequencySample {
  readonly at: EpochMs;
  readonly millihertz: number | null;
}

/** Longest regular step of published series. */
const LONGEST_STEP_MS = 3 * MS_PER_MINUTE;
/** A longer gap ends the run: nobody stores an hour of nulls for an outage. */
const LONGEST_GAP_SAMPLES = 60;

/** What is recorded of one area's hour, by instant: decides what is new, and cuts it into runs of constant step. */
export class FrequencyHour {
  /** Revision of the last event seen, -1 before the first. */
  revision = -1;
  private readonly known = new Map<number, number | null>();
  private lastAt: number | null = null;

  add({ from, stepMs, millihertz }: FrequencyRecorded['data'], revision: number): void {
    this.revision = revision;
    const start = instantOf(from);
    millihertz.forEach((value, index) => {
      const at = start + index * stepMs;
      if (value !== null || !this.known.has(at)) this.known.set(at, value);
      this.lastAt = Math.max(this.lastAt ?? at, at);
    });
  }

  /** A missing value says nothing against a recorded one; a recorded value is never overwritten. */
  judge({ at, millihertz }: FrequencySample): 'new' | 'known' | Refusal {
    const recorded = this.known.get(at);
    if (recorded === undefined) return 'new';
    if (recorded === null) return millihertz === null ? 'known' : 'new';
    return millihertz === null || millihertz === recorded ? 'known' : contradiction(recorded);
  }

  /**
   * PRECONDITION: samples are new, within the hour and in order of time. One event per run of constant step; short
   * gaps are filled with null. A repeated instant: its first value stands, another value is refused.
   */
  runsOf(
    area: string,
    samples: readonly FrequencySample[],
  ): { runs: FrequencyRecorded[]; repeats: (readonly [FrequencySample, Refusal])[] } {
    const repeats: (readonly [FrequencySample, Refusal])[] = [];
    const runs: Run[] = [];
    let last: FrequencySample | null = null;
    for (const sample of samples) {
      if (last !== null && last.at === sample.at) {
        if (sample.millihertz !== null && last.millihertz !== null && sample.millihertz !== last.millihertz)
          repeats.push([sample, contradiction(last.millihertz)]);
        continue;
      }
      if (!runs.at(-1)?.take(sample)) runs.push(new Run(sample));
      last = sample;
    }
    return { runs: runs.map((run) => run.recorded(area, this.stepBefore(run.from))), repeats };
  }

  /** A lone sample holds as long as its distance from the one before suggests, else a second. */
  private stepBefore(at: EpochMs): number {
    const step = this.lastAt === null ? 0 : at - this.lastAt;
    return step > 0 && step <= LONGEST_STEP_MS ? step : MS_PER_SECOND;
  }
}

class Run {
  readonly from: EpochMs;
  private readonly values: (number | null)[];
  private stepMs: number | null = null;

  constructor(first: FrequencySample) {
    this.from = first.at;
    this.values = [first.millihertz];
  }

  /** False: the sample does not go on with this run's step. */
  take({ at, millihertz }: FrequencySample): boolean {
    const sinceFirst = at - this.from;
    const stepMs = this.stepMs ?? sinceFirst;
    const missing = sinceFirst / stepMs - this.values.length;
    if (stepMs > LONGEST_STEP_MS || !Number.isInteger(missing) || missing < 0 || missing > LONGEST_GAP_SAMPLES)
      return false;
    this.stepMs = stepMs;
    for (let index = 0; index < missing; index += 1) this.values.push(null);
    this.values.push(millihertz);
    return true;
  }

  recorded(area: string, loneStepMs: number): FrequencyRecorded {
    return {
      type: 'FrequencyRecorded',
      data: { area, from: isoInstant(epochMs(this.from)), stepMs: this.stepMs ?? loneStepMs, millihertz: this.values },
    };
  }
}

const contradiction = (recorded: number): Refusal =>
  new Refusal(
    'SAMPLE_CONTRADICTS_RECORD',
    `the instant is recorded with ${recorded / 1000} Hz; corrections are not taken`,
    'hz',
  );
