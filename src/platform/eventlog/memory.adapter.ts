import type { Clock, Recorded, StreamName } from '../../kernel/index.js';
import { answerIfRepeated, checkRevision, checkStorable } from './append-rules.js';
import { CatchUpSubscription, type EventSource, type Page } from './catch-up-subscription.js';
import { frozenJson } from './json-data.js';
import { indexesOf, readWindow } from './read-window.js';
import type {
  AppendResult,
  EventLog,
  ExpectedRevision,
  NewEvent,
  ReadOptions,
  SubscribeOptions,
  Subscription,
} from './event-log.port.js';

interface Stream {
  /** One copy of the name for all its events. */
  readonly name: StreamName;
  /** Positions by revision. */
  readonly positions: number[];
}

/** How many events a subscription takes at once. */
const PAGE_EVENTS = 1024;

/**
 * The log of a backtest or a spec: an array. It takes the events' data over and freezes it, so that a fact can't be
 * changed after it was written. "Durable" ends with the process.
 */
export class MemoryEventLog implements EventLog {
  readonly #events: Recorded[] = [];
  readonly #streams = new Map<StreamName, Stream>();
  /** Where a message id is: nearly always in one stream, so a bare position; a list when streams share the id. */
  readonly #messages = new Map<string, number | readonly number[]>();
  readonly #subscriptions = new Set<CatchUpSubscription>();
  #closed = false;

  constructor(private readonly clock: Clock) {}

  // `async` only turns what the checks throw into rejections: nothing in here waits.
  async append(name: StreamName, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<AppendResult> {
    if (this.#closed) throw new Error('the event log is closed');
    checkStorable(name, events);
    const repeated = answerIfRepeated(name, events, (messageId) => this.#find(name, messageId));
    if (repeated !== null) return repeated;
    const stream = this.#streams.get(name) ?? { name, positions: [] };
    checkRevision(name, expected, stream.positions.length - 1);
    this.#write(
      stream,
      events,
      events.map((event) => frozenJson(event.data)),
    );
    for (const subscription of this.#subscriptions) subscription.wake();
    return { revision: stream.positions.length - 1, position: this.lastPosition(), repeated: false };
  }

  #write(stream: Stream, events: readonly NewEvent[], data: readonly object[]): void {
    const now = this.clock.now();
    const previous = this.#events.at(-1);
    const recordedAt = previous !== undefined && previous.recordedAt > now ? previous.recordedAt : now;
    this.#streams.set(stream.name, stream);
    for (const [index, { type, schemaVersion = 1, meta, occurredAt }] of events.entries()) {
      const position = this.#events.length;
      const revision = stream.positions.length;
      this.#events.push({
        position,
        stream: stream.name,
        revision,
        type,
        schemaVersion,
        data: data[index] as object,
        meta: Object.freeze(meta),
        occurredAt,
        recordedAt,
      });
      stream.positions.push(position);
      const same = this.#messages.get(meta.messageId);
      this.#messages.set(meta.messageId, same === undefined ? position : [same, position].flat());
    }
  }

  #find(stream: StreamName, messageId: string): Recorded | undefined {
    const found = this.#messages.get(messageId);
    if (found === undefined) return undefined;
    const position = [found].flat().find((candidate) => this.#at(candidate).stream === stream);
    return position === undefined ? undefined : this.#at(position);
  }

  #at(position: number): Recorded {
    return this.#events[position] as Recorded;
  }

  readStream(stream: StreamName, options: ReadOptions = {}): AsyncIterable<Recorded> {
    const positions = this.#streams.get(stream)?.positions ?? [];
    return read(positions.length - 1, (revision) => this.#at(positions[revision] as number), options);
  }

  readAll(options: ReadOptions = {}): AsyncIterable<Recorded> {
    return read(this.lastPosition(), (position) => this.#at(position), options);
  }

  subscribe(options: SubscribeOptions, handle: (event: Recorded) => void | Promise<void>): Subscription {
    const types = options.types && new Set(options.types);
    const source: EventSource = {
      lastPosition: () => this.lastPosition(),
      pageAfter: (position) => this.#pageAfter(position, types),
    };
    const forget = (ended: CatchUpSubscription): unknown => this.#subscriptions.delete(ended);
    const subscription = new CatchUpSubscription(source, options.after, handle, forget);
    this.#subscriptions.add(subscription);
    return subscription;
  }

  #pageAfter(position: number, types: ReadonlySet<string> | undefined): Page {
    const page = this.#events.slice(position + 1, position + 1 + PAGE_EVENTS);
    return { events: types ? page.filter(({ type }) => types.has(type)) : page, through: position + page.length };
  }

  lastPosition(): number {
    return this.#events.length - 1;
  }

  async close(): Promise<void> {
    this.#closed = true;
    await Promise.all([...this.#subscriptions].map((subscription) => subscription.close()));
  }
}

/** @param at the event by its index: a position or a revision. */
async function* read(
  newest: number,
  at: (index: number) => Recorded,
  { types, limit = Infinity, ...range }: ReadOptions,
): AsyncGenerator<Recorded> {
  const wanted = types && new Set(types);
  let left = limit;
  for (const index of indexesOf(readWindow(range, newest, (each) => at(each).recordedAt))) {
    if (left <= 0) return;
    const event = at(index);
    if (wanted && !wanted.has(event.type)) continue;
    left -= 1;
    yield event;
  }
}
