import { Command } from 'commander';
import { readSessionFile } from '../fleet/history/session-file.adapter.js';
import {
  HistoryImport,
  SessionStore,
  TelemetryIntake,
  type ImportedHistory,
  type SessionHistory,
} from '../fleet/index.js';
import { readTelemetryMessage } from '../fleet/telemetry-schema.adapter.js';
import { AVAILABILITY_DEFAULTS } from '../forecast/index.js';
import { epochMs } from '../kernel/index.js';
import { readFrequency } from '../market/files/frequency-file.adapter.js';
import { alignFrequency, newestFcrnRules, type FrequencySource } from '../market/index.js';
import { SqliteEventLog } from '../platform/eventlog/embedded/sqlite.adapter.js';
import { MemoryEventLog } from '../platform/eventlog/memory.adapter.js';
import type { EventLog } from '../platform/index.js';
import { readSettings } from '../settings.js';
import { FORGETTABLE_TELEMETRY, HistorySamples, runHistory, SimulatedFrequency } from '../simulation/index.js';
import { answer, decimalNumber, wholeNumber, type CliIo } from './command.js';
import { eventLogFile } from './data-folder.adapter.js';
import { startProgress } from './progress.adapter.js';

interface ImportOptions {
  readonly data?: string;
  readonly v2gPowerKw?: number;
  readonly batteryKwh?: number;
  readonly frequency?: string;
  readonly days: number;
  readonly json?: boolean;
}

/** What the forecast has got to look back on. */
interface LearnedPast {
  /** MTUs of the past with a sample of firm capacity, those that an earlier import had brought included. */
  readonly samples: number;
  readonly samplesAppended: number;
  readonly largestFirmW: number;
  /** Imported sessions that lack battery or state of charge. */
  readonly skipped: number;
}

const LOOKS_BACK_DAYS = Math.max(...AVAILABILITY_DEFAULTS.windows.map(({ days }) => days));
const SEED = 1;

/** `backfeed import sessions`: a new customer's history as events, so that the forecast has a past. */
export function importCommand(io: CliIo): Command {
  const command = new Command('import').description('a customer’s past into the event log');
  command
    .command('sessions')
    .description(
      'charging sessions as events, all or none of them, and the firm capacity they could have held as samples for the forecast; importing the same again adds nothing',
    )
    .argument('<file>', 'CSV, JSON lines or ACN-Data JSON')
    .option('--data <dir>', 'folder of the event log (default: BACKFEED_DATA_DIR); no server may run on it')
    .option(
      '--v2g-power-kw <kW>',
      'power of every charger, both ways: what the past could have held with bidirectional chargers',
      decimalNumber('--v2g-power-kw', { least: 0, most: 1000 }),
    )
    .option('--battery-kwh <kWh>', 'battery of every car', decimalNumber('--battery-kwh', { least: 1, most: 1000 }))
    .option('--frequency <file>', 'recorded frequency, its days in turn (default: a seeded synthetic Nordic frequency)')
    .option(
      '--days <n>',
      'learn from the last days of the past only; 0: from none',
      wholeNumber('--days', { least: 0, most: 1000 }),
      LOOKS_BACK_DAYS,
    )
    .option('--json', 'one JSON document')
    .action(async (file: string, options: ImportOptions) => {
      const history = await readSessionFile(file);
      const { imported, past } = await importInto(history, options, io);
      const document = { file, ...imported, ...history.counts, ...past, days: options.days, nextStep: nextStep(past) };
      answer(io, options.json, document, sentences(file, history, imported, past));
    });
  return command;
}

/** @throws InputError, with nothing written, when the log is another process's or holds a session with other content. */
async function importInto(
  history: SessionHistory,
  options: ImportOptions,
  io: CliIo,
): Promise<{ imported: ImportedHistory; past: LearnedPast }> {
  const clock = { now: () => epochMs(io.now()) };
  const frequency = await frequencyOf(options);
  const file = eventLogFile(options.data ?? readSettings(io.env).dataDir);
  const log = await SqliteEventLog.open({ file, clock });
  const progress = startProgress(io, 'import');
  try {
    // Without guarantees no limit of a charger matters.
    const chargers = { charger: () => null };
    const sessions = new SessionStore({ log });
    const intake = new TelemetryIntake({ sessions, chargers, guaranteeOf: () => null, read: readTelemetryMessage });
    const historyImport = new HistoryImport({ log, intake });
    const imported = await historyImport.run(history.rows, clock.now(), (done, total) =>
      progress.update(Math.round((100 * done) / total), 1100),
    );
    const past = await learn(log, historyImport, frequency, options, async (done) => {
      progress.update(100 + Math.round(1000 * done), 1100);
      await new Promise((resolve) => setImmediate(resolve));
    });
    return { imported, past };
  } finally {
    progress.stop();
    await log.close();
  }
}

async function frequencyOf({ frequency }: ImportOptions): Promise<FrequencySource> {
  return frequency === undefined
    ? new SimulatedFrequency(SEED)
    : alignFrequency(await readFrequency(frequency), 'wrap');
}

/** All that imports have brought counts together: chargers of several files stand in one car park. */
async function learn(
  log: EventLog,
  historyImport: HistoryImport,
  frequency: FrequencySource,
  { v2gPowerKw, batteryKwh, days }: ImportOptions,
  onProgress: (done: number) => Promise<void>,
): Promise<LearnedPast> {
  if (days === 0) return { samples: 0, samplesAppended: 0, largestFirmW: 0, skipped: 0 };
  const { samples, skipped } = await runHistory({
    sessions: await historyImport.sessions(),
    days,
    frequency,
    ...(v2gPowerKw !== undefined && { v2gPowerW: Math.round(v2gPowerKw * 1000) }),
    ...(batteryKwh !== undefined && { batteryWh: Math.round(batteryKwh * 1000) }),
    openLog: (clock) => new MemoryEventLog(clock, FORGETTABLE_TELEMETRY),
    onProgress,
  });
  const { appended } = await new HistorySamples(log).add(samples);
  const largestFirmW = samples.reduce((largest, { firmW }) => Math.max(largest, firmW), 0);
  return { samples: samples.length, samplesAppended: appended, largestFirmW, skipped };
}

function nextStep({ samples, largestFirmW }: LearnedPast): string {
  if (samples === 0)
    return 'nothing to forecast from: sessions need arrival_soc and battery_kwh (or --battery-kwh), and --days above 0';
  if (largestFirmW === 0)
    return 'chargers that only charge hold nothing: give --v2g-power-kw for what bidirectional ones could have held';
  const smallestBidW = newestFcrnRules().minimumBidW;
  if (largestFirmW < smallestBidW)
    return `the smallest bid is ${smallestBidW / 1000} kW: these chargers alone cannot place one; add the history of more`;
  return 'start the server on the same folder: backfeed serve --data DIR';
}

function sentences(
  file: string,
  { counts }: SessionHistory,
  { imported, known, empty, eventsAppended }: ImportedHistory,
  past: LearnedPast,
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
  const learned = `${past.samples} hours of the past show what could have been held, at most ${(past.largestFirmW / 1000).toFixed(1)} kW (${past.samplesAppended} of them are new to the log)`;
  return `${file}: ${imported} sessions imported as ${eventsAppended} events\n${remarks.join('')}${learned}\nNext: ${nextStep(past)}\n`;
}
