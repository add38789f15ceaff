import { setImmediate as nextTurn } from 'node:timers/promises';
import type Database from 'libsql';
import { isDamage, openForReading } from './database.adapter.js';
import { CHAIN_START, eventHash } from './hash-chain.adapter.js';
import { FROM_EVENTS, SELECT_ROW_COLUMNS, type EventRow } from './schema.adapter.js';

export type ChainVerdict =
  | {
      readonly intact: true;
      readonly events: number;
      /** Hash of the newest event, hex: equal heads mean equal logs. Noted elsewhere it proves the log's past. */
      readonly head: string;
    }
  | {
      readonly intact: false;
      /** The first event that is not as it was written; null when no single event is at fault. */
      readonly position: number | null;
      readonly reason: string;
    };

/** Told after each page: events checked, and how many there are. */
export type Progress = (checked: number, of: number) => void;

const PAGE_EVENTS = 512;

/** Reads the whole log in one snapshot: hashes, positions, revisions, the streams' heads, SQLite's own structure. */
export async function verifyChain(file: string, onProgress: Progress = () => undefined): Promise<ChainVerdict> {
  const database = openForReading(file);
  const walk = new ChainWalk();
  try {
    database.exec('BEGIN');
    await checkEvents(database, walk, onProgress);
    checkStreams(database, walk);
    checkStructure(database);
    return { intact: true, events: walk.next, head: walk.hash.toString('hex') };
  } catch (error) {
    if (error instanceof Broken) return { intact: false, position: error.position, reason: error.message };
    if (isDamage(error)) return { intact: false, position: walk.next, reason: `cannot be read: ${error.message}` };
    throw error;
  } finally {
    database.close();
  }
}

class Broken extends Error {
  constructor(
    readonly position: number | null,
    reason: string,
  ) {
    super(reason);
  }
}

/** The chain as far as it has been checked. */
class ChainWalk {
  next = 0;
  hash = CHAIN_START;
  readonly revisions = new Map<string, number>();

  step(row: EventRow, stored: Buffer): void {
    const [position, stream, revision] = row;
    if (position !== this.next) throw new Broken(this.next, `the event at position ${this.next} is missing`);
    const expected = (this.revisions.get(stream) ?? -1) + 1;
    if (revision !== expected)
      throw new Broken(position, `is revision ${revision} of stream ${stream}, where ${expected} comes next`);
    const hash = eventHash(this.hash, row);
    if (!hash.equals(stored)) throw new Broken(position, 'its columns do not give the hash that was stored with it');
    this.revisions.set(stream, revision);
    this.hash = hash;
    this.next += 1;
  }
}

async function checkEvents(database: Database.Database, walk: ChainWalk, onProgress: Progress): Promise<void> {
  const newest = (database.prepare('SELECT max(position) FROM events').raw().get() as [number | null])[0] ?? -1;
  // LEFT JOIN: an event whose stream was removed must be found, not passed over.
  const select = database
    .prepare(
      `SELECT ${SELECT_ROW_COLUMNS}, e.hash ${FROM_EVENTS.replace('JOIN', 'LEFT JOIN')}
       WHERE e.position > ? ORDER BY e.position LIMIT ${PAGE_EVENTS}`,
    )
    .raw();
  for (let last = Number.MIN_SAFE_INTEGER; ; await nextTurn()) {
    const rows = select.all(last) as [...EventRow, Buffer][];
    for (const row of rows) {
      const stored = row.pop() as Buffer;
      walk.step(row as unknown as EventRow, stored);
    }
    onProgress(walk.next, newest + 1);
    if (rows.length < PAGE_EVENTS) return;
    last = walk.next - 1;
  }
}

/** Finds what the chain can't: the newest events removed. */
function checkStreams(database: Database.Database, walk: ChainWalk): void {
  const streams = database.prepare('SELECT name, revision FROM streams ORDER BY id').raw().all() as [string, number][];
  for (const [name, revision] of streams) {
    const held = walk.revisions.get(name) ?? -1;
    if (held !== revision)
      throw new Broken(walk.next, `stream ${name} should reach revision ${revision}, its events end at ${held}`);
  }
}

function checkStructure(database: Database.Database): void {
  const [finding] = database.prepare('PRAGMA integrity_check(1)').raw().get() as [string];
  if (finding !== 'ok') throw new Broken(null, `the file's structure: ${finding}`);
}
