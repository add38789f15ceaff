import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { compileSources } from '../support/compiled-sources.js';
import { describeWithShared } from '../support/shared-data.js';
import { auditBacktest, type AuditInput } from './backtest-audit.js';

const RUN_COMMAND = fileURLToPath(new URL('../support/run-compiled-command.mjs', import.meta.url));
const [FROM, DAY] = ['2020-01-02', '2020-01-03'];
/** Four weeks of sessions to learn from, so that the run is short. */
const SESSIONS_SINCE = '2019-12-02';

describeWithShared('a short backtest on real data', ['data'], (data) => {
  let folder: string;
  let input: AuditInput;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'backfeed-real-audit-'));
    const files = {
      sessions: recentSessions(join(data, 'sessions-norway.csv'), join(folder, 'sessions.csv')),
      prices: join(data, 'prices-fcrn-dk2-2017-2020.csv'),
      frequency: join(data, 'frequency-nordic-2015-01-01-to-06-1s.csv.gz'),
      upPrices: join(data, 'fingrid-244-up-regulation-price.csv'),
      downPrices: join(data, 'fingrid-106-down-regulation-price.csv'),
    };
    const outDir = join(folder, 'out');
    const report = await backtest([
      ...['--sessions', files.sessions, '--prices', files.prices],
      ...['--frequency', files.frequency, '--frequency-align', 'wrap'],
      ...['--up-prices', files.upPrices, '--down-prices', files.downPrices, '--sanction-factor', '1.5'],
      ...['--v2g-power-kw', '11', '--from', FROM, '--to', DAY, '--trace', DAY, '--out', outDir, '--json'],
    ]);
    input = { outDir, from: FROM, to: DAY, traceDay: DAY, files, powerW: 11_000, sanctionFactor: '1.5', report };
  }, 120_000);
  afterAll(() => rmSync(folder, { recursive: true }));

  it('trades, so that there is something to audit', () => {
    expect(input.report?.['committedMwH']).toBeGreaterThan(1);
    expect(input.report?.['departures']).toBeGreaterThan(50);
  });

  it('holds in every row, second and cent', () => {
    expect(auditBacktest(input)).toEqual([]);
  });
});

/** The sessions from a day on that end before the year's second week. */
function recentSessions(from: string, to: string): string {
  const [header = '', ...lines] = readFileSync(from, 'utf8').trimEnd().split(/\r?\n/);
  const [plugIn, unplug] = ['plugged_in_at', 'unplugged_at'].map((name) => header.split(',').indexOf(name));
  const recent = lines.filter((line) => {
    const cells = line.split(',');
    return (cells[unplug ?? 0] ?? '') >= SESSIONS_SINCE && (cells[plugIn ?? 0] ?? '') < '2020-01-05';
  });
  writeFileSync(to, [header, ...recent, ''].join('\n'));
  return to;
}

/** The command in a process of its own: Jest's module loader would make it four times slower. */
async function backtest(args: readonly string[]): Promise<Record<string, unknown>> {
  const sources = await compileSources(['.']);
  try {
    const command = [RUN_COMMAND, sources.folder, 'backtest.cli.js', 'backtestCommand', ...args];
    const { stdout } = await promisify(execFile)(process.execPath, command, { maxBuffer: 1 << 26 });
    return JSON.parse(stdout) as Record<string, unknown>;
  } finally {
    await sources.remove();
  }
}
