import { setTimeout as pause } from 'node:timers/promises';
import { deterministicUuid, type Clock, type EpochMs, type Recorded } from '../../kernel/index.js';
import { WrongExpectedRevision, type EventLog, type Subscription } from '../eventlog/event-log.port.js';
import { backOffMs } from './back-off.js';
import type { EventFeed } from './event-feed.port.js';
import type { BusMessage, MessageBus } from './message-bus.port.js';
import { isNotNow } from './not-now.js';
import type { OutboxAdvanced } from './outbox.events.js';

export interface OutboxDependencies {
  readonly log: EventLog;
  readonly bus: MessageBus;
  readonly clock: Clock;
  readonly name: string;
  readonly feeds: readonly EventFeed[];
  /** An outage of the bus: told at each try, with what the bus said. */
  readonly onOutage?: (error: Error) => void;
  /** Our own failure: the caller stops the process. */
  readonly onFailure: (error: unknown) => void;
}

interface Pending {
  readonly position: number;
  readonly recordedAt: EpochMs;
  readonly messages: readonly (BusMessage & { readonly topic: string })[];
}

/** Events published together. */
const MAX_EVENTS = 500;
/** Events read ahead of the bus; beyond it the log is read no further. */
const MAX_WAITING = 2_000;
/** What a crash sends again at most: so many events, or those of so long. */
const EVENTS_A_CHECKPOINT = 1_000;
const CHECKPOINT_MS = 5_000;

/**
 * From the log to the bus. The checkpoint is an event of the log itself, written after the bus has taken what it covers:
 * it is as durable as the events are, goes with them into every backup, and needs no second store. A crash between log,
 * bus and checkpoint loses nothing; what is sent again has the same ids, so that a reader who looks at them sees nothing
 * twice. Messages of one key keep the log's order. An outage of the bus stops it where it is, and reading ahead is bounded.
 *
 * Two processes may run the same outbox: both send, in order and with the same ids, and the one behind skips what the
 * other's checkpoint covers.
 */
export class Outbox {
  readonly #stream: string;
  #revision = -1;
  /** Covered by a checkpoint; published. */
  #saved = -1;
  #sent = -1;
  #sentSinceSaved = 0;
  #savedAt: EpochMs;
  #waiting: Pending[] = [];
  #wake: () => void = () => undefined;
  #whenRoom: () => void = () => undefined;
  #timer: NodeJS.Timeout | undefined;
  #saveDue = false;
  readonly #stopping = new AbortController();
  #subscription: Subscription | null = null;
  #work: Promise<void> = Promise.resolve();
  #open = false;

  constructor(private readonly deps: OutboxDependencies) {
    this.#stream = `outbox-${deps.name}`;
    this.#savedAt = deps.clock.now();
  }

  /** Goes on after the last checkpoint. */
  async start(): Promise<void> {
    await this.#readCheckpoint();
    this.#sent = this.#saved;
    this.#open = true;
    const types = [...new Set(this.deps.feeds.flatMap((feed) => feed.types))];
    this.#subscription = this.deps.log.subscribe({ after: this.#saved, types }, (event) => this.#take(event));
    this.#work = this.#run();
  }

  /** The log's position up to which everything is on the bus, as far as this process knows. */
  get position(): number {
    return this.#sent;
  }

  /** Events read and not yet published, and the age of the oldest of them. */
  waiting(now: EpochMs): { readonly events: number; readonly oldestMs: number } {
    const oldest = this.#waiting[0];
    return { events: this.#waiting.length, oldestMs: oldest === undefined ? 0 : Math.max(0, now - oldest.recordedAt) };
  }

  /** Finishes what is being published, then saves the checkpoint. What waits is published after the next start. */
  async stop(): Promise<void> {
    this.#open = false;
    this.#stopping.abort();
    this.#wake();
    this.#whenRoom();
    await this.#subscription?.close();
    await this.#work;
    await this.#save();
  }

  #take(event: Recorded): void | Promise<void> {
    if (!this.#open || event.position <= this.#saved) return;
    try {
      this.#waiting.push(this.#pending(event));
    } catch (error) {
      return this.#fail(error);
    }
    this.#wake();
    if (this.#waiting.length < MAX_WAITING) return;
    return new Promise((resolve) => (this.#whenRoom = resolve));
  }

  #pending(event: Recorded): Pending {
    const { position, recordedAt, type } = event;
    const messages = this.deps.feeds
      .filter(({ types }) => types.includes(type))
      .flatMap((feed) => feed.messagesOf(event).map((message) => ({ ...message, topic: feed.topic })));
    return { position, recordedAt, messages };
  }

  /** The only one that publishes and saves: nothing here happens beside anything else. */
  async #run(): Promise<void> {
    try {
      while (this.#open) {
        if (this.#waiting.length > 0) await this.#publishSome(this.#waiting.slice(0, MAX_EVENTS));
        else if (!this.#saveDue) await new Promise<void>((resolve) => (this.#wake = resolve));
        if (this.#saveDue) await this.#save();
      }
    } catch (error) {
      this.#fail(error);
    }
  }

  #fail(error: unknown): void {
    this.#open = false;
    this.#wake();
    this.deps.onFailure(error);
  }

  async #publishSome(events: readonly Pending[]): Promise<void> {
    const byTopic = new Map<string, BusMessage[]>();
    for (const { topic, ...message } of events.flatMap(({ messages }) => messages)) {
      const ofTopic = byTopic.get(topic);
      if (ofTopic === undefined) byTopic.set(topic, [message]);
      else ofTopic.push(message);
    }
    for (const [topic, messages] of byTopic) if (!(await this.#publishUntilTaken(topic, messages))) return;
    this.#waiting.splice(0, events.length);
    this.#sent = events.at(-1)?.position ?? this.#sent;
    this.#sentSinceSaved += events.length;
    this.#whenRoom();
    this.#saveDue ||=
      this.#sentSinceSaved >= EVENTS_A_CHECKPOINT || this.deps.clock.now() - this.#savedAt >= CHECKPOINT_MS;
    // Nothing more may come for hours: the checkpoint does not wait for it.
    this.#timer ??= setTimeout(() => {
      this.#saveDue = true;
      this.#wake();
    }, CHECKPOINT_MS).unref();
  }

  /** False when the outbox was stopped before the bus came back. */
  async #publishUntilTaken(topic: string, messages: readonly BusMessage[]): Promise<boolean> {
    for (let attempt = 1; this.#open; attempt += 1) {
      try {
        await this.deps.bus.publish(topic, messages);
        return true;
      } catch (error) {
        if (!isNotNow(error)) throw error;
        this.deps.onOutage?.(error as Error);
        await pause(backOffMs(attempt), undefined, { signal: this.#stopping.signal }).catch(() => undefined);
      }
    }
    return false;
  }

  async #save(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#saveDue = false;
    const position = this.#sent;
    if (position <= this.#saved) return;
    try {
      const { revision } = await this.deps.log.append(this.#stream, this.#revision < 0 ? 'no-stream' : this.#revision, [
        this.#checkpoint(position),
      ]);
      this.#revision = revision;
      this.#saved = position;
    } catch (error) {
      if (!(error instanceof WrongExpectedRevision) && !isNotNow(error)) throw error;
      // Another process runs this outbox as well, or the log is busy: the next checkpoint covers this one.
      if (error instanceof WrongExpectedRevision) await this.#readCheckpoint();
      this.#skipCovered();
    }
    this.#sentSinceSaved = 0;
    this.#savedAt = this.deps.clock.now();
  }

  #checkpoint(position: number) {
    const data: OutboxAdvanced['data'] = { outbox: this.deps.name, position };
    const messageId = deterministicUuid(this.#stream, 'OutboxAdvanced', String(position));
    const meta = { messageId, correlationId: messageId, causationId: messageId, actor: `outbox:${this.deps.name}` };
    return { type: 'OutboxAdvanced', data, meta, occurredAt: this.deps.clock.now() };
  }

  async #readCheckpoint(): Promise<void> {
    for await (const { data, revision } of this.deps.log.readStream(this.#stream, { backwards: true, limit: 1 })) {
      this.#revision = revision;
      this.#saved = Math.max(this.#saved, (data as OutboxAdvanced['data']).position);
    }
  }

  #skipCovered(): void {
    const first = this.#waiting.findIndex(({ position }) => position > this.#saved);
    this.#waiting.splice(0, first < 0 ? this.#waiting.length : first);
    this.#sent = Math.max(this.#sent, this.#saved);
    this.#whenRoom();
  }
}
