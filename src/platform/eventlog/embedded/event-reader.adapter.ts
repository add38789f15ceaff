import { setImmediate as nextTurn } from 'node:timers/promises';
import type Database from 'libsql';
import type { EpochMs, Recorded, StreamName } from '../../../kernel/index.js';
import type { Page } from '../catch-up-subscription.js';
import type { ReadOptions } from '../event-log.port.js';
import { pagesOf, readWindow } from '../read-window.js';
import { eventsOfPage, SELECT_PAGE, type PageTexts } from './page-text.adapter.js';

/** Rows fetched at once: under two milliseconds of work, then the event loop turns. */
const PAGE_EVENTS = 512;

const OF_TYPES = '(?3 IS NULL OR e.type IN (SELECT value FROM json_each(?3)))';

/** Every SELECT on the log. Each statement is run to its end at once, so that no open cursor holds a checkpoint back. */
export class EventReader {
  readonly #newest: Database.Statement;
  readonly #recordedAt: Database.Statement;
  readonly #allPage: Database.Statement;
  readonly #stream: Database.Statement;
  readonly #recordedAtInStream: Database.Statement;
  readonly #streamPage: Database.Statement;

  constructor(database: Database.Database) {
    const prepare = (sql: string): Database.Statement => database.prepare(sql).raw();
    this.#newest = prepare('SELECT max(position) FROM events');
    this.#recordedAt = prepare('SELECT recorded_at FROM events WHERE position = ?');
    this.#allPage = prepare(SELECT_PAGE(`e.position BETWEEN ?1 AND ?2 AND ${OF_TYPES} ORDER BY e.position`));
    this.#stream = prepare('SELECT id, revision FROM streams WHERE name = ?');
    this.#recordedAtInStream = prepare('SELECT recorded_at FROM events WHERE stream_id = ? AND revision = ?');
    this.#streamPage = prepare(
      SELECT_PAGE(`e.stream_id = ?4 AND e.revision BETWEEN ?1 AND ?2 AND ${OF_TYPES} ORDER BY e.revision`),
    );
  }

  /** -1 for an empty log. */
  lastPosition(): number {
    return (this.#newest.get() as [number | null])[0] ?? -1;
  }

  readAll(options: ReadOptions): AsyncIterable<Recorded> {
    const recordedAt = (position: number): EpochMs => (this.#recordedAt.get([position]) as [EpochMs])[0];
    const window = readWindow(options, this.lastPosition(), recordedAt);
    return read(window, options, (first, last, types) => pageOf(this.#allPage, [first, last, types]));
  }

  readStream(name: StreamName, options: ReadOptions): AsyncIterable<Recorded> {
    const [id, newest] = (this.#stream.get([name]) as [number, number] | undefined) ?? [-1, -1];
    const recordedAt = (revision: number): EpochMs => (this.#recordedAtInStream.get([id, revision]) as [EpochMs])[0];
    const window = readWindow(options, newest, recordedAt);
    return read(window, options, (first, last, types) => pageOf(this.#streamPage, [first, last, types, id]));
  }

  /** For a subscription; the event loop turns before it. */
  async pageAfter(position: number, types: readonly string[] | undefined): Promise<Page> {
    await nextTurn();
    const through = Math.min(position + PAGE_EVENTS, this.lastPosition());
    return { events: pageOf(this.#allPage, [position + 1, through, typesText(types)]), through };
  }
}

const pageOf = (statement: Database.Statement, parameters: readonly unknown[]): Recorded[] =>
  eventsOfPage(statement.get(parameters) as PageTexts);

type FetchPage = (first: number, last: number, types: string | null) => Recorded[];

async function* read(
  window: ReturnType<typeof readWindow>,
  { types, limit = Infinity }: ReadOptions,
  fetchPage: FetchPage,
): AsyncGenerator<Recorded> {
  let left = limit;
  // Without a filter every row fetched counts, so a small limit needs a small page.
  const size = types === undefined ? Math.max(1, Math.min(PAGE_EVENTS, limit)) : PAGE_EVENTS;
  for (const page of pagesOf(window, size)) {
    const events = fetchPage(page.first, page.last, typesText(types));
    for (const event of page.backwards ? events.reverse() : events) {
      if (left <= 0) return;
      left -= 1;
      yield event;
    }
    if (left <= 0) return;
    await nextTurn();
  }
}

const typesText = (types: readonly string[] | undefined): string | null =>
  types === undefined ? null : JSON.stringify(types);
