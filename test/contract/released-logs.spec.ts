import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { SqliteEventLog } from '../../src/platform/eventlog/embedded/sqlite.adapter.js';
import { collect } from '../support/events.js';
import { ManualClock } from '../support/manual-clock.js';

const FOLDER = 'test/fixtures/logs';
const releases = readdirSync(FOLDER).filter((name) => name.endsWith('.sqlite.br'));

/** What the log of a release must still give; a new event type adds to the newest release only. */
const EXPECTED: Readonly<Record<string, { readonly events: number; readonly types: number; readonly head: string }>> = {
  '0.1.0': {
    events: 923,
    types: 36,
    head: '8bf2ea3779e899b21b46333f19bb5a98cdb46a5e3c49545980ce36c1233f8804',
  },
};

/** Logs that our own code wrote, one a release: whoever has one can go on with it. */
describe.each(releases)('the log of release %s', (name) => {
  let folder: string;
  let log: SqliteEventLog;
  const expected = EXPECTED[name.replace('.sqlite.br', '')];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'backfeed-released-'));
    const file = join(folder, 'events.sqlite');
    await writeFile(file, brotliDecompressSync(readFileSync(join(FOLDER, name))));
    log = await SqliteEventLog.open({ file, clock: new ManualClock() });
  });
  afterEach(async () => {
    await log.close();
    await rm(folder, { recursive: true });
  });

  it('has its chain and all its events', async () => {
    expect(await log.verifyChain()).toEqual({ intact: true, events: expected?.events, head: expected?.head });
    const events = await collect(log.readAll());
    expect(new Set(events.map(({ type }) => type)).size).toBe(expected?.types);
  });
});
