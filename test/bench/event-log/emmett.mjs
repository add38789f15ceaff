/**
 * Emmett's SQLite store, the nearest published peer, on the same work. It is no dependency: this installs it into a
 * folder of its own that goes with the run. It compiles a native module on the way, which may take a minute or fail.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { report } from './work.mjs';

/** 0.42.4 asks for an exact peer that the registry does not have. */
const PACKAGES = ['@event-driven-io/emmett@0.38.5', '@event-driven-io/emmett-sqlite@0.38.5'];

/** A new stream costs it more than an event: it is spared most of them. */
const STREAMS = 50;
/** Events in one append; more are too many variables for its statement. */
const MOST = 1_000;

/** @returns a contender, or why there is none. */
export async function installEmmett() {
  const home = mkdtempSync(join(tmpdir(), 'backfeed-emmett-'));
  try {
    writeFileSync(join(home, 'package.json'), '{"private":true,"type":"module"}');
    const options = { cwd: home, stdio: 'pipe', timeout: 300_000 };
    execFileSync('npm', ['install', '--no-progress', '--no-audit', '--no-fund', ...PACKAGES], options);
    const entry = createRequire(join(home, 'package.json')).resolve('@event-driven-io/emmett-sqlite');
    const { getSQLiteEventStore } = await import(pathToFileURL(entry).href);
    return { open: () => open(getSQLiteEventStore), remove: () => rmSync(home, { recursive: true }) };
  } catch (error) {
    rmSync(home, { recursive: true, force: true });
    return {
      missing: String(error.stderr ?? error.message)
        .trim()
        .split('\n')
        .slice(0, 3)
        .join(' '),
    };
  }
}

async function open(getSQLiteEventStore) {
  const folder = mkdtempSync(join(tmpdir(), 'backfeed-bench-'));
  const store = getSQLiteEventStore({
    fileName: join(folder, 'emmett.sqlite'),
    schema: { autoMigration: 'CreateOrUpdate' },
  });
  const event = (n) => {
    const { type, data, meta } = report(n).event;
    return { type, data, metadata: meta };
  };
  // It takes one append at a time: two at once fail, and now and then one alone (SQLITE_BUSY, statements in progress).
  let turn = Promise.resolve();
  const appendAll = (stream, events) => (turn = turn.then(() => again(() => store.appendToStream(stream, events))));
  const append = (n) => appendAll(report(n % STREAMS).stream, [event(n)]);
  return {
    append,
    async commit(first, count) {
      for (let done = 0; done < count; done += MOST) {
        const events = Array.from({ length: Math.min(MOST, count - done) }, (_, index) => event(first + done + index));
        await appendAll(`batch-${first + done}`, events);
      }
    },
    async close() {
      await store.close?.();
      rmSync(folder, { recursive: true });
    },
  };
}

/** It prints what it fails at, although the caller hears of it too: that is kept out of the table. */
async function again(work, tries = 20) {
  const { log, error } = console;
  console.log = console.error = () => undefined;
  try {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await work();
      } catch (failure) {
        if (failure.code !== 'SQLITE_BUSY' || attempt === tries) throw failure;
      }
    }
  } finally {
    Object.assign(console, { log, error });
  }
}
