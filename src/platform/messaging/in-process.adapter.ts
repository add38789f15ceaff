import { setTimeout as pause } from 'node:timers/promises';
import { backOffMs } from './back-off.js';
import { deadLetterOf, deadLetterTopic } from './dead-letter.js';
import { BusUnavailable, CONTENT_TYPE_HEADER, MESSAGE_ID_HEADER } from './message-bus.port.js';
import type { BusMessage, ConsumeOptions, Consumption, DeliveredMessage, MessageBus } from './message-bus.port.js';
import { isNotNow } from './not-now.js';

export interface InProcessOptions {
  /** Messages handed over at once. */
  readonly batch?: number;
  /** Messages that may wait for one group; beyond it `publish` waits for room. */
  readonly capacity?: number;
}

/**
 * The bus within one process, the default: nothing to install, nothing kept across a restart. A topic is one partition;
 * of several readers in a group the first one works and the next takes over.
 */
export class InProcessBus implements MessageBus {
  readonly #groups = new Map<string, Map<string, GroupQueue>>();
  readonly #offsets = new Map<string, number>();
  readonly #batch: number;
  readonly #capacity: number;
  #closed = false;

  constructor({ batch = 1_000, capacity = 100_000 }: InProcessOptions = {}) {
    this.#batch = batch;
    this.#capacity = capacity;
  }

  async publish(topic: string, messages: readonly BusMessage[]): Promise<void> {
    if (this.#closed) throw new BusUnavailable('the bus is closed');
    const deliveries = messages.map((message) => this.#deliveryOf(topic, message));
    const groups = this.#groups.get(topic)?.values() ?? [];
    await Promise.all([...groups].map((group) => group.add(deliveries)));
  }

  async consume(options: ConsumeOptions): Promise<Consumption> {
    if (this.#closed) throw new BusUnavailable('the bus is closed');
    const ofTopic = entryOf(this.#groups, options.topic, () => new Map<string, GroupQueue>());
    const group = entryOf(ofTopic, options.group, () => new GroupQueue(this, this.#batch, this.#capacity));
    return group.join(options);
  }

  async close(): Promise<void> {
    const groups = [...this.#groups.values()].flatMap((ofTopic) => [...ofTopic.values()]);
    await Promise.all(groups.map((group) => group.close()));
    this.#closed = true;
  }

  #deliveryOf(topic: string, { id, key, value, headers }: BusMessage): DeliveredMessage {
    const offset = this.#offsets.get(topic) ?? 0;
    this.#offsets.set(topic, offset + 1);
    const all = { [CONTENT_TYPE_HEADER]: 'application/json', ...headers, [MESSAGE_ID_HEADER]: id };
    return { topic, partition: 0, offset: String(offset), key, value, headers: all };
  }
}

/** What waits for one group, and whose turn it is. */
class GroupQueue {
  #waiting: DeliveredMessage[] = [];
  readonly #readers: Reader[] = [];
  #whenRoom: (() => void)[] = [];
  #closed = false;

  constructor(
    private readonly bus: MessageBus,
    private readonly batch: number,
    private readonly capacity: number,
  ) {}

  async add(deliveries: readonly DeliveredMessage[]): Promise<void> {
    for (const delivery of deliveries) this.#waiting.push(delivery);
    this.#readers[0]?.wake();
    while (this.#waiting.length > this.capacity && !this.#closed)
      await new Promise<void>((resolve) => this.#whenRoom.push(resolve));
  }

  join(options: ConsumeOptions): Consumption {
    const reader = new Reader(this, this.bus, options);
    this.#readers.push(reader);
    if (this.#readers[0] === reader) reader.start();
    const waiting = (): number => (this.#readers[0] === reader ? this.#waiting.length : 0);
    return {
      close: () => this.leave(reader),
      get waiting() {
        return waiting();
      },
    };
  }

  next(): readonly DeliveredMessage[] {
    return this.#waiting.slice(0, this.batch);
  }

  acknowledge(count: number): void {
    this.#waiting = this.#waiting.slice(count);
    for (const resolve of this.#whenRoom.splice(0)) resolve();
  }

  async leave(reader: Reader): Promise<void> {
    await reader.stop();
    const place = this.#readers.indexOf(reader);
    if (place < 0) return;
    this.#readers.splice(place, 1);
    if (place === 0) this.#readers[0]?.start();
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const reader of [...this.#readers].reverse()) await this.leave(reader);
    for (const resolve of this.#whenRoom.splice(0)) resolve();
  }
}

class Reader {
  #open = true;
  #wake: () => void = () => undefined;
  #work: Promise<void> = Promise.resolve();
  readonly #stopping = new AbortController();

  constructor(
    private readonly queue: GroupQueue,
    private readonly bus: MessageBus,
    private readonly options: ConsumeOptions,
  ) {}

  start(): void {
    this.#work = this.#run();
  }

  wake(): void {
    this.#wake();
  }

  stop(): Promise<void> {
    this.#open = false;
    this.#stopping.abort();
    this.#wake();
    return this.#work;
  }

  async #run(): Promise<void> {
    let attempt = 0;
    while (this.#open) {
      const batch = this.queue.next();
      if (batch.length === 0) {
        await new Promise<void>((resolve) => (this.#wake = resolve));
        continue;
      }
      try {
        const rejected = await this.options.handle(batch);
        if (rejected.length > 0)
          await this.bus.publish(deadLetterTopic(this.options.topic), rejected.map(deadLetterOf));
        this.queue.acknowledge(batch.length);
        attempt = 0;
      } catch (error) {
        if (!isNotNow(error)) return this.#fail(error);
        attempt += 1;
        await pause(backOffMs(attempt), undefined, { signal: this.#stopping.signal }).catch(() => undefined);
      }
    }
  }

  #fail(error: unknown): void {
    this.#open = false;
    // Not before this loop has ended: leaving waits for it.
    setImmediate(() => void this.queue.leave(this));
    this.options.onFailure(error);
  }
}

function entryOf<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const value = map.get(key) ?? make();
  map.set(key, value);
  return value;
}
