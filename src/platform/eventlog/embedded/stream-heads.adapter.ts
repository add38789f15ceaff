import type Database from 'libsql';
import type { StreamName } from '../../../kernel/index.js';

/** Where a stream ends. One object per stream and group: what an append of the group moves, the next one sees. */
export interface StreamHead {
  readonly name: StreamName;
  /** Null for a stream without a row yet. */
  readonly id: number | null;
  /** -1 for a stream that is still empty. */
  readonly revision: number;
}

type Writable = { -readonly [K in keyof StreamHead]: StreamHead[K] };

/** Streams kept in mind, about 20 MB: every car that is plugged in, and the rest is read when it is written to again. */
const KEPT_STREAMS = 100_000;

/**
 * The streams' ids and revisions. Nobody else writes the file, so what was read or written once stays true and need
 * not be asked again; a group that failed is forgotten as a whole.
 */
export class StreamHeads {
  readonly #select: Database.Statement;
  readonly #insert: Database.Statement;
  readonly #advance: Database.Statement;
  readonly #known = new Map<StreamName, Writable>();
  /** Moved by this group, with the revision that the file has. */
  readonly #moved = new Map<Writable, number>();

  constructor(database: Database.Database) {
    this.#select = database
      .prepare('SELECT s.name, s.id, s.revision FROM json_each(?) asked CROSS JOIN streams s ON s.name = asked.value')
      .raw();
    this.#insert = database.prepare('INSERT INTO streams (name, revision) VALUES (?, -1)');
    this.#advance = database.prepare(`UPDATE streams SET revision = moved.value ->> 2 FROM json_each(?) moved
      WHERE streams.id = moved.value ->> 0 AND streams.revision = moved.value ->> 1`);
  }

  /** In the order asked for; the same object for the same stream. */
  of(names: readonly StreamName[]): StreamHead[] {
    if (this.#known.size > KEPT_STREAMS) this.#known.clear();
    const unknown = names.filter((name) => !this.#known.has(name));
    if (unknown.length > 0) this.#read([...new Set(unknown)]);
    return names.map((name) => this.#known.get(name) as Writable);
  }

  /** The stream's id; a new stream gets its row. */
  idOf(head: StreamHead): number {
    (head as Writable).id ??= Number(this.#insert.run([head.name]).lastInsertRowid);
    return head.id as number;
  }

  advance(head: StreamHead, revision: number): void {
    if (!this.#moved.has(head)) this.#moved.set(head, head.revision);
    (head as Writable).revision = revision;
  }

  /** Writes what the group has moved. @throws Error when the file has moved under its only writer. */
  flush(): void {
    if (this.#moved.size === 0) return;
    const moves = [...this.#moved].map(([{ id, revision }, before]) => [id, before, revision]);
    this.#moved.clear();
    const { changes } = this.#advance.run([JSON.stringify(moves)]);
    if (changes !== moves.length) throw new Error('a stream moved under the only writer of the event log');
  }

  /** After a rollback the file alone knows. */
  forget(): void {
    this.#known.clear();
    this.#moved.clear();
  }

  #read(names: readonly StreamName[]): void {
    for (const name of names) this.#known.set(name, { name, id: null, revision: -1 });
    for (const [name, id, revision] of this.#select.all([JSON.stringify(names)]) as [string, number, number][])
      this.#known.set(name, { name, id, revision });
  }
}
