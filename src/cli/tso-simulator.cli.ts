import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { epochMs, InputError, isoInstant, parseInstant, W_PER_MW, type Clock, type EpochMs } from '../kernel/index.js';
import { xmlCodec } from '../market/documents/xml-codec.adapter.js';
import { EdxFolder } from '../market/exchange/edx-folder.adapter.js';
import { readCapacityPrices } from '../market/files/price-file.adapter.js';
import { isRefused, problemText, type CarriedMessage, type MessageCarrier } from '../market/index.js';
import { demoCapacityPrice, FAULT_NAMES, faultsNamed, type DeskEntry, type HourMarket } from '../simulation/index.js';
import { OfficeHttp } from '../simulation/tso/office-http.adapter.js';
import { OfficeJournal } from '../simulation/tso/office-journal.adapter.js';
import { OfficeProgram } from '../simulation/tso/office-program.adapter.js';
import { readSupplyCurve } from '../simulation/tso/supply-file.adapter.js';
import { decimalNumber, wholeNumber, type CliIo } from './command.js';

interface Options {
  readonly port?: number;
  readonly folder?: string;
  readonly seed: number;
  readonly faults?: string;
  readonly prices?: string;
  readonly supplyCurve?: string;
  readonly portfolioLimitMw?: number;
  readonly answerAfter: number;
  readonly resultsAfter: number;
  readonly start?: EpochMs;
  readonly speed: number;
}

/** `backfeed tso-simulator`: the other side of the market as a program of its own, to hold any client against. */
export function tsoSimulatorCommand(io: CliIo): Command {
  const seconds = (option: string) => decimalNumber(option, { least: 0, most: 1_000_000 });
  return new Command('tso-simulator')
    .description('the TSO’s side of the FCR hourly market, as strict as published, to test any client against')
    .option(
      '--port <n>',
      'web face on loopback: POST and GET /messages',
      wholeNumber('--port', { least: 0, most: 65_535 }),
    )
    .option('--folder <dir>', 'an EDX folder: reads its outbox, writes its inbox, and remembers across restarts')
    .option('--seed <n>', 'decides which messages suffer a fault', wholeNumber('--seed'), 1)
    .option('--faults <names>', `NAME[=share],… of ${FAULT_NAMES.join(', ')}`)
    .option('--prices <file>', 'marginal prices of history: bids up to the hour’s price are awarded whole')
    .option('--supply-curve <file>', 'JSON {demandMw, competing: [{quantityMw, priceEurPerMwH}], hours?}')
    .option(
      '--portfolio-limit-mw <n>',
      'most that a participant may offer in an hour',
      decimalNumber('--portfolio-limit-mw', { least: 0 }),
    )
    .option('--answer-after <s>', 'seconds to the acknowledgement', seconds('--answer-after'), 30)
    .option('--results-after <s>', 'seconds from the gate closure to the results', seconds('--results-after'), 1800)
    .option('--start <instant>', 'the desk’s clock begins here (default: now)', parseInstant)
    .option(
      '--speed <n>',
      'the desk’s seconds per second',
      decimalNumber('--speed', { least: 0.001, most: 100_000 }),
      1,
    )
    .addHelpText('after', '\nRuns until it is stopped. How to test a client with it: contracts/market/README.md')
    .action((options: Options) => simulate(options, io));
}

async function simulate(options: Options, io: CliIo): Promise<void> {
  if (options.port === undefined && options.folder === undefined)
    throw new InputError('name --port, --folder or both: the ways on which messages come');
  const clock = clockOf(options, io);
  const faults = options.faults === undefined ? {} : faultsNamed(options.faults, clock.now());
  const marketOf = await marketFrom(options);
  const limitMw = options.portfolioLimitMw;
  const carriers: MessageCarrier[] = [];
  const say = (line: string): void => void io.stdout.write(`${isoInstant(clock.now())} ${line}\n`);
  if (options.folder !== undefined) carriers.push(await openFolder(options.folder, say));
  let status = (): object => ({});
  const web =
    options.port === undefined ? null : await OfficeHttp.start({ port: options.port, status: () => status() });
  if (web) carriers.push(web);
  const program = new OfficeProgram({
    clock,
    codec: xmlCodec,
    carriers,
    journal: options.folder === undefined ? null : OfficeJournal.open(join(options.folder, 'tso-journal.ndjson')),
    marketOf,
    ...(limitMw !== undefined && { portfolioLimitW: () => Math.round(limitMw * W_PER_MW) }),
    acknowledgementDelayMs: options.answerAfter * 1000,
    resultDelayMs: options.resultsAfter * 1000,
    seed: options.seed,
    faults,
    onTaken: (message, entry) => say(takenLine(message, entry)),
    onSent: ({ type, id }) => say(`sent ${type} ${id}`),
  });
  status = () => ({ now: isoInstant(clock.now()), unansweredResults: program.office.unanswered() });
  if (web) io.stdout.write(`${web.url}\n`);
  if (options.folder !== undefined) io.stdout.write(`${options.folder}\n`);
  program.start();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void program.stop());
}

function clockOf({ start, speed }: Options, io: CliIo): Clock {
  const begun = io.now();
  const from = start ?? epochMs(begun);
  return { now: () => epochMs(Math.floor(from + (io.now() - begun) * speed)) };
}

async function marketFrom({
  prices,
  supplyCurve,
}: Options): Promise<(product: string, mtuStart: EpochMs) => HourMarket | null> {
  if (prices !== undefined && supplyCurve !== undefined)
    throw new InputError('--prices and --supply-curve exclude each other');
  if (supplyCurve !== undefined) {
    const curve = await readSupplyCurve(supplyCurve);
    return (_, mtuStart) => curve(mtuStart);
  }
  const series = prices === undefined ? null : await readCapacityPrices(prices);
  return (_, mtuStart) => {
    const price = series ? series.at(mtuStart) : demoCapacityPrice(mtuStart, 1);
    return price === null ? null : { kind: 'marginal-price', priceEurPerMwH: price };
  };
}

async function openFolder(folder: string, say: (line: string) => void): Promise<EdxFolder> {
  mkdirSync(folder, { recursive: true });
  return EdxFolder.open({
    folder,
    side: 'tso',
    pollMs: 200,
    onFailure: (file, reason) => say(`put aside ${file}: ${reason}`),
  });
}

function takenLine({ type, id }: CarriedMessage, entry: DeskEntry | null): string {
  if (entry === null) return `lost ${type} ${id}`;
  const refusals = entry.problems.filter(isRefused);
  if (refusals.length === 0) return `accepted ${type} ${id}`;
  const more = refusals.length > 3 ? `, and ${refusals.length - 3} more` : '';
  return `rejected ${type} ${id}: ${refusals.slice(0, 3).map(problemText).join('; ')}${more}`;
}
