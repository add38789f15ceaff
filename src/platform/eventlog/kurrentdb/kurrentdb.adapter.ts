import type { Recorded, StreamName } from '../../../kernel/index.js';
import { checkStorable } from '../append-rules.js';
import { frozenJson } from '../json-data.js';
import type {
  AppendResult,
  EventLog,
  ExpectedRevision,
  NewEvent,
  ReadOptions,
  SubscribeOptions,
  Subscription,
} from '../event-log.port.js';
import { AppendLanes } from './append-lanes.adapter.js';
import { BatchSender } from './batch-sender.adapter.js';
import { KurrentConnection, type Patience } from './connection.adapter.js';
import type { KurrentDbAddress } from './connection-string.js';
import { KnownStreams } from './known-streams.js';
import { KurrentReader } from './reader.adapter.js';
import { RetentionKeeper } from './retention.adapter.js';
import { StreamWriter } from './stream-writer.adapter.js';
import { KurrentSubscription } from './subscription.adapter.js';

export interface KurrentOptions {
  readonly address: KurrentDbAddress;
  /** Beginning of the names of all streams, for a server that is shared; default none. */
  readonly streamPrefix?: string;
  readonly patience?: Patience;
}

/**
 * The event log in a KurrentDB (or EventStoreDB 23 and later), one node or a cluster, written and read by any number of
 * processes.
 *
 * What differs from the embedded log, and why:
 * - A position is the server's commit position, a count of bytes: it grows with gaps, and a lag is one in bytes.
 * - `recordedAt` is the leader's clock. Within a leader's term it does not run backwards unless that clock is set back; a
 *   new leader whose clock is behind may record an earlier time at a later position. Order is always the position.
 * - Concurrent appends to different streams have no order among each other; those to one stream keep that of the calls.
 * - A stream under a retention rule forgets its oldest events, and with them their message ids.
 * - There is no hash chain. The server checks its own files (a hash in each closed chunk, a checksum in each index) and
 *   gives events out as they were written, but whoever may write its files can change them with the hashes: proof
 *   against that is a matter of who has access. What can be seen from outside, consecutive revisions and event ids that
 *   belong to their message ids, is seen by `backfeed replay --verify`.
 * - An append is answered when a majority of the cluster has it on disk; a single node loses what its disk loses.
 */
export class KurrentEventLog implements EventLog {
  readonly #reader: KurrentReader;
  readonly #known = new KnownStreams();
  readonly #lanes: AppendLanes;
  readonly #retention: RetentionKeeper;
  readonly #subscriptions = new Set<KurrentSubscription>();
  #lastPosition = -1;
  #closed = false;

  private constructor(
    private readonly connection: KurrentConnection,
    prefix: string,
  ) {
    this.#reader = new KurrentReader(connection, prefix);
    this.#retention = new RetentionKeeper(connection, prefix);
    const sender = new BatchSender(connection, prefix);
    const writer = new StreamWriter({ connection, reader: this.#reader, sender, known: this.#known });
    this.#lanes = new AppendLanes((append) => writer.write(append));
  }

  /** @throws LogUnavailable when the server cannot be reached in time; what it says when it refuses us. */
  static async open({ address, streamPrefix = '', patience }: KurrentOptions): Promise<KurrentEventLog> {
    const connection = await KurrentConnection.open(address, patience);
    const log = new KurrentEventLog(connection, streamPrefix);
    try {
      log.#seen(await log.#reader.newestPosition());
    } catch (error) {
      await connection.close();
      throw error;
    }
    return log;
  }

  async append(stream: StreamName, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<AppendResult> {
    if (this.#closed) throw new Error('the event log is closed');
    checkStorable(stream, events);
    // Taken over as it is now: it may wait for its turn, and be sent more than once.
    const taken = events.map((event) => ({ ...event, data: frozenJson(event.data) }));
    const result = await this.#lanes.append({ stream, expected, events: taken });
    this.#seen(result.position);
    this.#retention.appended(stream);
    return result;
  }

  /** Events waiting or under way to the server. */
  get queuedEvents(): number {
    return this.#lanes.queuedEvents;
  }

  /** A stream that is read whole is known from then on: the next append to it need not read it again. */
  async *readStream(stream: StreamName, options: ReadOptions = {}): AsyncIterable<Recorded> {
    const whole = Object.keys(options).length === 0 && this.#known.get(stream) === undefined;
    const read: [number, string][] = [];
    for await (const event of this.#reader.stream(stream, options)) {
      if (whole) read.push([event.revision, event.meta.messageId]);
      yield event;
    }
    for (const [revision, messageId] of read) this.#known.note(stream, revision, messageId);
  }

  readAll(options: ReadOptions = {}): AsyncIterable<Recorded> {
    return this.#reader.all(options);
  }

  subscribe(options: SubscribeOptions, handle: (event: Recorded) => void | Promise<void>): Subscription {
    const subscription = new KurrentSubscription(
      this.connection,
      this.#reader,
      options,
      handle,
      (position) => this.#seen(position),
      (ended) => this.#subscriptions.delete(ended),
    );
    this.#subscriptions.add(subscription);
    return subscription;
  }

  lastPosition(): number {
    return this.#lastPosition;
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#lanes.idle();
    await this.#retention.idle();
    await Promise.all([...this.#subscriptions].map((subscription) => subscription.close()));
    await this.connection.close();
  }

  #seen(position: number): void {
    this.#lastPosition = Math.max(this.#lastPosition, position);
  }
}
