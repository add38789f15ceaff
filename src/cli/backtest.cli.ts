import { join } from 'node:path';
import { Command } from 'commander';
import { DEFAULT_STRATEGY, STRATEGY_NAMES, type StrategyName } from '../dispatch/index.js';
import { HOLIDAYS_ALLOWED, readHolidayCalendar, type HolidayCalendar } from '../forecast/index.js';
import { InputError } from '../kernel/index.js';
import { SqliteEventLog } from '../platform/eventlog/embedded/sqlite.adapter.js';
import { MemoryEventLog } from '../platform/eventlog/memory.adapter.js';
import { writeBacktest, writeComparison } from '../simulation/backtest-output.adapter.js';
import { type BacktestOptions, FORGETTABLE_TELEMETRY, runBacktest, summaryOf, tablesOf } from '../simulation/index.js';
import { emptyFolder, readStudy, type BacktestStudy, type StudyFiles } from './backtest-study.cli.js';
import { backtestText, comparisonText, type BacktestDocument } from './backtest-text.js';
import { answer, dayText, decimalNumber, wholeNumber, wordOf, type CliIo } from './command.js';
import { eventLogFile } from './data-folder.adapter.js';
import { startProgress } from './progress.adapter.js';

interface Options extends StudyFiles {
  readonly strategy: StrategyName | 'all';
  readonly out?: string;
  readonly data?: string;
  readonly json?: boolean;
}

/** `backfeed backtest`: the production engine over real history, on a virtual clock. */
export function backtestCommand(io: CliIo): Command {
  const command = new Command('backtest').description(
    'runs the production engine over real history: forecasts, bids, clears, dispatches, settles',
  );
  return withInputs(command)
    .option(
      '--strategy <name>',
      `where cars wait for activation: ${STRATEGY_NAMES.join(', ')}, or all of them in one table`,
      wordOf('--strategy', [...STRATEGY_NAMES, 'all'] as const),
      DEFAULT_STRATEGY,
    )
    .option('--holidays <calendar>', `free days beside weekends: ${HOLIDAYS_ALLOWED} (default: FI)`, holidays)
    .option(
      '--leave-early <share>',
      'share of the sessions that unplug before their stated departure, unknown to the engine',
      shareBelowOne('--leave-early'),
      0,
    )
    .option(
      '--unannounced-departures <share>',
      'reserve for it: share of cars that the engine takes to leave within an hour without a word',
      shareBelowOne('--unannounced-departures'),
      0,
    )
    .option(
      '--reliability <share>',
      'share of hours that must not fall short',
      decimalNumber('--reliability', { least: 0.5, most: 0.999 }),
      0.9,
    )
    .option('--sanction-factor <k>', 'sanction = k × price × capacity not maintained (default: 1, an assumption)')
    .option('--seed <n>', 'seed of everything random', wholeNumber('--seed', { least: 0, most: 2 ** 31 }), 1)
    .option('--out <dir>', 'folder for report.html, mtus.csv, isps.csv, departures.csv, settlement.csv')
    .option('--trace <day>', 'with --out: one delivery day second by second', dayText('--trace'))
    .option('--data <dir>', 'keep the event log in this folder, which must be empty')
    .option('--json', 'one JSON document')
    .action((options: Options) => backtest(options, io));
}

function holidays(text: string): HolidayCalendar {
  try {
    return readHolidayCalendar(text);
  } catch (error) {
    throw error instanceof InputError ? new InputError(`--holidays ${text}: ${error.message}`) : error;
  }
}

const shareBelowOne = (option: string) => decimalNumber(option, { least: 0, most: 0.999 });

/** What is run over: files, days and the cars in them. */
const withInputs = (command: Command): Command =>
  command
    .requiredOption('--sessions <file>', 'charging sessions: CSV, JSON lines or ACN-Data JSON')
    .requiredOption('--prices <file>', 'FCR-N prices: CSV start,price_eur_per_mw_h, or the TSO’s open data')
    .option('--frequency <file>', 'CSV time,frequency_hz, gzip too (default: a seeded synthetic Nordic frequency)')
    .option(
      '--frequency-align <how>',
      'exact or wrap',
      wordOf('--frequency-align', ['exact', 'wrap'] as const),
      'exact',
    )
    .option('--imbalance-prices <file>', 'imbalance prices, EUR/MWh')
    .option('--day-ahead-prices <file>', 'day-ahead prices, EUR/MWh')
    .option('--up-prices <file>', 'prices of upward energy, EUR/MWh')
    .option('--down-prices <file>', 'prices of downward energy, EUR/MWh')
    .option(
      '--rules <which>',
      'current or delivery-day',
      wordOf('--rules', ['current', 'delivery-day'] as const),
      'current',
    )
    .option(
      '--from <day>',
      'first delivery day (default: the first of the sessions that has prices)',
      dayText('--from'),
    )
    .option('--to <day>', 'last delivery day, included', dayText('--to'))
    .option(
      '--chargers <n>',
      'a seeded sample or bootstrap of the file’s chargers',
      wholeNumber('--chargers', { least: 1, most: 100_000 }),
    )
    .option(
      '--v2g-power-kw <kW>',
      'power of every charger, both ways',
      decimalNumber('--v2g-power-kw', { least: 0, most: 1000 }),
    )
    .option('--battery-kwh <kWh>', 'battery of every car', decimalNumber('--battery-kwh', { least: 1, most: 1000 }));

async function backtest(options: Options, io: CliIo): Promise<void> {
  if (options.trace !== undefined && options.out === undefined)
    throw new InputError('--trace needs --out: the folder to write the trace to');
  const { strategy, out, data, json } = options;
  const study = await readStudy(options);
  if (data !== undefined) await emptyFolder(data);
  const title = `Backtest ${study.from} to ${study.to}`;
  const names = strategy === 'all' ? STRATEGY_NAMES : [strategy];
  const progress = startProgress(io, 'backtest');
  const documents: BacktestDocument[] = [];
  try {
    for (const [index, name] of names.entries()) {
      // Each of several strategies has its files and its log in a folder of its own.
      const within = (folder: string | undefined): string | undefined =>
        folder !== undefined && strategy === 'all' ? join(folder, name) : folder;
      const run = { strategy: name, out: within(out), data: within(data) };
      const onProgress = (done: number): void =>
        progress.update(Math.round(((index + done) / names.length) * 1000), 1000);
      documents.push(await runOne(study, run, io, onProgress));
    }
    if (strategy === 'all' && out !== undefined) await writeComparison(out, study, documents);
  } finally {
    progress.stop();
  }
  const [only] = documents;
  if (strategy !== 'all' && only !== undefined) answer(io, json, only, backtestText(title, only, out));
  else answer(io, json, { strategies: documents }, comparisonText(title, documents, out));
}

interface OneRun {
  readonly strategy: StrategyName;
  readonly out: string | undefined;
  readonly data: string | undefined;
}

async function runOne(
  study: BacktestStudy,
  { strategy, out, data }: OneRun,
  io: CliIo,
  onProgress: (done: number) => void,
): Promise<BacktestDocument> {
  const startedAt = io.now();
  if (data !== undefined) await emptyFolder(data);
  const options: BacktestOptions = {
    ...study,
    strategy,
    openLog: (clock) =>
      data === undefined
        ? new MemoryEventLog(clock, FORGETTABLE_TELEMETRY)
        : SqliteEventLog.open({ file: eventLogFile(data), clock, durable: false }),
    onProgress: async (done) => {
      onProgress(done);
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
  const run = await runBacktest(options);
  const tables = await tablesOf(run, options);
  const summary = summaryOf(run, tables, options);
  if (out !== undefined) await writeBacktest(out, run, tables, summary, options);
  await run.log.close();
  return {
    ...summary,
    wallSeconds: Math.round((io.now() - startedAt) / 100) / 10,
    peakMemoryMb: Math.round(process.resourceUsage().maxRSS / 1024),
  };
}
