import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { readinessCommand } from '../../src/cli/readiness.cli.js';
import type { Readiness } from '../../src/simulation/index.js';
import { temporaryFolder } from '../support/http-server.js';
import { nightSessions, NIGHTS_HEADER } from '../support/night-sessions.js';
import { runCommand, type CommandRun } from '../support/run-command.js';
import { sharedFile } from '../support/shared-data.js';

const readiness = (...args: string[]): Promise<CommandRun> => runCommand('readiness', readinessCommand, args);
const reportFolder = temporaryFolder('backfeed-readiness');
function file(lines: readonly string[]): string {
  const path = join(temporaryFolder('backfeed-readiness'), 'sessions.csv');
  writeFileSync(path, `${lines.join('\n')}\n`);
  return path;
}

describe('backfeed readiness refuses, with exit code 2 and nothing on stdout,', () => {
  const [row = ''] = nightSessions(1, 1);
  it.each<[string, () => string[], ...string[]]>([
    ['a run without sessions', () => [], '--sessions'],
    ['a file that is not there', () => ['--sessions', '/nowhere/s.csv'], '/nowhere/s.csv'],
    ['a file without a column', () => ['--sessions', file(['session_id,charger_id', 'S1,C1'])], 'plugged_in_at'],
    [
      'an unreadable time, by its line',
      () => ['--sessions', file([NIGHTS_HEADER, row, row.replace(/2025[^,]*/, 'soon').replace('0-0', 'X')])],
      'sessions.csv, line 3',
    ],
    ['an empty file', () => ['--sessions', file([''])], 'sessions.csv'],
    ['no chargers', () => ['--sessions', file([NIGHTS_HEADER, row]), '--chargers', '0'], '--chargers 0'],
    [
      'a power that is text',
      () => ['--sessions', file([NIGHTS_HEADER, row]), '--v2g-power-kw', 'strong'],
      '--v2g-power-kw strong',
    ],
    [
      'a strategy that does not exist',
      () => ['--sessions', file([NIGHTS_HEADER, row]), '--strategy', 'lucky'],
      '--strategy lucky',
    ],
  ])('%s', async (_, args, ...named) => {
    const run = await readiness(...args(), '--json');
    expect([run.code, run.stdout]).toEqual([2, '']);
    for (const text of named) expect(run.stderr).toContain(text);
  });
});

describe('backfeed readiness', () => {
  const sessions = file([NIGHTS_HEADER, ...nightSessions(4, 69)]);
  let study: Readiness;
  beforeAll(async () => {
    const run = await readiness('--sessions', sessions, '--json', '--out', join(reportFolder, 'study'));
    expect(run).toMatchObject({ code: 0, stderr: '' });
    study = JSON.parse(run.stdout);
  }, 60_000);

  it('answers with one document that has every key', () => {
    expect(study).toMatchObject({ chargers: 4, sessions: 276, weeks: 10, chargersByRuleOfThumb: 20 });
    expect(study.firmKwByHourOfWeek).toHaveLength(168);
    for (const key of ['idleShare', 'chargersForMinimumBidAt90', 'chargersForMinimumBidAt99'] as const)
      expect([key, typeof study[key]]).toEqual([key, 'number']);
    for (const blocker of study.blockers)
      expect(blocker).toEqual({ reason: expect.any(String), share: expect.any(Number) });
    // Four chargers at night: some 10 kW each, and nothing at noon.
    expect(study.firmKwByHourOfWeek[25]).toBeGreaterThan(15);
    expect(study.firmKwByHourOfWeek[36]).toBe(0);
    expect(study.chargersForMinimumBidAt99).toBeGreaterThanOrEqual(study.chargersForMinimumBidAt90 ?? Infinity);
  });
  it('leaves a page and a picture behind', () => {
    expect(readFileSync(join(reportFolder, 'study', 'readiness.html'), 'utf8')).toContain(
      'Firm capacity through the week',
    );
    expect(readFileSync(join(reportFolder, 'study', 'readiness.svg'), 'utf8').match(/<title>/g)).toHaveLength(168);
  });
  it('more power or a larger battery needs fewer chargers', async () => {
    const larger = await readiness('--sessions', sessions, '--v2g-power-kw', '22', '--battery-kwh', '120', '--json');
    const needed = (JSON.parse(larger.stdout) as Readiness).chargersForMinimumBidAt90;
    expect(needed).toBeLessThan(study.chargersForMinimumBidAt90 ?? 0);
  }, 60_000);
  it('tells people, and handles rows without state of charge or battery', async () => {
    const unknown = nightSessions(4, 14).map((row) => row.replace(',50,80,60', ',,,'));
    const run = await readiness('--sessions', file([NIGHTS_HEADER, ...unknown]));
    expect(run).toMatchObject({ code: 0, stderr: '' });
    expect(run.stdout).toMatch(/battery size or state of charge is unknown +\d/);
    expect(run.stdout).toContain('no number of chargers used like these would do');
  }, 60_000);
});

const norway = sharedFile('data/sessions-norway.csv');
const acn = sharedFile('data/acn-sample.json');
(norway === null || acn === null ? describe.skip : describe)('backfeed readiness on recorded sessions', () => {
  it('knows a residential fleet: full at night, a fifth of it there, far more than 20 stations needed', async () => {
    const run = await readiness('--sessions', norway ?? '', '--json');
    const study = JSON.parse(run.stdout) as Readiness;
    expect(study.chargers).toBeGreaterThan(100);
    expect(study.idleShare).toBeGreaterThan(0.7);
    expect(study.chargersForMinimumBidAt90).toBeGreaterThan(3 * study.chargersByRuleOfThumb);
    expect(study.monthsUntilMinimumBid).toBe(0);
    expect(study.blockers[0]).toMatchObject({ reason: 'no car is plugged in' });
    expect(study.firmKwByHourOfWeek[27]).toBeGreaterThan(4 * (study.firmKwByHourOfWeek[36] ?? 0));
  }, 60_000);
  it('knows nothing of cars behind AC chargers, until their battery is given', async () => {
    const [plain, given] = [
      await readiness('--sessions', acn ?? '', '--json'),
      await readiness('--sessions', acn ?? '', '--battery-kwh', '60', '--json'),
    ].map(({ stdout }) => JSON.parse(stdout) as Readiness);
    expect(plain?.handled).toMatchObject({ withoutSocOrBattery: 40, arrivalSocEstimated: 0 });
    expect(plain?.blockers.map(({ reason }) => reason)).toContain('battery size or state of charge is unknown');
    expect(given?.handled).toMatchObject({ arrivalSocEstimated: 40 });
    expect(given?.headroomDownKwh).toBeGreaterThan(1);
  }, 60_000);
});
