import {
  canonicalJson,
  frequencyStream,
  isoInstant,
  isRefusal,
  Refusal,
  unitOf,
  type EpochMs,
} from '../kernel/index.js';
import { MessageIdReused, WrongExpectedRevision, type EventLog } from '../platform/index.js';
import type { FrequencyRecorded } from './fleet.events.js';
import { FrequencyHour, type FrequencySample } from './frequency-hour.js';
import { instantOf } from './instant.js';
import { orderMetadata } from './metadata.js';

export interface RejectedSample {
  /** null when the sample carries none that can be read. */
  readonly at: string | null;
  readonly code: string;
  readonly field: string | null;
  readonly message: string;
}

export interface FrequencyAnswer {
  /** Samples that are durable, those sent before included. */
  readonly accepted: number;
  readonly rejected: readonly RejectedSample[];
}

/** Beyond these the meter is wrong, not the grid. */
const PLAUSIBLE_MHZ = { from: 45_000, to: 55_000 } as const;
/** Enough for a day that comes hour by hour, and late samples. */
const HOURS_HELD = 26;

/** Grid frequency in: one stream per area and hour, idempotent by area and instant. */
export class FrequencyIntake {
  private readonly hours = new Map<string, FrequencyHour>();
  private queue: Promise<unknown> = Promise.resolve();

  constructor(private readonly dependencies: { readonly log: EventLog }) {}

  /** `millihertz` null: the sample is missing. Refuses IMPLAUSIBLE_FREQUENCY and SAMPLE_CONTRADICTS_RECORD, each per sample. */
  accept(area: string, samples: readonly FrequencySample[]): Promise<FrequencyAnswer> {
    const mine = this.queue.then(() => this.record(area, samples));
    this.queue = mine.catch(() => undefined);
    return mine;
  }

  private async record(area: string, samples: readonly FrequencySample[]): Promise<FrequencyAnswer> {
    const rejected: RejectedSample[] = [];
    const byHour = new Map<EpochMs, FrequencySample[]>();
    for (const sample of [...samples].sort(numericFirst)) {
      const refused = implausible(sample);
      if (refused !== null) rejected.push(verdictOf(sample, refused));
      else sampleList(byHour, unitOf(sample.at, 60).start).push(sample);
    }
    for (const [hour, inHour] of byHour) rejected.push(...(await this.recordHour(area, hour, inHour)));
    return { accepted: samples.length - rejected.length, rejected };
  }

  private async recordHour(
    area: string,
    start: EpochMs,
    samples: readonly FrequencySample[],
  ): Promise<RejectedSample[]> {
    const stream = frequencyStream(area, isoInstant(start));
    for (;;) {
      const hour = await this.hourOf(stream);
      const rejected: RejectedSample[] = [];
      const fresh: FrequencySample[] = [];
      for (const sample of samples) {
        const verdict = hour.judge(sample);
        if (isRefusal(verdict)) rejected.push(verdictOf(sample, verdict));
        else if (verdict === 'new') fresh.push(sample);
      }
      if (fresh.length === 0) return rejected;
      const { runs, repeats } = hour.runsOf(area, fresh);
      rejected.push(...repeats.map(([sample, refusal]) => verdictOf(sample, refusal)));
      if (runs.length === 0 || (await this.append(stream, hour, runs))) return rejected;
    }
  }

  /** False when another process wrote to the hour meanwhile: what it wrote must be read first. */
  private async append(stream: string, hour: FrequencyHour, runs: readonly FrequencyRecorded[]): Promise<boolean> {
    const events = runs.map((run) => ({
      ...run,
      meta: orderMetadata(stream, run.type, `frequency:${run.data.area}`, canonicalJson(run.data)),
      occurredAt: instantOf(run.data.from),
    }));
    try {
      const { revision, repeated } = await this.dependencies.log.append(
        stream,
        hour.revision < 0 ? 'no-stream' : hour.revision,
        events,
      );
      if (repeated) this.hours.delete(stream);
      for (const run of runs) hour.add(run.data, revision);
      return true;
    } catch (error) {
      this.hours.delete(stream);
      if (error instanceof WrongExpectedRevision || error instanceof MessageIdReused) return false;
      throw error;
    }
  }

  private async hourOf(stream: string): Promise<FrequencyHour> {
    const held = this.hours.get(stream);
    if (held !== undefined) return held;
    const hour = new FrequencyHour();
    for await (const { data, revision } of this.dependencies.log.readStream(stream))
      hour.add(data as FrequencyRecorded['data'], revision);
    this.hours.set(stream, hour);
    for (const oldest of this.hours.keys()) {
      if (this.hours.size <= HOURS_HELD) break;
      this.hours.delete(oldest);
    }
    return hour;
  }
}

/** In order of time; of a repeated instant the rows with a value first, in the sender's order. */
const numericFirst = (a: FrequencySample, b: FrequencySample): number =>
  a.at - b.at || Number(a.millihertz === null) - Number(b.millihertz === null);

function implausible({ millihertz }: FrequencySample): Refusal | null {
  if (millihertz === null || (millihertz >= PLAUSIBLE_MHZ.from && millihertz <= PLAUSIBLE_MHZ.to)) return null;
  return new Refusal(
    'IMPLAUSIBLE_FREQUENCY',
    `hz is ${millihertz / 1000}; a grid runs between 45 and 55 Hz; send null for a missing value`,
    'hz',
  );
}

const verdictOf = (sample: FrequencySample, { code, field, message }: Refusal): RejectedSample => ({
  at: isoInstant(sample.at),
  code,
  field: field ?? null,
  message,
});

function sampleList(byHour: Map<EpochMs, FrequencySample[]>, hour: EpochMs): FrequencySample[] {
  const list = byHour.get(hour) ?? [];
  byHour.set(hour, list);
  return list;
}
