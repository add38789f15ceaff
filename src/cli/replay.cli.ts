import { Command } from 'commander';
import { codeVersion } from '../code-version.adapter.js';
import { emptyReadModels, ENGINE_SNAPSHOTS, projectionsOf, snapshotVersion } from '../engine/index.js';
import { epochMs, InputError } from '../kernel/index.js';
import { newestFcrnRules } from '../market/index.js';
import { SqliteEventLog } from '../platform/eventlog/embedded/sqlite.adapter.js';
import { replay, type Finding, type ReplayReport, type SnapshotSet } from '../platform/index.js';
import { PRICE_AREA } from '../trading-terms.js';
import { answer, CommandFailed, type CliIo } from './command.js';
import { embeddedLogFile } from './embedded-log.adapter.js';
import { startProgress } from './progress.adapter.js';
import { textTable } from './text-table.js';

interface ReplayOptions {
  readonly verify?: boolean;
  readonly data?: string;
  readonly json?: boolean;
}

interface Report extends ReplayReport {
  /** Hash of the newest event, hex; null when the chain was not checked or is broken. */
  readonly head: string | null;
  /** Whether what was rebuilt is what the next start takes up; not while a server writes, and never with `--verify`. */
  readonly stored: boolean;
}

const VERSION = snapshotVersion(codeVersion(), PRICE_AREA);

/** `backfeed replay`: every projection from the first event on; beside a running server too. */
export function replayCommand(io: CliIo): Command {
  return new Command('replay')
    .description('rebuilds every projection from the log, and puts it aside for the next start')
    .option('--verify', 'writes nothing; checks structure, hash chain and every projection; a difference exits 1')
    .option('--data <dir>', 'folder of the event log (default: BACKFEED_DATA_DIR)')
    .option('--json', 'one JSON document')
    .action(async ({ verify = false, data, json }: ReplayOptions) => {
      const file = embeddedLogFile(io, data, 'replay');
      const report = verify ? await verified(file, io) : await rebuilt(file, io);
      answer(io, json, report, reportText(report, verify));
      if (report.findings.length > 0)
        throw new CommandFailed(`${report.findings.length} findings; the first: ${findingText(report.findings[0])}`);
    });
}

async function verified(file: string, io: CliIo): Promise<Report> {
  const log = await open(file, io, true);
  const progress = startProgress(io, 'checking');
  try {
    const chain = await log.verifyChain((done, of) => progress.update(done, 2 * of));
    if (!chain.intact) return brokenStore(log, chain.position, chain.reason);
    const condition = log.snapshots.condition(ENGINE_SNAPSHOTS, VERSION);
    const snapshot = log.snapshots.load(ENGINE_SNAPSHOTS, VERSION);
    const { states: _, ...report } = await replayed(log, snapshot, (done, of) => progress.update(done + of, 2 * of));
    const damaged = condition === 'damaged' ? [DAMAGED_SNAPSHOT] : [];
    return { ...report, findings: [...damaged, ...report.findings], head: chain.head, stored: false };
  } finally {
    progress.stop();
    await log.close();
  }
}

async function rebuilt(file: string, io: CliIo): Promise<Report> {
  const log = await openToWrite(file, io);
  const progress = startProgress(io, 'rebuilding');
  try {
    const { states, ...report } = await replayed(log, null, progress.update);
    const stored = !log.readOnly && report.newest !== null && report.findings.length === 0;
    if (stored && report.newest) log.snapshots.save(ENGINE_SNAPSHOTS, VERSION, { ...report.newest, states });
    return { ...report, head: null, stored };
  } finally {
    progress.stop();
    await log.close();
  }
}

function replayed(log: SqliteEventLog, snapshot: SnapshotSet | null, onProgress: (done: number, of: number) => void) {
  const clock = { now: () => epochMs(0) };
  const options = { log, clock, rulesOf: () => newestFcrnRules(), priceArea: PRICE_AREA };
  return replay({ log, snapshot, empty: () => projectionsOf(emptyReadModels(options)), onProgress });
}

const DAMAGED_SNAPSHOT: Finding = {
  subject: 'snapshots',
  position: null,
  messageId: null,
  reason: 'what is stored does not give the digest that was stored with it; the next start passes it over',
};

async function brokenStore(log: SqliteEventLog, position: number | null, reason: string): Promise<Report> {
  const finding = { subject: 'store', position, messageId: await messageIdAt(log, position), reason };
  return {
    events: log.lastPosition() + 1,
    newest: null,
    projections: [],
    findings: [finding],
    head: null,
    stored: false,
  };
}

/** Null where the event can't be read any more. */
async function messageIdAt(log: SqliteEventLog, position: number | null): Promise<string | null> {
  if (position === null) return null;
  try {
    for await (const event of log.readAll({ from: position, limit: 1 }))
      return event.position === position ? event.meta.messageId : null;
  } catch {
    // The damage that is being reported.
  }
  return null;
}

const open = (file: string, io: CliIo, readOnly: boolean): Promise<SqliteEventLog> =>
  SqliteEventLog.open({ file, clock: { now: () => epochMs(io.now()) }, readOnly });

/** To write where nobody else does, to read where a server runs. @throws InputError when there is no log. */
async function openToWrite(file: string, io: CliIo): Promise<SqliteEventLog> {
  const reader = await open(file, io, true);
  try {
    const writer = await open(file, io, false);
    await reader.close();
    return writer;
  } catch (error) {
    if (error instanceof InputError) return reader;
    throw error;
  }
}

function reportText({ events, newest, head, stored, projections, findings }: Report, verify: boolean): string {
  const table = textTable(
    ['projection', 'position', 'snapshot', 'digest'],
    projections.map(({ name, position, snapshot, digest }) => [
      name,
      String(position),
      snapshot,
      digest === null ? '-' : digest.slice(0, 16),
    ]),
  );
  const chain = head === null ? '' : `Structure and hash chain are whole; the head is ${head}.\n`;
  const kept = stored ? 'The next start goes on from here.\n' : '';
  const outcome = verify && findings.length === 0 ? 'Nothing differs.\n' : kept;
  const through = newest === null ? '' : `, up to position ${newest.position} (message ${newest.messageId})`;
  const lines = findings.map((finding) => `  ${findingText(finding)}\n`).join('');
  return `${events} events${through}.\n${chain}${projections.length > 0 ? `${table}\n` : ''}${outcome}${lines}`;
}

function findingText(finding: Finding | undefined): string {
  if (finding === undefined) return '';
  const { subject, position, messageId, reason } = finding;
  const event =
    position === null ? '' : ` at position ${position}${messageId === null ? '' : ` (message ${messageId})`}`;
  return `${subject}${event}: ${reason}`;
}
