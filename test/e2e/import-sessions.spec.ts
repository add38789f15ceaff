import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { afterAll, beforeEach, describe, expect, it } from '@jest/globals';
import { eventLogFile } from '../../src/cli/data-folder.adapter.js';
import { importCommand } from '../../src/cli/import-sessions.cli.js';
import { runCli } from '../../src/cli/runner.adapter.js';
import { epochMs } from '../../src/kernel/index.js';
import { SqliteEventLog } from '../../src/platform/eventlog/embedded/sqlite.adapter.js';
import { collect } from '../support/events.js';
import { describeWithShared } from '../support/shared-data.js';

const folders: string[] = [];
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'backfeed-import-'));
  folders.push(folder);
});
afterAll(() => Promise.all(folders.map((each) => rm(each, { recursive: true }))));

const NOW = Date.UTC(2026, 5, 1);
/** Runs `backfeed import sessions`; what it wrote and how it ended. */
async function run(file: string, ...options: string[]) {
  const [out, err] = [[] as string[], [] as string[]];
  const into = (lines: string[]) => new Writable({ write: (chunk, _, done) => (lines.push(String(chunk)), done()) });
  const entry = { name: 'import', summary: 'import', load: () => Promise.resolve(importCommand) };
  const io = { stdout: into(out), stderr: into(err), env: {}, now: () => NOW };
  const exitCode = await runCli(['import', 'sessions', file, '--data', folder, ...options], io, [entry]);
  return { exitCode, out: out.join(''), err: err.join('') };
}
async function events() {
  const log = await SqliteEventLog.open({
    file: eventLogFile(folder),
    clock: { now: () => epochMs(NOW) },
    readOnly: true,
  });
  try {
    return await collect(log.readAll());
  } finally {
    await log.close();
  }
}
const HEADER =
  'session_id,charger_id,plugged_in_at,unplugged_at,energy_kwh,arrival_soc,target_soc,battery_kwh,max_charge_kw';
const ROW = 'S1,C1,2025-01-01T18:00:00+01:00,2025-01-02T08:00:00+01:00,10,50,80,40,11';
const OTHER = 'S2,C1,2025-01-02T18:00:00+01:00,2025-01-03T08:00:00+01:00,4,70,80,40,11';
async function file(...rows: string[]): Promise<string> {
  const path = join(folder, 'past.csv');
  await writeFile(path, [HEADER, ...rows].join('\n'));
  return path;
}

describe('backfeed import sessions', () => {
  it('makes a past: facts that occurred then and are recorded now, without promises', async () => {
    const { exitCode, out } = await run(await file(ROW, OTHER));
    expect([exitCode, out]).toEqual([0, expect.stringContaining('2 sessions imported as 4 events')]);
    const written = await events();
    expect(written.map(({ stream, type }) => `${stream} ${type}`)).toEqual([
      'session-S1 VehiclePluggedIn',
      'session-S1 VehicleUnplugged',
      'session-S2 VehiclePluggedIn',
      'session-S2 VehicleUnplugged',
    ]);
    expect(written[0]).toMatchObject({ occurredAt: Date.UTC(2025, 0, 1, 17), recordedAt: NOW });
  });
  it('adds nothing when it is run again, and only what is new when the file has grown', async () => {
    await run(await file(ROW));
    expect(JSON.parse((await run(await file(ROW), '--json')).out)).toMatchObject({
      imported: 0,
      known: 1,
      eventsAppended: 0,
    });
    expect(JSON.parse((await run(await file(ROW, OTHER), '--json')).out)).toMatchObject({
      imported: 1,
      known: 1,
      eventsAppended: 2,
    });
  });
  it('takes all of a file or nothing', async () => {
    const { exitCode, err } = await run(await file(ROW, OTHER.replace(',70,', ',140,')));
    expect([exitCode, err]).toEqual([
      2,
      expect.stringContaining('past.csv, line 3: arrival_soc 140 is outside 0 to 100'),
    ]);
    await expect(events()).rejects.toThrow();
  });
  it('takes nothing where the log holds one of the sessions with other content', async () => {
    await run(await file(ROW));
    const { exitCode, err } = await run(await file(ROW.replace(',40,', ',60,'), OTHER));
    expect([exitCode, err]).toEqual([
      2,
      expect.stringContaining('session S1 is in the log already, with other content'),
    ]);
    expect(await events()).toHaveLength(2);
  });
});

describeWithShared('the Norwegian sessions', ['data', 'sessions-norway.csv'], (path) => {
  it('become a past in seconds, once', async () => {
    const first = JSON.parse((await run(path, '--json')).out);
    expect(first).toMatchObject({ rows: 17_941, known: 0, overlappingSessions: 87 });
    expect(first.imported + first.empty).toBe(17_941);
    expect(JSON.parse((await run(path, '--json')).out)).toMatchObject({ imported: 0, eventsAppended: 0 });
  }, 60_000);
});
