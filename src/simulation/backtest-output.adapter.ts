import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { SETTLEMENT_COLUMNS } from '../settlement/index.js';
import { renderComparison } from './backtest-comparison.js';
import { renderBacktestReport } from './backtest-report.js';
import { DEPARTURE_COLUMNS, ISP_COLUMNS, MTU_COLUMNS } from './backtest-rows.js';
import type { BacktestTables } from './backtest-result.js';
import type { BacktestSummary } from './backtest-summary.js';
import { EARLY_DEPARTURE_COLUMNS } from './early-departures.js';
import type { BacktestOptions, BacktestRun } from './backtest.js';

const compressed = promisify(gzip);

/** Writes everything that a reader, a spreadsheet and an auditor need into one folder. The same run gives the same bytes. */
export async function writeBacktest(
  folder: string,
  run: BacktestRun,
  tables: BacktestTables,
  summary: BacktestSummary,
  options: BacktestOptions,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  const write = (name: string, content: string | Buffer): Promise<void> => writeFile(join(folder, name), content);
  await write('mtus.csv', csv(MTU_COLUMNS, tables.mtus));
  await write('isps.csv', csv(ISP_COLUMNS, tables.isps));
  await write('departures.csv', csv(DEPARTURE_COLUMNS, tables.departures));
  if (tables.earlyDepartures.length > 0)
    await write('early-departures.csv', csv(EARLY_DEPARTURE_COLUMNS, tables.earlyDepartures));
  await write('settlement.csv', csv(SETTLEMENT_COLUMNS, tables.settlement));
  await write('summary.json', `${JSON.stringify(summary, null, 2)}\n`);
  await write('report.html', renderBacktestReport(reportOf(tables, summary, options)));
  if (run.trace === null) return;
  await write('trace-group.csv.gz', await compressed(lines(run.trace.group)));
  await write('trace-vehicles.csv.gz', await compressed(lines(run.trace.vehicles)));
}

/** The page that stands above the folders of several strategies, and their numbers. */
export async function writeComparison(
  folder: string,
  { from, to }: Pick<BacktestOptions, 'from' | 'to'>,
  documents: readonly (BacktestSummary & { readonly wallSeconds: number; readonly peakMemoryMb: number })[],
): Promise<void> {
  // What a run took of this machine differs from run to run, and is no part of the files.
  const summaries = documents.map(({ wallSeconds: _, peakMemoryMb: __, ...summary }) => summary);
  const html = renderComparison(`FCR-N strategies compared, ${from} to ${to}`, summaries);
  await writeFile(join(folder, 'report.html'), html);
  await writeFile(join(folder, 'summary.json'), `${JSON.stringify({ strategies: summaries }, null, 2)}\n`);
}

const lines = (rows: readonly string[]): string => `${rows.join('\n')}\n`;

const csv = (columns: readonly string[], rows: readonly Readonly<Record<string, string>>[]): string =>
  lines([columns.join(','), ...rows.map((row) => columns.map((column) => field(row[column] ?? '')).join(','))]);

/** RFC 4180, and no cell that a spreadsheet would take for a formula. */
function field(text: string): string {
  const safe = /^[=+@\t\r]|^-(?![\d.])/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function reportOf(
  tables: BacktestTables,
  summary: BacktestSummary,
  options: BacktestOptions,
): Parameters<typeof renderBacktestReport>[0] {
  return {
    title: `FCR-N backtest, ${options.from} to ${options.to}`,
    from: options.from,
    to: options.to,
    summary,
    mtus: tables.mtus,
    departures: tables.departures,
    earlyDepartures: tables.earlyDepartures,
    days: tables.days,
    firmMw: Object.fromEntries([...tables.firmW].map(([mtuStart, firmW]) => [mtuStart, firmW / 1_000_000])),
    assumptions: summary.assumptions,
    dataNotes: notesOf(summary),
  };
}

const WORDS: Readonly<Record<string, string>> = {
  rows: 'rows in the sessions file',
  duplicateRows: 'exact duplicate rows, left out',
  unorderedRows: 'rows out of order, sorted',
  overlappingSessions: 'overlapping sessions, taken as two connectors',
  energyAboveBattery: 'sessions whose energy exceeds the battery, kept',
  withoutSocOrBattery: 'sessions without arrival SoC or battery: they earn nothing',
  frequencyEmptyValues: 'empty values in the frequency file',
  frequencyRepeatedRows: 'repeated seconds in the frequency file: the first row with a number counts',
  frequencyHeldSeconds: 'seconds without frequency, in which the last value was held',
  frequencyLongestHoldSeconds: 'seconds is the longest of these gaps',
};

const notesOf = (summary: BacktestSummary): string[] => [
  ...Object.entries(summary.handled).map(([name, count]) => `${count} ${WORDS[name] ?? name}.`),
  `${summary.hoursWithoutCapacityPrice} hours without a capacity price: nothing is awarded in them.`,
  `${summary.unpricedEnergyMwh} MWh of activation energy without a price, settled at 0 EUR.`,
];
