import {
  activationStream,
  deterministicUuid,
  epochMs,
  isoInstant,
  unitOf,
  type EpochMs,
  type EventBase,
  type Interval,
  type Recorded,
} from '../kernel/index.js';
import { CONTROL_OFF, type Frame } from '../dispatch/index.js';
import { FCR_N, type FcrnRules } from '../market/index.js';
import { firstWritten, type EventLog } from '../platform/index.js';
import type { ResponseRecorded } from './activation.events.js';
import { noDelivery, score, withResponse, type Delivery } from './delivery.js';
import { addSecond, noResponse, sumsOf } from './response-sums.js';

export interface ActivationDependencies {
  readonly log: EventLog;
  readonly rulesOf: (at: EpochMs) => FcrnRules;
  /** An imported past without a market is not scored. */
  readonly from?: EpochMs;
}

/** One decimal is what a person reads; null while nothing is held. */
const minutes = (value: number): number | null => (value > 0 ? Math.round(value * 10) / 10 : null);

/** Seconds between two records of the response: what a crash can lose, and then counts as not maintained. */
const RECORD_SECONDS = 60;

/**
 * Records what was required and what was delivered, minute by minute, and scores each MTU when its last second is in.
 * A restart goes on from the records in the log.
 */
export class ActivationService {
  private readonly open = new Map<string, Delivery>();
  private sums = noResponse();
  private sumsFrom: EpochMs | null = null;

  constructor(private readonly deps: ActivationDependencies) {}

  /** Goes on with the MTU that holds `at` from what the log has of it. */
  async start(at: EpochMs): Promise<void> {
    const mtuStart = isoInstant(unitOf(at, this.deps.rulesOf(at).mtuMinutes).start);
    for await (const event of this.deps.log.readStream(activationStream(FCR_N, mtuStart), {
      types: ['ResponseRecorded'],
    }))
      this.take((event as Recorded<ResponseRecorded>).data);
  }

  /** Takes one frame of dispatch; frames come in order and never cross a minute. */
  async record(frame: Frame, mtu: Interval): Promise<void> {
    if (this.deps.from !== undefined && frame.from < this.deps.from) return;
    if (frame.committedW === 0) return;
    this.sumsFrom ??= frame.from;
    for (let second = 0; second < frame.seconds; second++) {
      const millihertz = frame.millihertz[second] as number;
      addSecond(this.sums, {
        millihertz: millihertz === CONTROL_OFF ? null : millihertz,
        requiredW: frame.requiredW[second] as number,
        deliveredW: frame.deliveredW[second] as number,
        maintainedW: frame.maintainedW[second] as number,
        nem: frame.nem[second] as number,
        aem: frame.aem[second] as number,
      });
    }
    const end = epochMs(frame.from + frame.seconds * 1000);
    const minuteEnded = end % (RECORD_SECONDS * 1000) === 0;
    if (!minuteEnded && end < mtu.end) return;
    await this.write(frame, mtu);
    if (end >= mtu.end) await this.close(mtu);
  }

  private async write(frame: Frame, mtu: Interval): Promise<void> {
    const from = this.sumsFrom as EpochMs;
    const last = frame.seconds - 1;
    const data: ResponseRecorded['data'] = {
      product: FCR_N,
      mtuStart: isoInstant(mtu.start),
      ispStart: isoInstant(unitOf(from, this.deps.rulesOf(mtu.start).ispMinutes).start),
      from: isoInstant(from),
      committedW: frame.committedW,
      enduranceUpMin: minutes(frame.enduranceUpMin[last] as number),
      enduranceDownMin: minutes(frame.enduranceDownMin[last] as number),
      ...this.sums,
    };
    this.sums = noResponse();
    this.sumsFrom = null;
    this.take(
      await this.append<ResponseRecorded>({ type: 'ResponseRecorded', data }, data.mtuStart, data.from, frame.from),
    );
  }

  private take(data: ResponseRecorded['data']): void {
    const before = this.open.get(data.mtuStart) ?? noDelivery;
    this.open.set(data.mtuStart, withResponse(before, data.ispStart, sumsOf(data), data.committedW));
  }

  private async close(mtu: Interval): Promise<void> {
    const mtuStart = isoInstant(mtu.start);
    const scored = score(FCR_N, mtu, this.deps.rulesOf(mtu.start).ispMinutes, this.open.get(mtuStart) ?? noDelivery);
    await this.append(scored, mtuStart, mtuStart, mtu.end);
    this.open.delete(mtuStart);
  }

  /** @returns what stands in the log: another process may have been faster. */
  private append<E extends EventBase>(
    event: E,
    mtuStart: string,
    distinguishing: string,
    at: EpochMs,
  ): Promise<E['data']> {
    const stream = activationStream(FCR_N, mtuStart);
    const messageId = deterministicUuid(stream, event.type, distinguishing);
    const meta = { messageId, correlationId: messageId, causationId: messageId, actor: 'activation' };
    return firstWritten<E>(this.deps.log, stream, { ...event, meta, occurredAt: at });
  }
}
