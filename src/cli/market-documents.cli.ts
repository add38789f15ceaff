import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Command } from 'commander';
import { deliveryDay, epochMs, InputError, marketDocumentsStream, type DeliveryDay } from '../kernel/index.js';
import { packedText } from '../market/documents/packed-text.adapter.js';
import {
  PRODUCT_NAMES,
  refusedForText,
  type MarketDocumentReceived,
  type MarketDocumentRefused,
  type MarketDocumentSent,
} from '../market/index.js';
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
  /** Null: the log holds no text of it. */
  readonly file: string | null;
  readonly direction: 'sent' | 'received' | 'refused';
  readonly product: string;
  readonly kind: string | null;
  readonly mrid: string | null;
  readonly at: string;
  readonly sha256: string;
  /** Why it was refused; left out for what was not. */
  readonly reason?: string;
}

/** `backfeed market documents`: what was said to the TSO and what it said, refused or not, one file each, in the order of the log. */
export function marketDocumentsCommand(io: CliIo): Command {
  return new Command('documents')
    .description('writes the market documents exchanged for a delivery day, as sent and received, the refused ones too')
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
      const { data, type } = event as unknown as Kept;
      if (written.length === 0) await makeFolder(out);
      const direction = DIRECTIONS[type];
      const { kind, mrid, at, sha256, packing, packed } = data;
      const name = [
        String(written.length + 1).padStart(2, '0'),
        direction,
        kind ?? 'message',
        mrid ?? sha256.slice(0, 12),
      ];
      const file = packed === null ? null : `${name.join('-').replace(/[^\w.-]/g, '_')}.xml`;
      if (file !== null && packing !== null && packed !== null)
        await writeFile(join(out, file), packedText.bytesOf({ sha256, packing, packed }));
      const reason = 'reasons' in data ? { reason: reasonOf(data) } : {};
      written.push({ file, direction, product, kind, mrid, at, sha256, ...reason });
    }
  return written;
}

type Kept = MarketDocumentSent | MarketDocumentReceived | MarketDocumentRefused;

const DIRECTIONS = {
  MarketDocumentSent: 'sent',
  MarketDocumentReceived: 'received',
  MarketDocumentRefused: 'refused',
} as const satisfies Record<Kept['type'], WrittenDocument['direction']>;

function reasonOf({ reasons, reasonsInAll, withheld }: MarketDocumentRefused['data']): string {
  const text = refusedForText(reasons, reasonsInAll);
  return withheld === null ? text : `${text} (no text kept: ${withheld})`;
}

async function makeFolder(out: string): Promise<void> {
  try {
    await mkdir(out, { recursive: true });
  } catch (error) {
    throw new InputError(`--out ${out}: no folder (${(error as NodeJS.ErrnoException).code ?? String(error)})`);
  }
}

const textOf = (written: readonly WrittenDocument[], out: string): string =>
  [
    ...written.map(
      ({ at, file, direction, kind, reason }) =>
        `${at}  ${file ?? `(${direction} ${kind ?? 'message'})`}${reason === undefined ? '' : `  refused: ${reason}`}`,
    ),
    `${written.length} documents in ${out}`,
  ].join('\n');
