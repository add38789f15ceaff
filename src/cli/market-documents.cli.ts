import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Command } from 'commander';
import { deliveryDay, epochMs, InputError, marketDocumentsStream, type DeliveryDay } from '../kernel/index.js';
import { packedText } from '../market/documents/packed-text.adapter.js';
import { PRODUCT_NAMES, type MarketDocumentReceived, type MarketDocumentSent } from '../market/index.js';
import { SqliteEventLog } from '../platform/eventlog/embedded/sqlite.adapter.js';
import type { EventLog } from '../platform/index.js';
import { readSettings } from '../settings.js';
import { answer, dayText, type CliIo } from './command.js';
import { eventLogFile } from './data-folder.adapter.js';

interface DocumentsOptions {
  readonly day: string;
  readonly out: string;
  readonly data?: string;
  readonly json?: boolean;
}

interface WrittenDocument {
  readonly file: string;
  readonly direction: 'sent' | 'received';
  readonly product: string;
  readonly kind: string;
  readonly mrid: string;
  readonly at: string;
  readonly sha256: string;
}

/** `backfeed market documents`: what was said to the TSO and what it said, one file each, in the order of the log. */
export function marketDocumentsCommand(io: CliIo): Command {
  return new Command('documents')
    .description('writes the market documents exchanged for a delivery day, as sent and received')
    .requiredOption('--day <day>', 'delivery day, YYYY-MM-DD', dayText('--day'))
    .requiredOption('--out <dir>', 'folder for the files, made where it is missing')
    .option('--data <dir>', 'folder of the event log (default: BACKFEED_DATA_DIR)')
    .option('--json', 'one JSON document')
    .action(async ({ day, out, data, json }: DocumentsOptions) => {
      const dataDir = data ?? readSettings(io.env).dataDir;
      const clock = { now: () => epochMs(io.now()) };
      const log = await SqliteEventLog.open({ file: eventLogFile(dataDir), clock, readOnly: true });
      try {
        const written = await writeDocuments(log, deliveryDay(day), out);
        if (written.length === 0)
          throw new InputError(
            `the log in ${dataDir} has no market documents of ${day}: no bids were sent, or the log is older than the keeping of documents`,
          );
        answer(io, json, { day, folder: out, documents: written }, textOf(written, out));
      } finally {
        await log.close();
      }
    });
}

async function writeDocuments(log: EventLog, day: DeliveryDay, out: string): Promise<WrittenDocument[]> {
  const written: WrittenDocument[] = [];
  for (const product of PRODUCT_NAMES)
    for await (const event of log.readStream(marketDocumentsStream(product, day))) {
      const { data, type } = event as unknown as MarketDocumentSent | MarketDocumentReceived;
      const direction = type === 'MarketDocumentSent' ? 'sent' : 'received';
      if (written.length === 0) await makeFolder(out);
      const number = String(written.length + 1).padStart(2, '0');
      const file = `${number}-${direction}-${data.kind}-${data.mrid.replace(/[^\w.-]/g, '_')}.xml`;
      await writeFile(join(out, file), packedText.restore(data));
      const { kind, mrid, at, sha256 } = data;
      written.push({ file, direction, product, kind, mrid, at, sha256 });
    }
  return written;
}

async function makeFolder(out: string): Promise<void> {
  try {
    await mkdir(out, { recursive: true });
  } catch (error) {
    throw new InputError(`--out ${out}: no folder (${(error as NodeJS.ErrnoException).code ?? String(error)})`);
  }
}

const textOf = (written: readonly WrittenDocument[], out: string): string =>
  [...written.map(({ at, file }) => `${at}  ${file}`), `${written.length} documents in ${out}`].join('\n');
