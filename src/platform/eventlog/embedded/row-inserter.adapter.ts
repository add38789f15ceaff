import type Database from 'libsql';
import type { EventRow } from './schema.adapter.js';

const COLUMNS = 13;
/** Rows in one statement: from here on more make it no faster. */
const CHUNK_ROWS = 32;

type Value = number | string | Buffer;

/** Inserts events, many rows a statement: half of what a row costs is the call from JavaScript. */
export class RowInserter {
  readonly #one: Database.Statement;
  readonly #chunk: Database.Statement;
  #values: Value[] = [];

  constructor(database: Database.Database) {
    const row = `(${Array<string>(COLUMNS).fill('?').join()})`;
    this.#one = database.prepare(`INSERT INTO events VALUES ${row}`);
    this.#chunk = database.prepare(`INSERT INTO events VALUES ${Array<string>(CHUNK_ROWS).fill(row).join()}`);
  }

  add(row: EventRow, streamId: number, hash: Buffer): void {
    const values = this.#values;
    values.push(row[0], streamId);
    for (let column = 2; column < row.length; column += 1) values.push(row[column] as Value);
    values.push(hash);
    if (values.length < CHUNK_ROWS * COLUMNS) return;
    this.#chunk.run(values);
    this.#values = [];
  }

  /** Inserts what is still waiting. */
  flush(): void {
    for (let first = 0; first < this.#values.length; first += COLUMNS)
      this.#one.run(this.#values.slice(first, first + COLUMNS));
    this.#values = [];
  }

  forget(): void {
    this.#values = [];
  }
}
