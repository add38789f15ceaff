/**
 * Who writes: our log, the bare library with the same bytes in the same tables, and a plain file. Each opens an empty store
 * in a folder of its own and gives `commit(first, count)`: `count` events from the `first` on, durable when it resolves.
 */
import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { SqliteEventLog } from '../../../dist/platform/eventlog/embedded/sqlite.adapter.js';
import { durability } from '../../../dist/platform/eventlog/embedded/database.adapter.js';
import { SCHEMA } from '../../../dist/platform/eventlog/embedded/schema.adapter.js';
import { CARS, columns, report } from './work.mjs';

function inFolder(open) {
  return async () => {
    const folder = mkdtempSync(join(tmpdir(), 'backfeed-bench-'));
    const store = await open(folder);
    return {
      ...store,
      folder,
      async close() {
        await store.close();
        rmSync(folder, { recursive: true });
      },
    };
  };
}

/** One append an event, all of a commit asked for in one turn, as many writers do. */
export const ours = inFolder(async (folder) => {
  const log = await SqliteEventLog.open({ file: join(folder, 'events.sqlite'), clock: { now: () => 0 } });
  const append = (n) => {
    const { stream, event } = report(n);
    return log.append(stream, 'any', [event]);
  };
  return {
    log,
    append,
    commit: (first, count) => Promise.all(Array.from({ length: count }, (_, index) => append(first + index))),
    close: () => log.close(),
  };
});

/** One append of many events to one stream. */
export const oursInBatches = inFolder(async (folder) => {
  const log = await SqliteEventLog.open({ file: join(folder, 'events.sqlite'), clock: { now: () => 0 } });
  return {
    log,
    commit: (first, count) => {
      const events = Array.from({ length: count }, (_, index) => report(first + index).event);
      return log.append(`batch-${first % CARS}`, 'any', events);
    },
    close: () => log.close(),
  };
});

/** The library as its manual shows it: prepared statements, one call a row; our tables, our durability, no checks, no hash. */
export const bare = inFolder(async (folder) => {
  const database = new Database(join(folder, 'bare.sqlite'));
  database.exec(`PRAGMA journal_mode = WAL; ${SCHEMA}; ${durability(true)}`);
  const insertStream = database.prepare('INSERT INTO streams VALUES (?, ?, -1)');
  database.exec('BEGIN');
  for (let car = 0; car < CARS; car += 1) insertStream.run([car + 1, report(car).stream]);
  database.exec('COMMIT');
  const insert = database.prepare(`INSERT INTO events VALUES (${Array(13).fill('?').join()})`);
  const advance = database.prepare('UPDATE streams SET revision = ? WHERE id = ?');
  const hash = Buffer.alloc(32, 7);
  return {
    async commit(first, count) {
      database.exec('BEGIN IMMEDIATE');
      for (let n = first; n < first + count; n += 1) {
        const row = columns(n);
        insert.run([...row, hash]);
        advance.run([row[2], row[1]]);
      }
      database.exec('COMMIT');
    },
    close: async () => database.close(),
  };
});

/** What the disk can do: the same bytes as lines, one write and one fdatasync a commit, nothing that could find them again. */
export const file = inFolder(async (folder) => {
  const descriptor = openSync(join(folder, 'lines'), 'a');
  return {
    async commit(first, count) {
      let lines = '';
      for (let n = first; n < first + count; n += 1) lines += `${JSON.stringify(columns(n))}\n`;
      writeSync(descriptor, lines);
      fdatasyncSync(descriptor);
    },
    close: async () => closeSync(descriptor),
  };
});
