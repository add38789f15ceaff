import { Command } from 'commander';
import { epochMs, isoInstant, type EpochMs } from '../kernel/index.js';
import { askedAt, ledgerAsOf, ledgerQuery, type LedgerRow } from '../ledger/index.js';
import { fcrnRules, newestFcrnRules } from '../market/index.js';
import type { EventLog } from '../platform/index.js';
import { SqliteEventLog } from '../platform/eventlog/embedded/sqlite.adapter.js';
import { readSettings } from '../settings.js';
import { answer, wordOf, type CliIo } from './command.js';
import { eventLogFile } from './data-folder.adapter.js';
import { textTable } from './text-table.js';

interface LedgerOptions {
  readonly at?: string;
  readonly from?: string;
  readonly to?: string;
  readonly site?: string;
  readonly rules: 'current' | 'delivery-day';
  readonly data?: string;
  readonly json?: boolean;
}

interface LedgerReading {
  readonly at: EpochMs;
  readonly rows: readonly LedgerRow[];
}

/** `backfeed ledger`: firm, committed, available and short capacity per MTU, read beside a running server too. */
export function ledgerCommand(io: CliIo): Command {
  return new Command('ledger')
    .description('the capacity ledger, now or as it was known at an instant')
    .option('--at <time>', "as it was known then (default: the log's last entry)")
    .option('--from <time>', 'first MTU start (default: the MTU under way)')
    .option('--to <time>', 'MTUs that start before it, a day included (default: 36 hours on)')
    .option('--site <id>', 'one site instead of the portfolio')
    .option(
      '--rules <which>',
      'current or delivery-day',
      wordOf('--rules', ['current', 'delivery-day'] as const),
      'current',
    )
    .option('--data <dir>', 'folder of the event log (default: BACKFEED_DATA_DIR)')
    .option('--json', 'one JSON document: a list of rows')
    .action(async (options: LedgerOptions) => {
      const reading = await readLedger(options, io);
      answer(io, options.json, reading.rows, ledgerText(reading));
    });
}

/** @throws InputError on an instant that can't be read or a folder without a log. */
async function readLedger(options: LedgerOptions, io: CliIo): Promise<LedgerReading> {
  const asked = askedAt(options);
  const clock = { now: () => epochMs(io.now()) };
  const file = eventLogFile(options.data ?? readSettings(io.env).dataDir);
  const log = await SqliteEventLog.open({ file, clock, readOnly: true });
  try {
    const at = asked ?? (await lastRecordedAt(log)) ?? clock.now();
    const query = ledgerQuery(options, at);
    const rulesOf = options.rules === 'delivery-day' ? fcrnRules : newestFcrnRules;
    const ledger = await ledgerAsOf(log, at, { rulesOf });
    return { at, rows: ledger.rows(query) };
  } finally {
    await log.close();
  }
}

/** The log's own time: a backtest's or a demo's log ends in its past or future, not now. */
async function lastRecordedAt(log: Pick<EventLog, 'readAll'>): Promise<EpochMs | null> {
  for await (const event of log.readAll({ backwards: true, limit: 1 })) return event.recordedAt;
  return null;
}

const mw = (powerW: number): string => (powerW / 1_000_000).toFixed(3);

function ledgerText({ at, rows }: LedgerReading): string {
  const table = textTable(
    ['MTU (UTC)', 'firm MW', 'committed MW', 'available MW', 'short MW', 'sessions'],
    rows.map((row) => [
      row.mtu.slice(0, 16).replace('T', ' '),
      mw(row.firmW),
      mw(row.committedW),
      mw(row.availableW),
      row.shortW > 0 ? mw(row.shortW) : '-',
      String(row.sessions),
    ]),
  );
  return `Capacity ledger as known at ${isoInstant(at)}\n${table}`;
}
