import type { EpochMs, EventBase, Metadata, Recorded, StreamName } from '../../kernel/index.js';

/** What a stream must look like for an append to happen: its last revision (first event = 0), or nothing yet, or anything. */
export type ExpectedRevision = number | 'no-stream' | 'any';

/** A fact to be written. `messageId` makes the append idempotent. */
export interface NewEvent<E extends EventBase = EventBase> {
  readonly type: E['type'];
  readonly schemaVersion?: number;
  readonly data: E['data'];
  readonly meta: Metadata;
  readonly occurredAt: EpochMs;
}

export interface AppendResult {
  /** Revision of the last event written (or, for a repeated append, of the last event it had written). */
  readonly revision: number;
  /** Position at which a reader has seen that event: its own, or that of the last event written together with it. */
  readonly position: number;
  /** True when every message id was in the stream already, so nothing was written. */
  readonly repeated: boolean;
}

export interface ReadOptions {
  /** First position (readAll) or revision (readStream) to return; default the first. A position is one that the log gave out. */
  readonly from?: number;
  /** Forwards, instead of `from`: only what comes after this position or revision; -1 for all. */
  readonly after?: number;
  readonly backwards?: boolean;
  readonly limit?: number;
  /** Only these event types. */
  readonly types?: readonly string[];
  /** Stop before the first event recorded after this instant. */
  readonly recordedUntil?: EpochMs;
}

export interface Subscription {
  /** Resolves when every event in the log at the time of the call has been handled. */
  caughtUp(): Promise<void>;
  /** Resolves when the handler is done with what it has in hand; no event is handled after that. */
  close(): Promise<void>;
  /** Position of the last event handled, -1 before the first. */
  readonly position: number;
}

export interface SubscribeOptions {
  /** The checkpoint: the last position already handled; -1 for all. Start is exclusive. */
  readonly after: number;
  readonly types?: readonly string[];
}

/** The stream is not at the expected revision. */
export class WrongExpectedRevision extends Error {
  override readonly name = 'WrongExpectedRevision';
  constructor(
    readonly stream: StreamName,
    readonly expected: ExpectedRevision,
    /** -1 when the stream is empty. */
    readonly actual: number,
  ) {
    super(`stream ${stream} is at revision ${actual}, expected ${expected}`);
  }
}

/** A message id came back with other content: the sender reused it, or two senders share a name. */
export class MessageIdReused extends Error {
  override readonly name = 'MessageIdReused';
  constructor(
    readonly stream: StreamName,
    readonly messageId: string,
  ) {
    super(`message id ${messageId} is in stream ${stream} already, with other content`);
  }
}

/** More is waiting to be written than the log will hold in memory. Nothing of this append was written: send it again later. */
export class LogOverloaded extends Error {
  override readonly name = 'LogOverloaded';
  constructor(readonly queuedEvents: number) {
    super(`${queuedEvents} events are waiting to be written; send this append again later`);
  }
}

/**
 * The store could not be reached, or not in time. An append that fails with it may be written or not: sent again with
 * the same message ids it is written once.
 */
export class LogUnavailable extends Error {
  override readonly name = 'LogUnavailable';
}

/**
 * The event log. Promises, held by `test/contract/event-log.suite.ts` for every adapter:
 * 1. When `append` resolves, its events are durable, all or none of them, in order, with consecutive revisions.
 * 2. A wrong expected revision rejects with WrongExpectedRevision and writes nothing.
 * 3. Appending message ids that the stream holds already writes nothing and answers as the first time, whatever the
 *    expected revision; the same id with another type or data rejects with MessageIdReused. A batch of which only a
 *    part is known rejects with MessageIdReused too.
 * 4. Positions grow over the whole log: by one from 0 where this process is the only writer (memory, embedded), with gaps
 *    where the store numbers bytes (KurrentDB). `recordedAt` never runs backwards for one writer, nor for several with clocks that agree.
 * 5. A subscription handles every event after its checkpoint once, in order, one at a time, first those in the log,
 *    then new ones. A handler that throws ends the subscription: `caughtUp` rejects with its error.
 * 6. What is read is what was written: JSON in, equal JSON out. Data that JSON cannot hold (NaN, a Date, a Map) rejects
 *    with TypeError.
 */
export interface EventLog {
  /** @throws WrongExpectedRevision, MessageIdReused, LogOverloaded, each with nothing written; LogUnavailable. */
  append(stream: StreamName, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<AppendResult>;
  /** Both reads return what was in the log at the time of the call, fetched in pages; a stream never written is empty. */
  readStream(stream: StreamName, options?: ReadOptions): AsyncIterable<Recorded>;
  readAll(options?: ReadOptions): AsyncIterable<Recorded>;
  subscribe(options: SubscribeOptions, handle: (event: Recorded) => void | Promise<void>): Subscription;
  /** Position of the newest event that this process knows of, its own appends and reads included; -1 for an empty log. */
  lastPosition(): number;
  /** Waits for appends under way, then releases files and locks. */
  close(): Promise<void>;
}
