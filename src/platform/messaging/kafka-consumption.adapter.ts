import type { Batch, Consumer, EachBatchPayload, IHeaders, Kafka, KafkaMessage } from 'kafkajs';
import { backOffMs } from './back-off.js';
import type { ConsumeOptions, Consumption, DeliveredMessage, RejectedDelivery } from './message-bus.port.js';
import { isNotNow } from './not-now.js';

/** A group of its own for each topic: readers of one group whose topics differ would be given each other's partitions. */
export const groupIdOf = ({ group, topic }: Pick<ConsumeOptions, 'group' | 'topic'>): string => `${group}.${topic}`;

/** How long a broker holds a fetch that finds nothing; leaving the group takes as long. */
const FETCH_WAIT_MS = 250;
/** One batch in hand for each partition: with 250 bytes a message, some 4 000. */
const MAX_BYTES_OF_PARTITION = 1024 * 1024;
const PARTITIONS_AT_ONCE = 16;

/**
 * One reader of a group. Offsets are committed after `handle` has resolved and the dead letters are out, never before;
 * heartbeats go on meanwhile. "Not now" pauses the partition: the reader stays in the group, and the batch is fetched
 * again, not kept in memory.
 */
export class KafkaConsumption implements Consumption {
  readonly #consumer: Consumer;
  readonly #heartbeatMs: number;
  /** Partition → how often in a row it was told "not now". */
  readonly #attempts = new Map<number, number>();
  readonly #timers = new Set<NodeJS.Timeout>();
  /** Partition → messages behind the last one handled. */
  readonly #behind = new Map<number, number>();
  #ended = false;
  /** While it starts: whom to tell of a failure. */
  #rejectStart: ((error: unknown) => void) | null = null;
  #closing: Promise<void> | null = null;

  constructor(
    kafka: Kafka,
    private readonly options: ConsumeOptions,
    sessionTimeoutMs: number,
    private readonly bury: (rejected: readonly RejectedDelivery[]) => Promise<void>,
    private readonly onClose: (closed: KafkaConsumption) => void,
  ) {
    this.#heartbeatMs = Math.floor(sessionTimeoutMs / 5);
    this.#consumer = kafka.consumer({
      groupId: groupIdOf(options),
      sessionTimeout: sessionTimeoutMs,
      heartbeatInterval: this.#heartbeatMs,
      maxWaitTimeInMs: FETCH_WAIT_MS,
      maxBytesPerPartition: MAX_BYTES_OF_PARTITION,
      // As long as nobody closes it, it comes back: an outage is no reason to stop reading.
      retry: { initialRetryTime: 100, maxRetryTime: 2_000, retries: 8, restartOnFailure: () => this.#mayRestart() },
    });
  }

  /** Resolves when the group has given it its partitions. */
  async start(): Promise<void> {
    const { CRASH } = this.#consumer.events;
    this.#consumer.on(CRASH, ({ payload }) => {
      if (!payload.restart) this.#fail(payload.error);
    });
    await this.#consumer.connect();
    await this.#consumer.subscribe({ topics: [this.options.topic], fromBeginning: true });
    const joined = this.#joined();
    await this.#consumer.run({
      autoCommit: true,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: PARTITIONS_AT_ONCE,
      eachBatch: (payload) => this.#take(payload),
    });
    await joined;
    this.#rejectStart = null;
  }

  #joined(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#rejectStart = reject;
      this.#consumer.on(this.#consumer.events.GROUP_JOIN, () => {
        // From here on some partitions may be another reader's.
        this.#behind.clear();
        resolve();
      });
    });
  }

  get waiting(): number {
    return [...this.#behind.values()].reduce((sum, messages) => sum + messages, 0);
  }

  close(): Promise<void> {
    this.#ended = true;
    for (const timer of this.#timers) clearTimeout(timer);
    this.#closing ??= this.#consumer.disconnect().finally(() => this.onClose(this));
    return this.#closing;
  }

  async #take({ batch, resolveOffset, heartbeat, pause, isRunning, isStale }: EachBatchPayload): Promise<void> {
    if (this.#ended || !isRunning() || isStale()) return;
    this.#behind.set(batch.partition, Number(batch.offsetLagLow()) + 1);
    const beat = setInterval(() => {
      // A rebalance is noticed here first; the batch is finished all the same, and the runner joins again after it.
      heartbeat().catch(() => undefined);
    }, this.#heartbeatMs);
    try {
      const rejected = await this.options.handle(deliveriesOf(batch));
      if (rejected.length > 0) await this.bury(rejected);
      resolveOffset(batch.lastOffset());
      this.#behind.set(batch.partition, Number(batch.offsetLag()));
      this.#attempts.delete(batch.partition);
    } catch (error) {
      if (isNotNow(error)) this.#offerLater(batch.partition, pause);
      else this.#fail(error);
    } finally {
      clearInterval(beat);
    }
  }

  /** The offset stays where it is: what is fetched after the pause begins with the same message. */
  #offerLater(partition: number, pause: () => () => void): void {
    if (this.#ended) return;
    const attempt = (this.#attempts.get(partition) ?? 0) + 1;
    this.#attempts.set(partition, attempt);
    const resume = pause();
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      resume();
    }, backOffMs(attempt));
    this.#timers.add(timer);
  }

  #fail(error: unknown): void {
    if (this.#ended) return;
    this.#ended = true;
    if (this.#rejectStart !== null) return this.#rejectStart(error);
    // Leaving waits for the batch in hand, which is the one that failed.
    setImmediate(() => void this.close());
    this.options.onFailure(error);
  }

  #mayRestart(): Promise<boolean> {
    return Promise.resolve(!this.#ended);
  }
}

const deliveriesOf = ({ topic, partition, messages }: Batch): DeliveredMessage[] =>
  messages.map((message) => deliveryOf(topic, partition, message));

const deliveryOf = (
  topic: string,
  partition: number,
  { offset, key, value, headers }: KafkaMessage,
): DeliveredMessage => ({
  topic,
  partition,
  offset,
  key: key === null ? null : key.toString(),
  value: value === null ? null : value.toString(),
  headers: headersOf(headers),
});

const NO_HEADERS: Readonly<Record<string, string>> = Object.freeze({});

/** Most telemetry carries none. Of a header that is there several times the first counts. */
function headersOf(headers: IHeaders | undefined): Readonly<Record<string, string>> {
  const texts: Record<string, string> = {};
  let any = false;
  for (const name in headers) {
    const value = headers[name];
    const first = Array.isArray(value) ? value[0] : value;
    if (first === undefined) continue;
    texts[name] = first.toString();
    any = true;
  }
  return any ? texts : NO_HEADERS;
}
