import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { BidBook } from '../../src/bidding/index.js';
import { backtestCommand } from '../../src/cli/backtest.cli.js';
import { eventLogFile } from '../../src/cli/data-folder.adapter.js';
import { explainCommand } from '../../src/cli/explain.cli.js';
import { exportCommand } from '../../src/cli/export.cli.js';
import { ledgerCommand } from '../../src/cli/ledger.cli.js';
import { DEFAULT_STRATEGY, STRATEGY_NAMES } from '../../src/dispatch/index.js';
import { deliveryDay } from '../../src/kernel/index.js';
import { SqliteEventLog } from '../../src/platform/eventlog/embedded/sqlite.adapter.js';
import {
  backtestFiles,
  DAY,
  frequencyRows,
  priceRows,
  SESSION_HEADER,
  SESSION_ROWS,
} from '../support/backtest-files.js';
import { ManualClock } from '../support/manual-clock.js';
import { runCommand, type CommandRun } from '../support/run-command.js';

const backtest = (...args: string[]): Promise<CommandRun> => runCommand('backtest', backtestCommand, args);
const over = (files: { sessions: string; prices: string }, ...args: string[]): Promise<CommandRun> =>
  backtest('--sessions', files.sessions, '--prices', files.prices, '--from', DAY, '--to', DAY, ...args);

/** The sessions file with its first row changed. */
const withRow = (change: (row: string) => string) =>
  backtestFiles([SESSION_HEADER, change(SESSION_ROWS[0] as string), SESSION_ROWS[1] as string]);

describe('backfeed backtest refuses, with exit code 2 and nothing on stdout,', () => {
  it.each<[string, () => readonly string[], ...string[]]>([
    [
      'a sessions file without a column',
      () => [backtestFiles([SESSION_HEADER.replace('unplugged_at,', ''), ...SESSION_ROWS]).sessions],
      'sessions.csv',
      'unplugged_at',
    ],
    [
      'an unplug before the plug-in',
      () => [withRow((row) => row.replace('2025-01-15T08', '2025-01-05T08')).sessions],
      'sessions.csv, line 2',
      'unplugged_at is before plugged_in_at',
    ],
    [
      'a SoC of 140 %',
      () => [withRow((row) => row.replace(',60,', ',140,')).sessions],
      'sessions.csv, line 2',
      'arrival_soc 140',
    ],
    [
      'text where a number belongs',
      () => [withRow((row) => row.replace(',800,', ',big,')).sessions],
      'sessions.csv, line 2',
      'battery_kwh "big"',
    ],
    [
      'a time that is none',
      () => [withRow((row) => row.replace('2025-01-06T06:00:00+01:00', 'yesterday')).sessions],
      'sessions.csv, line 2',
      'plugged_in_at',
    ],
    [
      'the same session with other content',
      () => [withRow((row) => row.replace('S1,', 'S2,')).sessions],
      'sessions.csv, line 3',
      'S2',
    ],
    ['an empty sessions file', () => [backtestFiles([]).sessions], 'sessions.csv'],
    ['a sessions file of its header alone', () => [backtestFiles([SESSION_HEADER]).sessions], 'sessions.csv'],
    [
      'a binary sessions file',
      () => [
        backtestFiles().file(
          'photo.csv',
          Uint8Array.from({ length: 600 }, (_, index) => (index * 89) % 256),
        ),
      ],
      'photo.csv',
    ],
    ['a sessions file that is not there', () => ['/nowhere/sessions.csv'], '/nowhere/sessions.csv'],
  ])('%s', async (_, sessions, ...named) => {
    const run = await over({ sessions: sessions()[0] as string, prices: backtestFiles().prices }, '--json');
    expect([run.code, run.stdout]).toEqual([2, '']);
    for (const text of named) expect(run.stderr).toContain(text);
  });

  it.each<[string, string | Uint8Array, ...string[]]>([
    ['a price file without its column', 'start,eur\n2025-01-13T23:00:00Z,5\n', 'other.csv', 'price_eur_per_mw_h'],
    ['text for a price', 'start,price_eur_per_mw_h\n2025-01-13T23:00:00Z,cheap\n', 'other.csv', '2', 'cheap'],
    ['an empty price file', '', 'other.csv'],
    ['a binary price file', Uint8Array.from({ length: 600 }, (_, index) => (index * 89) % 256), 'other.csv'],
    [
      'prices of other days',
      'start,price_eur_per_mw_h\n2024-06-01T00:00:00Z,5\n2024-06-01T01:00:00Z,5\n',
      'other.csv',
      DAY,
    ],
  ])('%s', async (_, content, ...named) => {
    const files = backtestFiles();
    const run = await over({ ...files, prices: files.file('other.csv', content) });
    expect([run.code, run.stdout]).toEqual([2, '']);
    for (const text of named) expect(run.stderr).toContain(text);
  });

  it.each<[string, string | Uint8Array, ...string[]]>([
    [
      'a day without frequency, by name',
      `time,frequency_hz\n${frequencyRows((minute) => minute < 900).join('\n')}\n`,
      'frequency.csv',
      DAY,
      '--frequency-align wrap',
    ],
    ['text for a frequency', 'time,frequency_hz\n2025-01-13T23:00:00Z,fast\n', 'frequency.csv', '2'],
    ['an empty frequency file', '', 'frequency.csv'],
    ['a binary frequency file', Uint8Array.from({ length: 600 }, (_, index) => (index * 89) % 256), 'frequency.csv'],
  ])('%s', async (_, content, ...named) => {
    const files = backtestFiles();
    const run = await over(files, '--frequency', files.file('frequency.csv', content));
    expect([run.code, run.stdout]).toEqual([2, '']);
    for (const text of named) expect(run.stderr).toContain(text);
  });

  it.each<[string, readonly string[], string]>([
    ['an option that does not exist', ['--colour', 'red'], '--colour'],
    ['a trace without a folder', ['--trace', DAY], '--out'],
    ['a trace of another day', ['--trace', '2025-01-20', '--out', '/tmp/nowhere'], '2025-01-20'],
    ['a number of chargers that is none', ['--chargers', 'ten'], '--chargers ten'],
    ['a reliability beyond sense', ['--reliability', '2'], '--reliability 2'],
    ['a sanction factor that is text', ['--sanction-factor', 'much'], 'much'],
    ['holidays of a country that is not known', ['--holidays', 'XX'], '--holidays XX'],
    ['a strategy that does not exist', ['--strategy', 'lucky'], '--strategy lucky'],
    ['a day that does not exist', ['--from', '2025-02-30'], '--from 2025-02-30'],
    ['an end before the begin', ['--from', '2025-01-15', '--to', DAY], '--to 2025-01-14 is before --from'],
  ])('%s', async (_, options, named) => {
    const run = await over(backtestFiles(), ...options);
    expect([run.code, run.stdout]).toEqual([2, '']);
    expect(run.stderr).toContain(named);
  });

  it('a data folder that holds something', async () => {
    const files = backtestFiles();
    const run = await over(files, '--data', files.folder);
    expect([run.code, run.stdout]).toEqual([2, '']);
    expect(run.stderr).toContain(`--data ${files.folder}: the folder is not empty`);
  });
  it('a run without sessions or without prices', async () => {
    expect(await backtest('--prices', 'p.csv')).toMatchObject({ code: 2, stdout: '' });
    expect(await backtest('--sessions', 's.csv')).toMatchObject({ code: 2, stdout: '' });
  });
});

/** The keys of interfaces that scripts rely on. */
const KEYS = [
  ...['days', 'mtus', 'offeredMwH', 'committedMwH', 'maintainedMwH', 'deliveredShare', 'shortfallShareOfSoldHours'],
  ...['capacityRevenueEur', 'energyRevenueEur', 'sanctionsEur', 'netRevenueEur', 'revenuePerEvYearEur'],
  ...['departures', 'departuresUnreachable', 'departuresBelowTarget', 'eventsAppended'],
  ...['wallSeconds', 'peakMemoryMb'],
];

describe('backfeed backtest with --json and --data', () => {
  const files = backtestFiles(
    [SESSION_HEADER, ...SESSION_ROWS, SESSION_ROWS[1] as string],
    ['start,price_eur_per_mw_h', ...priceRows([5])],
  );
  const data = join(files.folder, 'log');
  let document: Record<string, number> & { handled: Record<string, number>; assumptions: string[] };
  beforeAll(async () => {
    const frequency = files.file(
      'frequency.csv',
      `time,frequency_hz\n${frequencyRows((minute) => minute > 300 && minute < 330).join('\n')}\n`,
    );
    mkdirSync(data);
    const run = await over(files, '--frequency', frequency, '--data', data, '--json');
    expect(run).toMatchObject({ code: 0, stderr: '' });
    expect(run.stdout.trimEnd()).not.toContain('\n');
    document = JSON.parse(run.stdout);
  }, 60_000);

  async function firstCommittedBid(): Promise<string> {
    const log = await SqliteEventLog.open({ file: eventLogFile(data), clock: new ManualClock(), readOnly: true });
    const book = new BidBook();
    for await (const event of log.readAll({ types: BidBook.types })) book.apply(event);
    await log.close();
    return book.bids(deliveryDay(DAY)).find(({ state }) => state === 'committed')?.id ?? 'no bid was committed';
  }

  it('answers with one document that has every key, numbers as numbers', () => {
    for (const key of KEYS) expect([key, typeof document[key]]).toEqual([key, 'number']);
    expect(document).toMatchObject({ days: 1, mtus: 24, departures: 1, departuresBelowTarget: 0 });
    expect(document['committedMwH']).toBeGreaterThan(1);
    expect(document['capacityRevenueEur']).toBeGreaterThan(20);
    expect(document.assumptions.length).toBeGreaterThan(3);
  });
  it('has handled the doubled row, the price gap and the frequency gap, and says so', () => {
    expect(document['hoursWithoutCapacityPrice']).toBe(1);
    expect(document.handled).toMatchObject({ duplicateRows: 1 });
    expect(document.handled['frequencyHeldSeconds']).toBeGreaterThan(1_000);
  });
  it('keeps a log that ledger, explain and export work on', async () => {
    const ledger = await runCommand('ledger', ledgerCommand, [
      ...['--data', data, '--from', DAY, '--to', DAY, '--json', '--at', '2025-01-14T12:00:00+01:00'],
    ]);
    expect(ledger).toMatchObject({ code: 0, stderr: '' });
    const rows = JSON.parse(ledger.stdout) as { committedW: number }[];
    expect(rows).toHaveLength(24);
    expect(Math.max(...rows.map(({ committedW }) => committedW))).toBeGreaterThanOrEqual(100_000);

    const bidId = await firstCommittedBid();
    const explained = await runCommand('explain', explainCommand, ['bid', bidId, '--data', data]);
    expect(explained).toMatchObject({ code: 0, stderr: '' });
    expect(explained.stdout).toContain('MW');
    const unknown = await runCommand('explain', explainCommand, ['bid', 'nobody', '--data', data]);
    expect([unknown.code, unknown.stdout, unknown.stderr]).toEqual([2, '', expect.stringContaining('nobody')]);

    const out = join(files.folder, 'settlement.csv');
    const exported = await runCommand('export', exportCommand, [
      ...['settlement', '--month', '2025-01', '--format', 'csv', '--out', out, '--data', data, '--json'],
    ]);
    expect(exported).toMatchObject({ code: 0, stderr: '' });
    expect(readFileSync(out, 'utf8').trimEnd().split('\n').length - 1).toBe(
      (JSON.parse(exported.stdout) as { lines: number }).lines,
    );
  });
});

describe('backfeed backtest --strategy', () => {
  // One nearly full and one nearly empty: alone neither has both directions.
  const files = backtestFiles([
    SESSION_HEADER,
    (SESSION_ROWS[0] as string).replace(',60,70,', ',98,70,'),
    (SESSION_ROWS[1] as string).replace(',50,60,', ',22,60,'),
  ]);
  const out = join(files.folder, 'report');
  const data = join(files.folder, 'logs');
  let compared: { strategies: Record<string, unknown>[] };
  beforeAll(async () => {
    const run = await over(files, '--strategy', 'all', '--json', '--out', out, '--data', data);
    expect(run).toMatchObject({ code: 0, stderr: '' });
    compared = JSON.parse(run.stdout);
  }, 120_000);

  it('all: one document with each strategy’s own, the group selling more than its cars alone', () => {
    expect(compared.strategies.map(({ strategy }) => strategy)).toEqual([...STRATEGY_NAMES]);
    for (const document of compared.strategies)
      for (const key of KEYS) expect([key, typeof document[key]]).toEqual([key, 'number']);
    const sold = compared.strategies.map(({ committedMwH }) => committedMwH as number);
    expect(sold[1]).toBeGreaterThan(sold[0] as number);
    for (const { departuresBelowTarget } of compared.strategies) expect(departuresBelowTarget).toBe(0);
  });
  it('all: one table above the strategies’ own reports, files and logs', () => {
    expect(readFileSync(join(out, 'report.html'), 'utf8')).toContain('<a href="group/report.html">group</a>');
    const summary = JSON.parse(readFileSync(join(out, 'summary.json'), 'utf8')) as { strategies: object[] };
    expect(compared).toMatchObject(summary);
    for (const name of STRATEGY_NAMES) {
      expect(readFileSync(join(out, name, 'mtus.csv'), 'utf8').split('\n')).toHaveLength(26);
      expect(existsSync(eventLogFile(join(data, name)))).toBe(true);
    }
  });
  it('left out: what live trading does', async () => {
    const byDefault = await over(files, '--json');
    const without = ({ wallSeconds: _, peakMemoryMb: __, ...rest }: Record<string, unknown>) => rest;
    const [same] = compared.strategies.filter(({ strategy }) => strategy === DEFAULT_STRATEGY);
    expect(without(JSON.parse(byDefault.stdout))).toEqual(without(same ?? {}));
  }, 60_000);
});
