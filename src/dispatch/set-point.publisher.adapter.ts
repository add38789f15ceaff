import { setTimeout as pause } from 'node:timers/promises';
import { epochMs, isoInstant, type EpochMs } from '../kernel/index.js';
import { isNotNow, type BusMessage, type MessageBus } from '../platform/messaging/index.js';
import type { Frame } from './frame.js';
import type { SetPointSink } from './set-point.port.js';

/** Keyed by charger id, so that one charger's set-points keep their order. */
export const SET_POINTS_TOPIC = 'v2g.setpoints.v1';

/**
 * What a charger is to do from `at` on, until the next one. To charge is a leave to take so much: a car that is full, or
 * that takes less by its own rules, takes less.
 */
export interface SetPointMessage {
  readonly messageId: string;
  readonly chargerId: string;
  readonly sessionId: string;
  /** ISO 8601, UTC. */
  readonly at: string;
  /** Injection positive. */
  readonly powerW: number;
}

export interface SetPointPublisherDependencies {
  readonly bus: MessageBus;
  /** The charger of a session that is plugged in. */
  readonly chargerOf: (sessionId: string) => string | undefined;
  readonly onOutage?: (error: Error) => void;
  readonly onFailure: (error: unknown) => void;
}

interface SetPoint {
  readonly at: EpochMs;
  readonly powerW: number;
}

/** A charger that lost its set-point gets it again after so long. */
const REPEATED_AFTER_MS = 60_000;
const RETRY_MS = 1_000;

/**
 * Set-points to the bus. A set-point is an order for now: of a frame the last second counts, one that has not changed is
 * not sent, and one that could not be sent gives way to the next. So a slow broker costs no memory and no charger is told
 * to do what was right a minute ago.
 */
export class SetPointPublisher implements SetPointSink {
  private readonly sent = new Map<string, SetPoint>();
  private readonly waiting = new Map<string, SetPoint>();
  private readonly stopping = new AbortController();
  private work: Promise<void> | null = null;

  constructor(private readonly deps: SetPointPublisherDependencies) {}

  follow(frame: Frame): void {
    const second = frame.seconds - 1;
    if (second < 0 || this.stopping.signal.aborted) return;
    const at = epochMs(frame.from + second * 1000);
    for (let slot = 0; slot < frame.count; slot += 1)
      this.order(frame.sessionIds[slot] as string, at, frame.powerW[second * frame.stride + slot] as number);
    for (const [sessionId, limitW] of frame.limitsW) this.order(sessionId, at, limitW);
    if (this.sent.size > 2 * (frame.count + frame.limitsW.size))
      this.forgetAllBut([...frame.sessionIds.slice(0, frame.count), ...frame.limitsW.keys()]);
    if (this.waiting.size > 0) this.work ??= this.publish().finally(() => (this.work = null));
  }

  /** What waits is dropped: after a restart it would be wrong. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.work;
  }

  private order(sessionId: string, at: EpochMs, powerW: number): void {
    const last = this.waiting.get(sessionId) ?? this.sent.get(sessionId);
    if (last?.powerW !== powerW || at - last.at >= REPEATED_AFTER_MS) this.waiting.set(sessionId, { at, powerW });
  }

  private async publish(): Promise<void> {
    while (this.waiting.size > 0 && !this.stopping.signal.aborted) {
      const batch = [...this.waiting];
      this.waiting.clear();
      try {
        await this.deps.bus.publish(SET_POINTS_TOPIC, this.messagesOf(batch));
        for (const [sessionId, setPoint] of batch) this.sent.set(sessionId, setPoint);
      } catch (error) {
        if (!isNotNow(error)) return this.deps.onFailure(error);
        this.deps.onOutage?.(error as Error);
        for (const [sessionId, setPoint] of batch)
          if (!this.waiting.has(sessionId)) this.waiting.set(sessionId, setPoint);
        await pause(RETRY_MS, undefined, { signal: this.stopping.signal }).catch(() => undefined);
      }
    }
  }

  private messagesOf(setPoints: readonly (readonly [string, SetPoint])[]): BusMessage[] {
    return setPoints.flatMap(([sessionId, { at, powerW }]) => {
      const chargerId = this.deps.chargerOf(sessionId);
      if (chargerId === undefined) return [];
      const instant = isoInstant(at);
      const messageId = `set-point:${sessionId}:${instant}`;
      const message: SetPointMessage = { messageId, chargerId, sessionId, at: instant, powerW };
      return [{ id: messageId, key: chargerId, value: JSON.stringify(message) }];
    });
  }

  private forgetAllBut(sessionIds: readonly string[]): void {
    const present = new Set(sessionIds);
    for (const sessionId of this.sent.keys()) if (!present.has(sessionId)) this.sent.delete(sessionId);
  }
}
