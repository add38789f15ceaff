import { setImmediate as nextTurn } from 'node:timers/promises';
import type Database from 'libsql';
import { InputError, type EpochMs, type Recorded, type StreamName } from '../../../kernel/index.js';
import type { Page } from '../catch-up-subscription.js';
import type { EventRegistry } from '../event-registry.js';
import type { ReadOptions } from '../event-log.port.js';
import { pagesOf, readWindow, type ReadWindow } from '../read-window.js';
import { isDamage } from './database.adapter.js';
import { eventsOfPage, SELECT_PAGE, type PageTexts } from './page-text.adapter.js';

/** Rows fetched at once: under two milliseconds of work, then the event loop turns. */
const PAGE_EVENTS = 512;

const OF_TYPES = '(?3 IS NULL OR e.type IN (SELECT value FROM json_each(?3)))';

/** Every SELECT on the log. Each statement is run to its end at once, so that no open cursor holds a checkpoint back. */
export class EventReader {
  readonly #newest: Query;
  readonly #promised: Query;
  readonly #recordedAt: Query;
  readonly #allPage: Query;
  readonly #stream: Query;
  readonly #recordedAtInStream: Query;
  readonly #streamPage: Query;

  constructor(
    database: Database.Database,
    private readonly registry: EventRegistry,
  ) {
    const prepare = (sql: string): Query => new Query(database, sql);
    this.#newest = prepare('SELECT max(position) FROM events');
    this.#promised = prepare('SELECT sum(revision + 1) - 1 FROM streams');
    this.#recordedAt = prepare('SELECT recorded_at FROM events WHERE position = ?');
    this.#allPage = prepare(SELECT_PAGE(`e.position BETWEEN ?1 AND ?2 AND ${OF_TYPES} ORDER BY e.position`));
    this.#stream = prepare('SELECT id, revision FROM streams WHERE name = ?');
    this.#recordedAtInStream = prepare('SELECT recorded_at FROM events WHERE stream_id = ? AND revision = ?');
    this.#streamPage = prepare(
      SELECT_PAGE(`e.stream_id = ?4 AND e.revision BETWEEN ?1 AND ?2 AND ${OF_TYPES} ORDER BY e.revision`),
    );
  }

  /** -1 for an empty log. Where the newest event can't be read, its place is known from the streams' heads. */
  lastPosition(): number {
    try {
      return (this.#newest.get([]) as [number | null])[0] ?? -1;
    } catch (error) {
      if (!isDamage(error)) throw error;
      return (this.#promised.get([]) as [number | null])[0] ?? -1;
    }
  }

  readAll(options: ReadOptions): AsyncIterable<Recorded> {
    const recordedAt = (position: number): EpochMs => (this.#recordedAt.get([position]) as [EpochMs])[0];
    const window = readWindow(options, this.lastPosition(), recordedAt);
    const types = typesText(options.types);
    return read(window, options, (first, last) => this.#page(this.#allPage, [first, last, types]));
  }

  readStream(name: StreamName, options: ReadOptions): AsyncIterable<Recorded> {
    const [id, newest] = (this.#stream.get([name]) as [number, number] | undefined) ?? [-1, -1];
    const recordedAt = (revision: number): EpochMs => (this.#recordedAtInStream.get([id, revision]) as [EpochMs])[0];
    const window = readWindow(options, newest, recordedAt);
    const types = typesText(options.types);
    return read(window, options, (first, last) => this.#page(this.#streamPage, [first, last, types, id]));
  }

  #page(query: Query, parameters: readonly unknown[]): Recorded[] {
    return eventsOfPage(query.get(parameters) as PageTexts, this.registry);
  }

  /** For a subscription; the event loop turns before it. */
  async pageAfter(position: number, types: readonly string[] | undefined): Promise<Page> {
    await nextTurn();
    const last = Math.min(position + PAGE_EVENTS, this.lastPosition());
    const text = typesText(types);
    const fetch: FetchPage = (from, to) => this.#page(this.#allPage, [from, to, text]);
    // The first piece is the whole page, unless something in it is damaged.
    for (const [events, through] of readable(fetch, position + 1, last)) return { events, through };
    return { events: [], through: last };
  }
}

/**
 * The events from `first` to `last`, in pieces: one piece, as long as the file is whole. Of a damaged file all that comes
 * before the damage is still to be had.
 * @throws InputError at the first event that can't be read.
 */
function* readable(
  fetchPage: FetchPage,
  first: number,
  last: number,
): Generator<[events: Recorded[], through: number]> {
  try {
    yield [fetchPage(first, last), last];
  } catch (error) {
    if (!isDamage(error) && !(error instanceof SyntaxError)) throw error;
    if (first >= last) throw unreadable(first, error);
    const middle = Math.floor((first + last) / 2);
    yield* readable(fetchPage, first, middle);
    yield* readable(fetchPage, middle + 1, last);
  }
}

const unreadable = (index: number, { message }: Error): InputError =>
  new InputError(
    `the log is damaged from event ${index} on (${message}); what comes before is whole: restore the log from a backup, ` +
      '`backfeed replay --verify` says more',
  );

/** A statement for one row; one that has failed on a damaged page answers nothing any more, and is made anew. */
class Query {
  #statement: Database.Statement;

  constructor(
    private readonly database: Database.Database,
    private readonly sql: string,
  ) {
    this.#statement = database.prepare(sql).raw();
  }

  get(parameters: readonly unknown[]): unknown {
    try {
      return this.#statement.get(parameters);
    } catch (error) {
      this.#statement = this.database.prepare(this.sql).raw();
      throw error;
    }
  }
}

type FetchPage = (first: number, last: number) => Recorded[];

async function* read(
  window: ReadWindow,
  { types, limit = Infinity }: ReadOptions,
  fetchPage: FetchPage,
): AsyncGenerator<Recorded> {
  let left = limit;
  // Without a filter every row fetched counts, so a small limit needs a small page.
  const size = types === undefined ? Math.max(1, Math.min(PAGE_EVENTS, limit)) : PAGE_EVENTS;
  for (const page of pagesOf(window, size)) {
    for (const [events] of page.backwards ? fromTheEnd(fetchPage, page) : readable(fetchPage, page.first, page.last))
      for (const event of events) {
        if (left <= 0) return;
        left -= 1;
        yield event;
      }
    if (left <= 0) return;
    await nextTurn();
  }
}

function* fromTheEnd(fetchPage: FetchPage, { first, last }: ReadWindow): Generator<[events: Recorded[]]> {
  yield [fetchPage(first, last).reverse()];
}

const typesText = (types: readonly string[] | undefined): string | null =>
  types === undefined ? null : JSON.stringify(types);
