import { mkdir, readdir } from 'node:fs/promises';
import { Command } from 'commander';
import { floorPriceForWear } from '../bidding/index.js';
import { readSessionFile } from '../fleet/history/session-file.adapter.js';
import { dayInterval, deliveryDay, deliveryDayOf, epochMs, InputError, type DeliveryDay } from '../kernel/index.js';
import { readFrequency } from '../market/files/frequency-file.adapter.js';
import { readCapacityPrices, readEnergyPrices } from '../market/files/price-file.adapter.js';
import { alignFrequency, type FrequencySource, type PriceSeries } from '../market/index.js';
import { SqliteEventLog } from '../platform/eventlog/embedded/sqlite.adapter.js';
import { MemoryEventLog } from '../platform/eventlog/memory.adapter.js';
import { ASSUMED_WEAR, sanctionTerms } from '../settlement/index.js';
import { writeBacktest } from '../simulation/backtest-output.adapter.js';
import {
  type BacktestOptions,
  type BacktestSummary,
  type EnergyPriceFiles,
  type EnergyPriceKind,
  FORGETTABLE_TELEMETRY,
  runBacktest,
  SimulatedFrequency,
  summaryOf,
  tablesOf,
} from '../simulation/index.js';
import { answer, dayText, decimalNumber, wholeNumber, wordOf, type CliIo } from './command.js';
import { eventLogFile } from './data-folder.adapter.js';
import { startProgress } from './progress.adapter.js';

interface Options {
  readonly sessions: string;
  readonly prices: string;
  readonly frequency?: string;
  readonly frequencyAlign: 'exact' | 'wrap';
  readonly imbalancePrices?: string;
  readonly dayAheadPrices?: string;
  readonly upPrices?: string;
  readonly downPrices?: string;
  readonly rules: 'current' | 'delivery-day';
  readonly from?: string;
  readonly to?: string;
  readonly chargers?: number;
  readonly v2gPowerKw?: number;
  readonly batteryKwh?: number;
  readonly strategy: 'price-taker';
  readonly reliability: number;
  readonly sanctionFactor?: string;
  readonly seed: number;
  readonly out?: string;
  readonly trace?: string;
  readonly data?: string;
  readonly json?: boolean;
}

/** `backfeed backtest`: the production engine over real history, on a virtual clock. */
export function backtestCommand(io: CliIo): Command {
  return new Command('backtest')
    .description('runs the production engine over real history: forecasts, bids, clears, dispatches, settles')
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
    .option('--battery-kwh <kWh>', 'battery of every car', decimalNumber('--battery-kwh', { least: 1, most: 1000 }))
    .option('--strategy <name>', 'price-taker', wordOf('--strategy', ['price-taker'] as const), 'price-taker')
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

async function backtest(options: Options, io: CliIo): Promise<void> {
  const startedAt = io.now();
  if (options.trace !== undefined && options.out === undefined)
    throw new InputError('--trace needs --out: the folder to write the trace to');
  const progress = startProgress(io, 'backtest');
  const study = await studyOf(options, (done) => progress.update(Math.round(done * 1000), 1000));
  try {
    const run = await runBacktest(study);
    const tables = await tablesOf(run, study);
    const summary = summaryOf(run, tables, study);
    if (options.out !== undefined) await writeBacktest(options.out, run, tables, summary, study);
    await run.log.close();
    progress.stop();
    const cost = {
      wallSeconds: Math.round((io.now() - startedAt) / 100) / 10,
      peakMemoryMb: Math.round(process.resourceUsage().maxRSS / 1024),
    };
    answer(io, options.json, { ...summary, ...cost }, textOf(summary, cost, study, options.out));
  } finally {
    progress.stop();
  }
}

async function studyOf(options: Options, onProgress: (done: number) => void): Promise<BacktestOptions> {
  const history = await readSessionFile(options.sessions);
  const capacityPrices = await readCapacityPrices(options.prices);
  const { from, to } = daysOf(options, history.rows, capacityPrices);
  const { chargers, v2gPowerKw, batteryKwh, trace, data } = options;
  if (trace !== undefined && (trace < from || trace > to))
    throw new InputError(`--trace ${trace}: not one of the days ${from} to ${to}`);
  if (data !== undefined) await emptyFolder(data);
  return {
    history,
    capacityPrices,
    from,
    to,
    energyPrices: await energyPricesOf(options),
    frequency: await frequencyOf(options, from, to),
    rules: options.rules,
    reliability: options.reliability,
    floorPriceEurPerMwH: floorPriceForWear(ASSUMED_WEAR.eurPerKwh),
    settlement: { sanction: sanctionOf(options.sanctionFactor), wear: ASSUMED_WEAR },
    seed: options.seed,
    ...(chargers !== undefined && { chargers }),
    ...(v2gPowerKw !== undefined && { v2gPowerW: Math.round(v2gPowerKw * 1000) }),
    ...(batteryKwh !== undefined && { batteryWh: Math.round(batteryKwh * 1000) }),
    ...(trace !== undefined && { traceDay: deliveryDay(trace) }),
    openLog: (clock) =>
      data === undefined
        ? new MemoryEventLog(clock, FORGETTABLE_TELEMETRY)
        : SqliteEventLog.open({ file: eventLogFile(data), clock, durable: false }),
    onProgress: async (done) => {
      onProgress(done);
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
}

const sanctionOf = (factor: string | undefined): BacktestOptions['settlement']['sanction'] =>
  factor === undefined
    ? sanctionTerms('1', 'assumption: no contract given')
    : sanctionTerms(factor, '--sanction-factor');

function daysOf(
  options: Options,
  sessions: BacktestOptions['history']['rows'],
  prices: PriceSeries,
): { from: DeliveryDay; to: DeliveryDay } {
  const first = sessions[0]?.pluggedInAt ?? prices.start;
  const last = sessions.reduce((latest, { unpluggedAt }) => Math.max(latest, unpluggedAt), first as number);
  const from = deliveryDay(options.from ?? deliveryDayOf(epochMs(Math.max(first, prices.start))));
  const to = deliveryDay(options.to ?? deliveryDayOf(epochMs(Math.min(last, prices.end - 1))));
  if (to < from) throw new InputError(`--to ${to} is before --from ${from}; sessions and prices must share days`);
  if (dayInterval(from).start >= prices.end || dayInterval(to).end <= prices.start)
    throw new InputError(`${prices.name} has no price between ${from} and ${to}; choose days that it covers`);
  return { from, to };
}

async function energyPricesOf(options: Options): Promise<EnergyPriceFiles> {
  const paths: Readonly<Record<EnergyPriceKind, string | undefined>> = {
    up: options.upPrices,
    down: options.downPrices,
    imbalance: options.imbalancePrices,
    'day-ahead': options.dayAheadPrices,
  };
  const files: Partial<Record<EnergyPriceKind, PriceSeries>> = {};
  for (const [kind, path] of Object.entries(paths) as [EnergyPriceKind, string | undefined][])
    if (path !== undefined) files[kind] = await readEnergyPrices(path);
  return files;
}

async function frequencyOf(options: Options, from: DeliveryDay, to: DeliveryDay): Promise<FrequencySource> {
  if (options.frequency === undefined) return new SimulatedFrequency(options.seed);
  const aligned = alignFrequency(await readFrequency(options.frequency), options.frequencyAlign);
  const days: DeliveryDay[] = [];
  for (let at = dayInterval(from).start as number; at < dayInterval(to).end; at += 12 * 3_600_000) {
    const day = deliveryDayOf(epochMs(at));
    if (days.at(-1) !== day) days.push(day);
  }
  const missing = aligned.daysWithout(days);
  if (missing.length > 0)
    throw new InputError(
      `${options.frequency}: no frequency for ${missing.slice(0, 5).join(', ')}${missing.length > 5 ? ` and ${missing.length - 5} more days` : ''}; use --frequency-align wrap, or days that it covers`,
    );
  return aligned;
}

async function emptyFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  if ((await readdir(folder)).length > 0)
    throw new InputError(`--data ${folder}: the folder is not empty; give a new one`);
}

function textOf(
  summary: BacktestSummary,
  cost: { wallSeconds: number; peakMemoryMb: number },
  { from, to }: BacktestOptions,
  out: string | undefined,
): string {
  const rows: [string, string][] = [
    [
      'sold',
      `${summary.committedMwH.toFixed(1)} MW,h in ${summary.soldHours} of ${summary.mtus} hours (offered ${summary.offeredMwH.toFixed(1)})`,
    ],
    [
      'maintained',
      `${summary.maintainedMwH.toFixed(3)} MW,h; ${summary.shortfallHours} hours short (${(summary.shortfallShareOfSoldHours * 100).toFixed(1)} %)`,
    ],
    ['delivered', `${(summary.deliveredShare * 100).toFixed(3)} % of the required energy`],
    ['capacity', `${summary.capacityRevenueEur.toFixed(2)} EUR`],
    [
      'energy',
      `${summary.energyRevenueEur.toFixed(2)} EUR (${summary.unpricedEnergyMwh.toFixed(3)} MWh without a price)`,
    ],
    ['sanctions', `${summary.sanctionsEur.toFixed(2)} EUR`],
    ['wear', `${summary.wearEur.toFixed(2)} EUR`],
    [
      'net',
      `${summary.netRevenueEur.toFixed(2)} EUR, ${summary.revenuePerEvYearEur.toFixed(2)} EUR per charger and year`,
    ],
    [
      'departures',
      `${summary.departures}: ${summary.departuresBelowTarget} below target, ${summary.departuresUnreachable} unreachable, ${summary.departuresWithoutSoc} without SoC`,
    ],
    ['run', `${summary.eventsAppended} events, ${cost.wallSeconds} s, ${cost.peakMemoryMb} MB`],
  ];
  const table = rows.map(([name, text]) => `  ${name.padEnd(11)}${text}`).join('\n');
  const assumptions = summary.assumptions.map((text) => `  - ${text}`).join('\n');
  return `Backtest ${from} to ${to}\n${table}\n\nAssumptions\n${assumptions}\n${out === undefined ? '' : `\nReport: ${out}/report.html\n`}`;
}
