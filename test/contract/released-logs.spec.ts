import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { replay } from '../../src/platform/index.js';
import { SqliteEventLog } from '../../src/platform/eventlog/embedded/sqlite.adapter.js';
import { collect, newEvents } from '../support/events.js';
import { ManualClock } from '../support/manual-clock.js';
import { RELEASES, unpackReleasedLog } from '../support/released-logs.js';
import { emptyProjections } from '../support/replayed.js';

/** What the log of a release must still give; a new event type adds to the newest release only. */
const EXPECTED: Readonly<Record<string, { readonly events: number; readonly types: number; readonly head: string }>> = {
  '0.1.0': {
    events: 923,
    types: 36,
    head: '8bf2ea3779e899b21b46333f19bb5a98cdb46a5e3c49545980ce36c1233f8804',
  },
};

/** Logs that our own code wrote, one a release: whoever has one can go on with it. */
describe.each(RELEASES)('the log of release %s', (version) => {
  let folder: string;
  let log: SqliteEventLog;
  const expected = EXPECTED[version];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'backfeed-released-'));
    const file = join(folder, 'events.sqlite');
    unpackReleasedLog(version, file);
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

  it('gives every projection, and takes what comes next', async () => {
    const { projections, findings } = await replay({ log, empty: emptyProjections, snapshot: null });
    expect(findings).toEqual([]);
    expect(projections.map(({ position }) => position)).toEqual(projections.map(() => log.lastPosition()));
    const { position } = await log.append('session-next', 'no-stream', newEvents('next', 1));
    expect(position).toBe(expected?.events);
  });
});
