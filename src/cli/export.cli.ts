import { writeFile } from 'node:fs/promises';
import { Command } from 'commander';
import { epochMs, InputError, isRefusal, type Refusal } from '../kernel/index.js';
import { SqliteEventLog } from '../platform/eventlog/embedded/sqlite.adapter.js';
import {
  EXPORT_FORMATS,
  exportFormat,
  exportMonth,
  SettlementBook,
  settlementExport,
  type SettlementExport,
} from '../settlement/index.js';
import { readSettings } from '../settings.js';
import { answer, type CliIo } from './command.js';
import { eventLogFile } from './data-folder.adapter.js';

interface ExportOptions {
  readonly month: string;
  readonly format: string;
  readonly out: string;
  readonly data?: string;
  readonly json?: boolean;
}

/** `backfeed export settlement`: a month's settlement lines as a file, read beside a running server too. */
export function exportCommand(io: CliIo): Command {
  const command = new Command('export').description('files for finance');
  command
    .command('settlement')
    .description('settlement lines of a month; columns: contracts/exports/settlement-lines.md')
    .requiredOption('--month <YYYY-MM>', 'the month of the delivery days')
    .requiredOption('--format <format>', EXPORT_FORMATS.join(' or '))
    .requiredOption('--out <file>', 'the file to write')
    .option('--data <dir>', 'folder of the event log (default: BACKFEED_DATA_DIR)')
    .option('--json', 'say what was written as one JSON document')
    .action(async (options: ExportOptions) => {
      const settled = await exportSettlement(options, io);
      answer(io, options.json, summary(options, settled), sentence(options, settled));
    });
  return command;
}

/** @throws InputError on a bad month or format, a folder without a log, or a file that can't be written. */
export async function exportSettlement(
  { month, format, out, data }: ExportOptions,
  io: CliIo,
): Promise<SettlementExport> {
  const printer = accepted('--format', exportFormat(format));
  const asked = accepted('--month', exportMonth(month));
  const book = await readBook(data ?? readSettings(io.env).dataDir, io);
  const settled = settlementExport(book.month(asked));
  try {
    await writeFile(out, printer.print(settled));
  } catch (error) {
    throw new InputError(`--out ${out} can't be written: ${(error as Error).message}`);
  }
  return settled;
}

async function readBook(dataDir: string, io: CliIo): Promise<SettlementBook> {
  const clock = { now: () => epochMs(io.now()) };
  const log = await SqliteEventLog.open({ file: eventLogFile(dataDir), clock, readOnly: true });
  try {
    const book = new SettlementBook();
    for await (const event of log.readAll({ types: SettlementBook.types })) book.apply(event);
    return book;
  } finally {
    await log.close();
  }
}

function accepted<T>(option: string, value: T | Refusal): T {
  if (isRefusal(value)) throw new InputError(`${option}: ${value.message}`);
  return value;
}

const summary = ({ format, out }: ExportOptions, { month, lines, totals }: SettlementExport): object => ({
  file: out,
  format,
  month,
  lines: lines.length,
  totals,
});

const sentence = ({ out }: ExportOptions, { month, lines, totals }: SettlementExport): string =>
  lines.length === 0
    ? `${out}: no settled day in ${month}; the file has no lines\n`
    : `${out}: ${lines.length} lines of ${month}, net ${totals.netEur} EUR\n`;
