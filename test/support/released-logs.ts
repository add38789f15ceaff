import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import type { Recorded } from '../../src/kernel/index.js';
import { SqliteEventLog } from '../../src/platform/eventlog/embedded/sqlite.adapter.js';
import { collect } from './events.js';
import { ManualClock } from './manual-clock.js';

const FOLDER = 'test/fixtures/logs';
const SUFFIX = '.sqlite.br';

/** The versions of which a log is kept. */
export const RELEASES: readonly string[] = readdirSync(FOLDER)
  .filter((name) => name.endsWith(SUFFIX))
  .map((name) => name.slice(0, -SUFFIX.length));

/** Unpacks the log of a release to `file`. */
export function unpackReleasedLog(version: string, file: string): void {
  writeFileSync(file, brotliDecompressSync(readFileSync(join(FOLDER, `${version}${SUFFIX}`))));
}

/** Every event of the newest released log. */
export async function releasedEvents(): Promise<Recorded[]> {
  const folder = await mkdtemp(join(tmpdir(), 'backfeed-released-'));
  const file = join(folder, 'events.sqlite');
  unpackReleasedLog(RELEASES.at(-1) as string, file);
  const log = await SqliteEventLog.open({ file, clock: new ManualClock(), readOnly: true });
  const events = await collect(log.readAll());
  await log.close();
  await rm(folder, { recursive: true });
  return events;
}
