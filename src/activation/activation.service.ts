import {
  activationStream,
  deterministicUuid,
  epochMs,
  frequencyStream,
  isoInstant,
  MS_PER_HOUR,
  MS_PER_MINUTE,
  MS_PER_SECOND,
  unitOf,
  type EpochMs,
  type EventBase,
  type Interval,
  type Recorded,
  type StreamName,
} from '../kernel/index.js';
import type { Frame, PastManagement } from '../dispatch/index.js';
import type { FrequencyRecorded } from '../fleet/index.js';
import { FCR_N, type FcrnRules } from '../market/index.js';
import { firstWritten, type EventLog, type TimedProcess } from '../platform/index.js';
import type { DeliveryScored, ResponseRecorded } from './activation.events.js';
import { score } from './delivery.js';
import type { DeliveryDuties } from './delivery-duties.projection.js';
import { pastManagement } from './past-management.js';
import { recordedMtu } from './recorded-mtu.js';
import { Stretch } from './stretch.js';
import { nothingUnanswered, unanswered, type Owed, type Unanswered } from './unanswered.js';

export interface ActivationDependencies {
  readonly log: EventLog;
  readonly rulesOf: (at: EpochMs) => FcrnRules;
  /** Whose frequency the reserve answers: an area as the frequency streams name it. */
  readonly area: string;
  /** What was sold and has no score yet; fed by a projection runner. */
  readonly duties: DeliveryDuties;
  /** An imported past without a market is not scored. */
  readonly from?: EpochMs;
}

/** One decimal is what a person reads; null while nothing is held. */
const minutes = (value: number): number | null => (value > 0 ? Math.round(value * 10) / 10 : null);

/** Seconds between two records of the response: what a crash can lose, and then counts as not maintained. */
const RECORD_SECONDS = 60;
/**
 * How long an MTU waits for the dispatch that delivers it to close it: frequency may be 90 s late, and another process
 * may be the one that delivers. After that nobody is going to.
 */
const OVERDUE_AFTER_MS = 5 * MS_PER_MINUTE;

/**
 * Records what was required and what was delivered, minute by minute, and scores each MTU when its last second is in.
 * The score is made from the records in the log alone: a restart inside the MTU makes no difference to it, and an MTU
 * that ended while nobody was there is scored by whoever comes next.
 */
export class ActivationService implements TimedProcess {
  readonly name = 'activation';
  private stretch: Stretch | null = null;
  private stretchFrom = 0 as EpochMs;

  constructor(private readonly deps: ActivationDependencies) {}

  /** What energy management did before `at`, from the records of this MTU and the one before; null: nothing acts any more. */
  async managedBefore(at: EpochMs): Promise<PastManagement | null> {
    const mtu = this.mtuAt(at);
    const before = this.mtuAt(epochMs(mtu.start - 1));
    const records = [];
    for (const { start } of [before, mtu]) records.push(...(await this.recordsOf(isoInstant(start))));
    return pastManagement(records, this.deps.rulesOf(at).energyManagementMeanSeconds);
  }

  /** When the oldest MTU that was sold and not scored is overdue. */
  nextDueAt(): EpochMs | null {
    const duty = this.deps.duties.first();
    return duty === null ? null : this.overdueAt(duty.mtuStart);
  }

  /** Scores what ended while nobody dispatched it. A crash in the middle leaves the rest to the next start. */
  async runDue(now: EpochMs): Promise<void> {
    for (const { mtuStart, committedW } of this.deps.duties.all())
      if (this.overdueAt(mtuStart) <= now) await this.close(this.mtuAt(mtuStart), committedW);
  }

  /** Takes one frame of dispatch; frames come in order and never cross a minute. */
  async record(frame: Frame, mtu: Interval): Promise<void> {
    if (this.deps.from !== undefined && frame.from < this.deps.from) return;
    if (frame.committedW === 0) return;
    if (this.stretch === null) this.stretchFrom = frame.from;
    this.stretch ??= new Stretch();
    this.stretch.take(frame);
    const end = epochMs(frame.from + frame.seconds * MS_PER_SECOND);
    const minuteEnded = end % (RECORD_SECONDS * MS_PER_SECOND) === 0;
    if (!minuteEnded && end < mtu.end) return;
    await this.write(this.stretch, frame, mtu);
    if (end >= mtu.end) await this.close(mtu, frame.committedW);
  }

  private async write(stretch: Stretch, frame: Frame, mtu: Interval): Promise<void> {
    const from = this.stretchFrom;
    this.stretch = null;
    const last = frame.seconds - 1;
    const data: ResponseRecorded['data'] = {
      product: FCR_N,
      mtuStart: isoInstant(mtu.start),
      ispStart: isoInstant(unitOf(from, this.deps.rulesOf(mtu.start).ispMinutes).start),
      from: isoInstant(from),
      committedW: frame.committedW,
      enduranceUpMin: minutes(frame.enduranceUpMin[last] as number),
      enduranceDownMin: minutes(frame.enduranceDownMin[last] as number),
      ...stretch.account(),
    };
    await this.append<ResponseRecorded>({ type: 'ResponseRecorded', data }, data.mtuStart, data.from, frame.from);
  }

  private async close(mtu: Interval, committedW: number): Promise<void> {
    const mtuStart = isoInstant(mtu.start);
    const { ispMinutes } = this.deps.rulesOf(mtu.start);
    const { delivery, answered } = recordedMtu(mtu, await this.recordsOf(mtuStart));
    const missed = await this.missed({ mtu, ispMinutes, committedW }, answered);
    const scored = score(FCR_N, mtu, ispMinutes, { ...delivery, committedW }, missed);
    await this.append<DeliveryScored>(scored, mtuStart, mtuStart, mtu.end);
  }

  /** An MTU that was answered in every second asks nothing of the frequency streams. */
  private async missed(owed: Owed, answered: Uint8Array): Promise<Unanswered> {
    if (!answered.includes(0)) return nothingUnanswered;
    const frequency: FrequencyRecorded['data'][] = [];
    const firstHour = unitOf(owed.mtu.start, 60).start;
    for (let hour: number = firstHour; hour < owed.mtu.end; hour += MS_PER_HOUR)
      frequency.push(
        ...(await this.read<FrequencyRecorded>(frequencyStream(this.deps.area, isoInstant(hour)), 'FrequencyRecorded')),
      );
    return unanswered(owed, answered, frequency);
  }

  private recordsOf(mtuStart: string): Promise<ResponseRecorded['data'][]> {
    return this.read<ResponseRecorded>(activationStream(FCR_N, mtuStart), 'ResponseRecorded');
  }

  private async read<E extends EventBase>(stream: StreamName, type: E['type']): Promise<E['data'][]> {
    const found: E['data'][] = [];
    for await (const event of this.deps.log.readStream(stream, { types: [type] }))
      found.push((event as Recorded<E>).data);
    return found;
  }

  private mtuAt(at: EpochMs): Interval {
    return unitOf(at, this.deps.rulesOf(at).mtuMinutes);
  }

  private overdueAt(mtuStart: EpochMs): EpochMs {
    return epochMs(this.mtuAt(mtuStart).end + OVERDUE_AFTER_MS);
  }

  /** What another process wrote first stands. */
  private async append<E extends EventBase>(event: E, mtuStart: string, distinguishing: string, at: EpochMs) {
    const stream = activationStream(FCR_N, mtuStart);
    const messageId = deterministicUuid(stream, event.type, distinguishing);
    const meta = { messageId, correlationId: messageId, causationId: messageId, actor: 'activation' };
    await firstWritten<E>(this.deps.log, stream, { ...event, meta, occurredAt: at });
  }
}
