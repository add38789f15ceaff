import { setImmediate as nextTurn } from 'node:timers/promises';
import type Database from 'libsql';
import type { EpochMs, Recorded, StreamName } from '../../../kernel/index.js';
import type { Page } from '../catch-up-subscription.js';
import type { ReadOptions } from '../event-log.port.js';
import { pagesOf, readWindow } from '../read-window.js';
import { FROM_EVENTS, SELECT_ROW_COLUMNS, type EventRow } from './schema.adapter.js';

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
    this.#allPage = prepare(`SELECT ${SELECT_ROW_COLUMNS} ${FROM_EVENTS}
      WHERE e.position BETWEEN ?1 AND ?2 AND ${OF_TYPES} ORDER BY e.position`);
    this.#stream = prepare('SELECT id, revision FROM streams WHERE name = ?');
    this.#recordedAtInStream = prepare('SELECT recorded_at FROM events WHERE stream_id = ? AND revision = ?');
    this.#streamPage = prepare(`SELECT ${SELECT_ROW_COLUMNS} ${FROM_EVENTS}
      WHERE e.stream_id = ?4 AND e.revision BETWEEN ?1 AND ?2 AND ${OF_TYPES} ORDER BY e.revision`);
  }

  /** -1 for an empty log. */
  lastPosition(): number {
    return (this.#newest.get() as [number | null])[0] ?? -1;
  }

  readAll(options: ReadOptions): AsyncIterable<Recorded> {
    const recordedAt = (position: number): EpochMs => (this.#recordedAt.get(position) as [EpochMs])[0];
    const window = readWindow(options, this.lastPosition(), recordedAt);
    return read(window, options, (first, last, types) => this.#allPage.all(first, last, types) as EventRow[]);
  }

  readStream(name: StreamName, options: ReadOptions): AsyncIterable<Recorded> {
    const [id, newest] = (this.#stream.get(name) as [number, number] | undefined) ?? [-1, -1];
    const recordedAt = (revision: number): EpochMs => (this.#recordedAtInStream.get(id, revision) as [EpochMs])[0];
    const window = readWindow(options, newest, recordedAt);
    return read(window, options, (first, last, types) => this.#streamPage.all(first, last, types, id) as EventRow[]);
  }

  /** For a subscription; the event loop turns before it. */
  async pageAfter(position: number, types: readonly string[] | undefined): Promise<Page> {
    await nextTurn();
    const through = Math.min(position + PAGE_EVENTS, this.lastPosition());
    const rows = this.#allPage.all(position + 1, through, typesText(types)) as EventRow[];
    return { events: rows.map(toRecorded), through };
  }
}

type FetchRows = (first: number, last: number, types: string | null) => EventRow[];

async function* read(
  window: ReturnType<typeof readWindow>,
  { types, limit = Infinity }: ReadOptions,
  fetchRows: FetchRows,
): AsyncGenerator<Recorded> {
  let left = limit;
  // Without a filter every row fetched counts, so a small limit needs a small page.
  const size = types === undefined ? Math.max(1, Math.min(PAGE_EVENTS, limit)) : PAGE_EVENTS;
  for (const page of pagesOf(window, size)) {
    const rows = fetchRows(page.first, page.last, typesText(types));
    for (const row of page.backwards ? rows.reverse() : rows) {
      if (left <= 0) return;
      left -= 1;
      yield toRecorded(row);
    }
    if (left <= 0) return;
    await nextTurn();
  }
}

const typesText = (types: readonly string[] | undefined): string | null =>
  types === undefined ? null : JSON.stringify(types);

function toRecorded(row: EventRow): Recorded {
  const [position, stream, revision, type, schemaVersion, data, messageId, correlationId, causationId, actor] = row;
  return {
    position,
    stream,
    revision,
    type,
    schemaVersion,
    data: JSON.parse(data) as object,
    meta: { messageId, correlationId, causationId, actor },
    occurredAt: row[10] as EpochMs,
    recordedAt: row[11] as EpochMs,
  };
}
