import { Command } from 'commander';
import { dayInterval, deliveryDay, InputError, isoInstant, type Interval } from '../kernel/index.js';
import { DATA_SETS, dataSetOf, type DataSet } from '../market/index.js';
import { download, type Download } from '../market/open-data/download.adapter.js';
import { OPEN_DATA_URL, OpenDataClient, OpenDataFailure } from '../market/open-data/open-data.adapter.js';
import { answer, CommandFailed, dayText, wholeNumber, type CliIo } from './command.js';
import { startProgress } from './progress.adapter.js';

interface FetchOptions {
  readonly from: string;
  readonly to: string;
  readonly out: string;
  readonly url: string;
  readonly requestsPerMinute: number;
  readonly json?: boolean;
}

const NAMES = DATA_SETS.map(({ name }) => name).join(', ');

/** `backfeed fetch`: a series of the TSO's open data as a file that every reader of ours takes. */
export function fetchCommand(io: CliIo): Command {
  return new Command('fetch')
    .description("downloads from the TSO's open-data API (key in FINGRID_API_KEY, data CC BY 4.0)")
    .argument('<series>', `${NAMES}, or the number of another data set`)
    .requiredOption('--from <day>', 'first delivery day', dayText('--from'))
    .requiredOption('--to <day>', 'last delivery day, included', dayText('--to'))
    .requiredOption('--out <file>', 'the CSV file to write; a download that was broken off goes on')
    .option('--url <url>', 'where the API is', OPEN_DATA_URL)
    .option(
      '--requests-per-minute <n>',
      'never ask more often',
      wholeNumber('--requests-per-minute', { least: 1, most: 6_000 }),
      10,
    )
    .option('--json', 'say what was written as one JSON document')
    .action(async (series: string, options: FetchOptions) => {
      const dataSet = dataSetNamed(series);
      const interval = intervalOf(options);
      const done = await fetched(dataSet, interval, options, io);
      answer(io, options.json, summary(dataSet, options, done), sentence(dataSet, options, done));
    });
}

function dataSetNamed(series: string): DataSet {
  const dataSet = dataSetOf(series);
  if (dataSet === null) throw new InputError(`"${series}" is no series; take one of ${NAMES}, or a data set's number`);
  return dataSet;
}

function intervalOf({ from, to }: FetchOptions): Interval {
  if (to < from) throw new InputError(`--to ${to} is before --from ${from}`);
  return { start: dayInterval(deliveryDay(from)).start, end: dayInterval(deliveryDay(to)).end };
}

async function fetched(dataSet: DataSet, interval: Interval, options: FetchOptions, io: CliIo): Promise<Download> {
  const apiKey = io.env['FINGRID_API_KEY']?.trim() ?? '';
  if (apiKey === '') throw new InputError('FINGRID_API_KEY is not set; keys are free at https://data.fingrid.fi');
  if (!URL.canParse(options.url)) throw new InputError(`--url ${options.url} is not a URL`);
  const rate = { requests: options.requestsPerMinute, perMs: 60_000 };
  const client = new OpenDataClient({ url: options.url, apiKey, rate });
  const progress = startProgress(io, dataSet.name);
  try {
    return await download(client, dataSet, interval, options.out, (done, total) => progress.update(done, total));
  } catch (error) {
    if (error instanceof OpenDataFailure) throw new CommandFailed(error.message);
    throw error;
  } finally {
    progress.stop();
  }
}

const summary = (dataSet: DataSet, { from, to, out }: FetchOptions, done: Download): object => ({
  file: out,
  dataSet: dataSet.id,
  title: dataSet.title,
  unit: dataSet.unit,
  from,
  to,
  rows: done.rows,
  resumedWindows: done.resumedWindows,
  gaps: done.gaps.map(({ start, end }) => ({ start: isoInstant(start), end: isoInstant(end) })),
});

const GAPS_SHOWN = 5;

function sentence(dataSet: DataSet, { from, to, out }: FetchOptions, done: Download): string {
  const lines = [
    `${out}: ${done.rows} values of "${dataSet.title}" (data set ${dataSet.id}, ${dataSet.unit}), ${from} to ${to}`,
  ];
  if (done.resumedWindows > 0)
    lines.push(`went on after ${done.resumedWindows} of ${done.windows} parts that were there`);
  for (const { start, end } of done.gaps.slice(0, GAPS_SHOWN))
    lines.push(`nothing published from ${isoInstant(start)} to ${isoInstant(end)}`);
  if (done.gaps.length > GAPS_SHOWN) lines.push(`and ${done.gaps.length - GAPS_SHOWN} more such gaps`);
  return `${lines.join('\n')}\n`;
}
