import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { backtestCommand } from '../../src/cli/backtest.cli.js';
import { marketCommand } from '../../src/cli/market.cli.js';
import { backtestFiles, SESSION_HEADER } from '../support/backtest-files.js';
import { runCommand } from '../support/run-command.js';

const DAY = '2022-06-14';
const MIDNIGHT = Date.parse('2022-06-13T22:00:00Z');
const hourly = (header: string, row: (at: string, hour: number) => string): string =>
  `${[header, ...Array.from({ length: 24 }, (_, hour) => row(new Date(MIDNIGHT + hour * 3_600_000).toISOString(), hour))].join('\n')}\n`;

describe('a delivery day in 2022, under the rules of 2022', () => {
  let out = '';
  let data = '';
  let report: { committedMwH: number; energyRevenueEur: number };
  beforeAll(async () => {
    const files = backtestFiles(
      [
        SESSION_HEADER,
        'S1,C1,2022-06-06T06:00:00+02:00,2022-06-15T08:00:00+02:00,10,60,70,800,200,200',
        'S2,C2,2022-06-06T06:10:00+02:00,2022-06-14T23:50:00+02:00,10,50,60,800,200,200',
      ],
      hourly('start,price_eur_per_mw_h', (at, hour) => `${at},${20 + hour}.5`)
        .trim()
        .split('\n'),
    );
    const frequency = files.file(
      'frequency.csv',
      `time,frequency_hz\n${Array.from({ length: 480 }, (_, index) => `${new Date(MIDNIGHT + index * 180_000).toISOString()},${index % 2 === 0 ? '49.98' : '50.02'}`).join('\n')}\n`,
    );
    const up = files.file(
      'up.csv',
      hourly('start,price_eur_per_mwh', (at, hour) => `${at},${100 + hour}`),
    );
    const down = files.file(
      'down.csv',
      hourly('start,price_eur_per_mwh', (at, hour) => `${at},${40 + hour}`),
    );
    out = join(files.folder, 'out');
    data = join(files.folder, 'data');
    const args = ['--sessions', files.sessions, '--prices', files.prices, '--frequency', frequency];
    const prices = ['--up-prices', up, '--down-prices', down, '--from', DAY, '--to', DAY];
    const run = await runCommand('backtest', backtestCommand, [
      ...[...args, ...prices],
      ...['--rules', 'delivery-day', '--strategy', 'single', '--data', data, '--out', out, '--json'],
    ]);
    if (run.code !== 0) throw new Error(run.stderr);
    report = JSON.parse(run.stdout) as typeof report;
  }, 60_000);

  it('is settled by the hour, at the regulation prices', () => {
    expect(report.committedMwH).toBeGreaterThan(0);
    const rows = readFileSync(join(out, 'isps.csv'), 'utf8').trim().split('\n').slice(1);
    expect(rows).toHaveLength(24);
    const [start, up, down, upPrice, downPrice, euros] = rows[18]?.split(',') ?? [];
    expect([start, upPrice, downPrice]).toEqual(['2022-06-14T16:00:00.000Z', '118', '58']);
    expect(Number(euros)).toBeCloseTo(Number(up) * 118 - Number(down) * 58, 1);
  });

  it('has exchanged documents of 2022, which are checked as such', async () => {
    const folder = join(out, 'documents');
    const written = await runCommand('market', marketCommand, [
      'documents',
      ...['--day', DAY, '--data', data, '--out', folder],
    ]);
    expect(written.code).toBe(0);
    const files = readdirSync(folder).sort();
    const bids = files.find((file) => file.includes('sent-ReserveBid')) ?? '';
    const text = readFileSync(join(folder, bids), 'utf8');
    // Bids have had names since September 2025: one with a name is none of 2022.
    expect(text).not.toContain('<code>A95</code>');
    const checked = await runCommand('market', marketCommand, ['check', ...files.map((file) => join(folder, file))]);
    expect([checked.code, checked.stderr]).toEqual([0, '']);
  });
});
