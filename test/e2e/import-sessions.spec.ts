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
const SHORT = 'S1,C1,2025-01-01T18:00:00+01:00,2025-01-01T22:00:00+01:00,10,50,80,40,11';
async function file(...rows: string[]): Promise<string> {
  const path = join(folder, 'past.csv');
  await writeFile(path, [HEADER, ...rows].join('\n'));
  return path;
}

describe('backfeed import sessions', () => {
  it('makes a past: facts that occurred then and are recorded now, without promises', async () => {
    const { exitCode, out } = await run(await file(ROW, OTHER));
    expect([exitCode, out]).toEqual([0, expect.stringContaining('2 sessions imported as 4 events')]);
    const written = (await events()).filter(({ type }) => type !== 'FirmCapacityMeasured');
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
  it('gives the forecast samples: every whole hour from the first plug-in to the last unplug', async () => {
    const first = JSON.parse((await run(await file(ROW, OTHER), '--json', '--v2g-power-kw', '11')).out);
    // 17:00Z on the first day to 07:00Z two days later, without the hour of the first plug-in
    expect(first).toMatchObject({ samples: 37, samplesAppended: 37, skipped: 0, days: 140 });
    expect(first.largestFirmW).toBeGreaterThan(5_000);
    expect(first.nextStep).toContain('the smallest bid is 100 kW');
    const measured = (await events()).filter(({ type }) => type === 'FirmCapacityMeasured');
    expect(measured[0]).toMatchObject({
      stream: 'ledger-FCR-N-2025-01-01',
      occurredAt: Date.UTC(2025, 0, 1, 18),
      data: { mtuStart: '2025-01-01T18:00:00.000Z', origin: 'history', committedW: 0, sessions: 1 },
    });
    const again = JSON.parse((await run(await file(ROW, OTHER), '--json', '--v2g-power-kw', '11')).out);
    expect(again).toEqual({ ...first, imported: 0, known: 2, eventsAppended: 0, samplesAppended: 0 });
  }, 20_000);
  it('lets samples under other assumptions take the place of earlier ones, and back', async () => {
    const path = await file(SHORT);
    const samplesOf = async (...options: string[]) =>
      JSON.parse((await run(path, '--json', ...options)).out) as { samplesAppended: number; largestFirmW: number };
    const narrow = await samplesOf();
    expect(narrow).toMatchObject({ largestFirmW: 0, nextStep: expect.stringContaining('--v2g-power-kw') });
    expect((await samplesOf('--v2g-power-kw', '11')).samplesAppended).toBeGreaterThan(0);
    expect((await samplesOf()).samplesAppended).toBeGreaterThan(0);
    expect((await samplesOf()).samplesAppended).toBe(0);
  }, 20_000);
  it('lays two files of the same days together', async () => {
    const one = JSON.parse((await run(await file(SHORT), '--json', '--v2g-power-kw', '11')).out);
    const neighbour = SHORT.replace('S1,C1', 'S9,C9');
    const both = JSON.parse((await run(await file(neighbour), '--json', '--v2g-power-kw', '11')).out);
    expect(both.largestFirmW).toBeGreaterThan(1.9 * one.largestFirmW);
  });
  it('learns nothing where it is not asked to, or nothing is known of the cars', async () => {
    expect(JSON.parse((await run(await file(ROW), '--json', '--days', '0')).out)).toMatchObject({ samples: 0 });
    const unknown = ROW.replace(',50,80,40,', ',,80,,').replace('S1', 'S3');
    const out = JSON.parse((await run(await file(unknown), '--json', '--days', '1')).out);
    expect(out.withoutSocOrBattery).toBe(1);
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
    expect((await events()).filter(({ type }) => type.startsWith('Vehicle'))).toHaveLength(2);
  });
});

describeWithShared('the Norwegian sessions', ['data', 'sessions-norway.csv'], (path) => {
  it('become a past in seconds, once', async () => {
    const first = JSON.parse((await run(path, '--json', '--days', '2')).out);
    expect(first).toMatchObject({ rows: 17_941, known: 0, overlappingSessions: 87 });
    expect(first.imported + first.empty).toBe(17_941);
    expect(JSON.parse((await run(path, '--json', '--days', '2')).out)).toMatchObject({
      imported: 0,
      eventsAppended: 0,
    });
  }, 60_000);
});
