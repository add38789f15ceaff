import type { Clock, Recorded, StreamName } from '../../kernel/index.js';
import { answerIfRepeated, checkRevision, checkStorable } from './append-rules.js';
import { CatchUpSubscription, type EventSource, type Page } from './catch-up-subscription.js';
import { eventRegistry } from './event-registry.js';
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
/** How many of the newest events a forgetful log keeps whatever their type: more than a reader is ever behind. */
const KEPT_EVENTS = 20_000;

/**
 * The log of a backtest or a spec: an array. It takes the events' data over and freezes it, so that a fact can't be
 * changed after it was written. "Durable" ends with the process. Told to, it forgets old telemetry: a long backtest that
 * nobody will replay then fits into memory.
 */
export class MemoryEventLog implements EventLog {
  readonly #events: (Recorded | null)[] = [];
  readonly #streams = new Map<StreamName, Stream>();
  /** Where a message id is: nearly always in one stream, so a bare position; a list when streams share the id. */
  readonly #messages = new Map<string, number | readonly number[]>();
  readonly #subscriptions = new Set<CatchUpSubscription>();
  #closed = false;
  /** Positions before it have been looked at for forgetting. */
  #swept = 0;

  /** @param forgets types of which only the newest events are kept; absent: everything is kept. */
  constructor(
    private readonly clock: Clock,
    private readonly forgets?: ReadonlySet<string>,
  ) {}

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
    if (this.forgets !== undefined) this.#forget(this.forgets);
    return { revision: stream.positions.length - 1, position: this.lastPosition(), repeated: false };
  }

  /** Positions and revisions stay; the facts themselves and their message ids go once every subscription has passed them. */
  #forget(types: ReadonlySet<string>): void {
    const passed = Math.min(...[...this.#subscriptions].map(({ position }) => position), this.lastPosition());
    for (const until = passed - KEPT_EVENTS; this.#swept < until; this.#swept++) {
      const event = this.#events[this.#swept];
      if (event === null || event === undefined || !types.has(event.type)) continue;
      this.#messages.delete(event.meta.messageId);
      this.#events[this.#swept] = null;
    }
  }

  #write(stream: Stream, events: readonly NewEvent[], data: readonly object[]): void {
    const now = this.clock.now();
    const previous = this.#events.at(-1);
    const recordedAt =
      previous !== undefined && previous !== null && previous.recordedAt > now ? previous.recordedAt : now;
    this.#streams.set(stream.name, stream);
    for (const [index, { type, schemaVersion = eventRegistry.versionOf(type), meta, occurredAt }] of events.entries()) {
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
    const position = [found].flat().find((candidate) => this.#at(candidate)?.stream === stream);
    return position === undefined ? undefined : (this.#at(position) ?? undefined);
  }

  /** Null: forgotten. */
  #at(position: number): Recorded | null {
    return this.#events[position] ?? null;
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
    const events = page.filter((event) => event !== null && (types === undefined || types.has(event.type)));
    return { events: events as Recorded[], through: position + page.length };
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
  at: (index: number) => Recorded | null,
  { types, limit = Infinity, ...range }: ReadOptions,
): AsyncGenerator<Recorded> {
  const wanted = types && new Set(types);
  let left = limit;
  for (const index of indexesOf(readWindow(range, newest, (each) => at(each)?.recordedAt ?? (0 as never)))) {
    if (left <= 0) return;
    const event = at(index);
    if (event === null || (wanted && !wanted.has(event.type))) continue;
    left -= 1;
    yield event;
  }
}
