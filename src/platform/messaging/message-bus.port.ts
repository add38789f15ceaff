import type { Refusal } from '../../kernel/index.js';

/** A message on its way out. */
export interface BusMessage {
  /** Names the message for ever, whoever sends it again: by it a reader knows what it has seen. Travels as a header. */
  readonly id: string;
  /** Messages of one key keep their order. */
  readonly key: string;
  /** One JSON document. */
  readonly value: string;
  /** Beside `message-id` and `content-type`, which every message carries. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** A message as the bus brought it: whoever sent it may have sent anything. */
export interface DeliveredMessage {
  readonly topic: string;
  readonly partition: number;
  /** Decimal text: a broker counts past 2⁵³. */
  readonly offset: string;
  readonly key: string | null;
  /** null: no value at all (a tombstone). */
  readonly value: string | null;
  readonly headers: Readonly<Record<string, string>>;
}

/** A message that will not be taken however often it comes, and why. */
export interface RejectedDelivery {
  readonly delivery: DeliveredMessage;
  readonly reason: Refusal;
}

export interface ConsumeOptions {
  readonly topic: string;
  /** Readers of one group share the topic's messages; each group gets all of them. */
  readonly group: string;
  /**
   * Resolves when everything of the batch that counts is durable; that acknowledges it. Rejects with LogOverloaded,
   * LogUnavailable or BusUnavailable for "not now".
   */
  handle(batch: readonly DeliveredMessage[]): Promise<readonly RejectedDelivery[]>;
  /** Told once: `handle` failed otherwise, or the broker will have nothing more to do with us. The consumption has ended. */
  onFailure(error: unknown): void;
}

export interface Consumption {
  /** Messages behind the last one handled, as far as this reader knows. */
  readonly waiting: number;
  /** Waits for the batches in hand, acknowledges them and leaves the group. */
  close(): Promise<void>;
}

/** The broker cannot be reached, or does not take the message. Some of it may have arrived: publish it again, with the same ids. */
export class BusUnavailable extends Error {
  override readonly name = 'BusUnavailable';
}

/** Header that carries `BusMessage.id`. */
export const MESSAGE_ID_HEADER = 'message-id';
export const CONTENT_TYPE_HEADER = 'content-type';

/**
 * Messages between processes. Promises, held by `test/contract/message-bus.suite.ts` for every adapter:
 * 1. When `publish` resolves, the bus has all of them for good. A caller that awaits each call before the next keeps the
 *    order of each key. A message may arrive twice, with the same id; a repetition never overtakes.
 * 2. A group gets every message published after its first consumption began at least once; messages of one key in order,
 *    one batch at a time. Groups know nothing of each other.
 * 3. A batch is acknowledged when `handle` resolves. What was not acknowledged comes again: after a restart, after the
 *    reader died, after it was slow.
 * 4. While `handle` says "not now", the same messages are offered again, later and later, up to every few seconds; other
 *    partitions go on, nothing is skipped, and no more is fetched than one batch for each partition.
 * 5. What `handle` rejects goes to `<topic>.dlq` with the reason in headers (see dead-letter.ts) before the batch is
 *    acknowledged; the others of the batch are not held up.
 */
export interface MessageBus {
  /** @throws BusUnavailable */
  publish(topic: string, messages: readonly BusMessage[]): Promise<void>;
  /** Resolves when the group knows of this reader. */
  consume(options: ConsumeOptions): Promise<Consumption>;
  /** Closes every consumption, then the connections. */
  close(): Promise<void>;
}
