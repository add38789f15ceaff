import type { Clock, EpochMs, Recorded, StreamName } from '../../../kernel/index.js';
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
import { CompetingConsumer, type ConsumerGroup } from './competing-consumer.adapter.js';
import { KurrentConnection, type Patience } from './connection.adapter.js';
import type { KurrentDbAddress } from './connection-string.js';
import { KnownStreams } from './known-streams.js';
import { KurrentReader } from './reader.adapter.js';
import { RetentionKeeper } from './retention.adapter.js';
import { StreamWriter } from './stream-writer.adapter.js';
import { KurrentSubscription } from './subscription.adapter.js';

export interface KurrentOptions {
  readonly address: KurrentDbAddress;
  readonly clock: Clock;
  readonly patience?: Patience;
}

/**
 * The event log in a KurrentDB (or EventStoreDB 23 and later), one node or a cluster, written and read by any number of
 * processes.
 *
 * What differs from the embedded log, and why:
 * - A position is the server's commit position, a count of bytes: it grows with gaps, and a lag is one in bytes.
 * - `recordedAt` is the writer's clock, and never earlier than what that writer had seen of the log. Two writers whose
 *   clocks differ may record times in another order than positions, by as much as they differ. Order is the position.
 * - Concurrent appends to different streams have no order among each other; those to one stream keep that of the calls.
 * - A stream under a retention rule forgets its oldest events, and with them their message ids.
 * - There is no hash chain. The server checks its own files (a hash in each closed chunk, a checksum in each index) and
 *   gives events out as they were written, but whoever may write its files can change them with the hashes: proof
 *   against that is a matter of who has access. `backfeed replay --verify` reads the embedded log only.
 * - An append is answered when a majority of the cluster has it on disk; a single node loses what its disk loses.
 */
export class KurrentEventLog implements EventLog {
  readonly #reader: KurrentReader;
  readonly #known = new KnownStreams();
  readonly #lanes: AppendLanes;
  readonly #retention: RetentionKeeper;
  readonly #subscriptions = new Set<KurrentSubscription>();
  #lastPosition = -1;
  /** The latest time that this process has written or seen in the log. */
  #latestRecorded = Number.MIN_SAFE_INTEGER as EpochMs;
  #closed = false;

  private constructor(
    private readonly connection: KurrentConnection,
    private readonly clock: Clock,
    prefix: string,
    private readonly ownsConnection: boolean,
  ) {
    this.#reader = new KurrentReader(connection, prefix);
    this.#retention = new RetentionKeeper(connection, prefix);
    const sender = new BatchSender(connection, prefix);
    const writer = new StreamWriter({ connection, reader: this.#reader, sender, known: this.#known });
    this.#lanes = new AppendLanes((append) => writer.write(append));
  }

  /** @throws LogUnavailable when the server cannot be reached in time; what it says when it refuses us. */
  static async open({ address, clock, patience }: KurrentOptions): Promise<KurrentEventLog> {
    const connection = await KurrentConnection.open(address, patience);
    try {
      return await KurrentEventLog.over(connection, clock, '', true);
    } catch (error) {
      await connection.close();
      throw error;
    }
  }

  /** On a connection that several logs share, each with a prefix of its own for the names of its streams. */
  static async over(
    connection: KurrentConnection,
    clock: Clock,
    prefix: string,
    ownsConnection = false,
  ): Promise<KurrentEventLog> {
    const log = new KurrentEventLog(connection, clock, prefix, ownsConnection);
    for await (const newest of log.#reader.all({ backwards: true, limit: 1 })) log.#haveRead(newest);
    return log;
  }

  async append(stream: StreamName, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<AppendResult> {
    if (this.#closed) throw new Error('the event log is closed');
    checkStorable(stream, events);
    // Taken over as it is now: it may wait for its turn, and be sent more than once.
    const taken = events.map((event) => ({ ...event, data: frozenJson(event.data) }));
    const recordedAt = this.#timeKnown(this.clock.now());
    const result = await this.#lanes.append({ stream, expected, events: taken, recordedAt });
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
      this.#haveRead(event);
      yield event;
    }
    for (const [revision, messageId] of read) this.#known.note(stream, revision, messageId);
  }

  async *readAll(options: ReadOptions = {}): AsyncIterable<Recorded> {
    for await (const event of this.#reader.all(options)) {
      this.#haveRead(event);
      yield event;
    }
  }

  subscribe(options: SubscribeOptions, handle: (event: Recorded) => void | Promise<void>): Subscription {
    const subscription = new KurrentSubscription(
      this.connection,
      this.#reader,
      options,
      (event) => {
        this.#timeKnown(event.recordedAt);
        return handle(event);
      },
      (position) => this.#seen(position),
      (ended) => this.#subscriptions.delete(ended),
    );
    this.#subscriptions.add(subscription);
    return subscription;
  }

  /** Beyond the port: one of several consumers that share the events of some types. */
  consumeTogether(group: ConsumerGroup, handle: (event: Recorded) => void | Promise<void>): Promise<CompetingConsumer> {
    return CompetingConsumer.join(this.connection, this.#reader, group, handle);
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
    if (this.ownsConnection) await this.connection.close();
  }

  #haveRead({ position, recordedAt }: Recorded): void {
    this.#seen(position);
    this.#timeKnown(recordedAt);
  }

  #seen(position: number): void {
    this.#lastPosition = Math.max(this.#lastPosition, position);
  }

  /** No event is recorded earlier than one that its writer had seen, whoever's clock is behind. */
  #timeKnown(at: EpochMs): EpochMs {
    if (at > this.#latestRecorded) this.#latestRecorded = at;
    return this.#latestRecorded;
  }
}
