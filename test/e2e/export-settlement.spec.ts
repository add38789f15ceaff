import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventLogFile } from '../../src/cli/data-folder.adapter.js';
import { exportCommand } from '../../src/cli/export.cli.js';
import { epochMs, parseInstant } from '../../src/kernel/index.js';
import { newestFcrnRules } from '../../src/market/index.js';
import { SqliteEventLog } from '../../src/platform/eventlog/embedded/sqlite.adapter.js';
import { sanctionTerms, SettlementService, wearTerms } from '../../src/settlement/index.js';
import { ManualClock } from '../support/manual-clock.js';
import { runCommand } from '../support/run-command.js';
import { auctionLog, committed, planned, scoreLog } from '../support/settlement-events.js';

let folder: string;
const out = (name: string): string => join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'backfeed-export-'));
  const dayEnd = parseInstant('2026-01-12T23:00:00Z');
  const clock = new ManualClock(dayEnd);
  const log = await SqliteEventLog.open({ file: eventLogFile(folder), clock, durable: false });
  await auctionLog(log, [
    planned('p', [{ hour: 3, quantityW: 300_000 }]),
    committed('c', [{ hour: 3, awardedW: 200_000 }]),
  ]);
  await scoreLog(log, 3, 150_000);
  const settlement = new SettlementService({
    log,
    clock,
    product: 'FCR-N',
    priceArea: 'FI',
    rulesOf: newestFcrnRules,
    sanction: sanctionTerms('1', 'assumption'),
    wear: wearTerms('0.05', 'assumption'),
    settleDelayMs: 0,
  });
  await settlement.runDue(epochMs(dayEnd));
  await log.close();
});
afterAll(() => rm(folder, { recursive: true }));

const backfeedExport = (...args: readonly string[]) =>
  runCommand('export', exportCommand, ['settlement', ...args], { env: { BACKFEED_DATA_DIR: folder } });

describe('backfeed export settlement', () => {
  it('writes the month from the log alone', async () => {
    const { code, stdout } = await backfeedExport('--month', '2026-01', '--format', 'csv', '--out', out('a.csv'));
    expect([code, stdout]).toEqual([0, `${out('a.csv')}: 1 lines of 2026-01, net 1.50 EUR\n`]);
    const [, line = ''] = (await readFile(out('a.csv'), 'utf8')).split('\r\n');
    expect(line).toMatch(/^2026-01-12,2026-01-12T02:00:00\.000Z,FCR-N,settled,0\.300000,0\.200000,0\.150000,20,3\.00,/);
  });

  it('says the same as JSON', async () => {
    const { stdout } = await backfeedExport('--month', '2026-01', '--format', 'json', '--out', out('a.json'), '--json');
    const totals = { capacityEur: '3.00', sanctionEur: '1.00', wearEur: '0.50', netEur: '1.50' };
    expect(JSON.parse(stdout)).toMatchObject({
      file: out('a.json'),
      format: 'json',
      month: '2026-01',
      lines: 1,
      totals,
    });
    const written = JSON.parse(await readFile(out('a.json'), 'utf8')) as { totals: object; lines: object[] };
    expect(written.totals).toMatchObject(totals);
    expect(written.lines).toHaveLength(1);
  });

  it('writes a file without lines for a month without a settled day', async () => {
    const { code, stdout } = await backfeedExport('--month', '2026-02', '--format', 'csv', '--out', out('empty.csv'));
    expect([code, stdout]).toEqual([0, expect.stringContaining('no settled day in 2026-02')]);
    expect(await readFile(out('empty.csv'), 'utf8')).toMatch(/^delivery_day,[^\n]*\r\n$/);
  });

  it.each([
    ['--format', 'xlsx', /--format: .*"xlsx".*csv, json/],
    ['--month', '2026-1', /--month: .*YYYY-MM/],
    ['--data', '/nonexistent', /no event log/],
    ['--out', '/nonexistent/a.csv', /--out \/nonexistent\/a\.csv can't be written/],
  ])('refuses %s %s with exit code 2', async (option, value, message) => {
    const given = { '--month': '2026-01', '--format': 'csv', '--out': out('b.csv'), [option]: value };
    const { code, stdout, stderr } = await backfeedExport(...Object.entries(given).flat());
    expect([code, stdout, stderr]).toEqual([2, '', expect.stringMatching(message)]);
  });
});
