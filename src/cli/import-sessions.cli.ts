import { Command } from 'commander';
import { HistoryImport, type ImportedHistory } from '../fleet/history/history-import.service.js';
import { readSessionFile } from '../fleet/history/session-file.adapter.js';
import { SessionStore, TelemetryIntake, type SessionHistory } from '../fleet/index.js';
import { readTelemetryMessage } from '../fleet/telemetry-schema.adapter.js';
import { epochMs } from '../kernel/index.js';
import { SqliteEventLog } from '../platform/eventlog/embedded/sqlite.adapter.js';
import { readSettings } from '../settings.js';
import { answer, type CliIo } from './command.js';
import { eventLogFile } from './data-folder.adapter.js';
import { startProgress } from './progress.adapter.js';

interface ImportOptions {
  readonly data?: string;
  readonly json?: boolean;
}

/** `backfeed import sessions`: a new customer's history as events, so that the forecast has a past. */
export function importCommand(io: CliIo): Command {
  const command = new Command('import').description('a customer’s past into the event log');
  command
    .command('sessions')
    .description('charging sessions as events, all or none of them; importing the same again adds nothing')
    .argument('<file>', 'CSV, JSON lines or ACN-Data JSON')
    .option('--data <dir>', 'folder of the event log (default: BACKFEED_DATA_DIR); no server may run on it')
    .option('--json', 'one JSON document')
    .action(async (file: string, { data, json }: ImportOptions) => {
      const history = await readSessionFile(file);
      const imported = await importInto(data ?? readSettings(io.env).dataDir, history, io);
      answer(io, json, { file, ...imported, ...history.counts }, sentences(file, history, imported));
    });
  return command;
}

/** @throws InputError, with nothing written, when the log is another process's or holds a session with other content. */
async function importInto(dataDir: string, history: SessionHistory, io: CliIo): Promise<ImportedHistory> {
  const clock = { now: () => epochMs(io.now()) };
  const log = await SqliteEventLog.open({ file: eventLogFile(dataDir), clock });
  const progress = startProgress(io, 'import');
  try {
    // Without guarantees no limit of a charger matters.
    const chargers = { charger: () => null };
    const sessions = new SessionStore({ log });
    const intake = new TelemetryIntake({ sessions, chargers, guaranteeOf: () => null, read: readTelemetryMessage });
    return await new HistoryImport({ log, intake }).run(history.rows, clock.now(), (done, total) =>
      progress.update(done, total),
    );
  } finally {
    progress.stop();
    await log.close();
  }
}

function sentences(
  file: string,
  { counts }: SessionHistory,
  { imported, known, empty, eventsAppended }: ImportedHistory,
): string {
  const found: readonly (readonly [number, string])[] = [
    [known, 'sessions were in the log already'],
    [empty, 'sessions have no length and are left out'],
    [counts.duplicateRows, 'rows stand twice and are taken once'],
    [counts.unorderedRows, 'rows were out of order and are sorted'],
    [counts.overlappingSessions, 'sessions overlap with another of their charger: two connectors'],
    [counts.energyAboveBattery, 'sessions charged more energy than the battery holds'],
    [counts.withoutSocOrBattery, 'sessions lack SoC or battery: they earn nothing'],
  ];
  const remarks = found.filter(([count]) => count > 0).map(([count, what]) => `  ${count} ${what}\n`);
  return `${file}: ${imported} sessions imported as ${eventsAppended} events\n${remarks.join('')}`;
}
