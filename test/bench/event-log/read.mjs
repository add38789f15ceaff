/** Reading a log and rebuilding all projections from it, against the parsing of the same lines alone. */
import Database from 'libsql';
import { join } from 'node:path';
import { emptyReadModels, projectionsOf } from '../../../dist/engine/index.js';
import { newestFcrnRules } from '../../../dist/market/index.js';
import { ProjectionRunner } from '../../../dist/platform/index.js';
import { leanReport, lines } from './encodings.mjs';
import { ours } from './contenders.mjs';
import { CARS, compete, perSecond, printTable, rate, report } from './work.mjs';

const EVENTS = Number(process.env.BACKFEED_BENCH_EVENTS ?? 200_000);
const ROUNDS = 3;
const COMMIT = 2_000;
const START = Date.UTC(2026, 0, 14);
const CLOCK = { now: () => 0 };

/** @param frequencyEach a minute of frequency after so many reports; Infinity: none. */
async function fill(store, frequencyEach) {
  for (let car = 0; car < CARS; car += 1) await pluggedIn(store.log, car);
  let minutes = 0;
  for (let first = 0; first < EVENTS; first += COMMIT) {
    const count = Math.min(COMMIT, EVENTS - first);
    await store.commit(first, count);
    const due = Array.from({ length: Math.floor(count / frequencyEach) }, () => frequency(minutes++));
    if (due.length > 0) await store.log.append(`frequency-nordic-${first}`, 'no-stream', due);
  }
}

/** A minute of the grid's frequency, as it comes every minute whatever the size of the fleet. */
function frequency(minute) {
  const at = START + minute * 60_000;
  const from = new Date(at).toISOString();
  const messageId = `nordic:${from}`;
  const millihertz = Array.from({ length: 60 }, (_, second) => 49_950 + ((minute * 31 + second * 17) % 100));
  return {
    type: 'FrequencyRecorded',
    data: { area: 'nordic', from, stepMs: 1000, millihertz },
    meta: { messageId, correlationId: messageId, causationId: messageId, actor: 'frequency:nordic' },
    occurredAt: at,
  };
}

/** The cars that the reports are of, so that projections have work to do. */
function pluggedIn(log, car) {
  const { stream, event } = report(car);
  const { sessionId, chargerId } = event.data;
  const messageId = `${sessionId}:plugged-in`;
  const data = {
    sessionId,
    chargerId,
    driverId: null,
    at: event.data.at,
    batteryWh: 60_000,
    socPermille: 500,
    maxChargeW: 11_000,
    maxDischargeW: 11_000,
    chargeEfficiencyPermille: 930,
    dischargeEfficiencyPermille: 930,
    targetSocPermille: 800,
    minSocPermille: 200,
    maxSocPermille: 1000,
    departureAt: '2026-01-15T07:00:00.000Z',
    v2g: true,
  };
  const meta = { ...event.meta, messageId, correlationId: messageId, causationId: messageId };
  return log.append(stream, 'any', [{ type: 'VehiclePluggedIn', data, meta, occurredAt: event.occurredAt }]);
}

function bareReader(file) {
  const database = new Database(`file://${file}?mode=ro`);
  const select = database
    .prepare(
      `SELECT e.position, s.name, e.revision, e.type, e.schema_version, e.data, e.message_id, e.correlation_id,
         e.causation_id, e.actor, e.occurred_at, e.recorded_at
       FROM events e JOIN streams s ON s.id = e.stream_id WHERE e.position BETWEEN ? AND ? ORDER BY e.position`,
    )
    .raw();
  const { newest } = database.prepare('SELECT max(position) AS newest FROM events').get();
  return (each) => {
    for (let first = 0; first <= newest; first += 512) for (const row of select.all([first, first + 511])) each(row);
  };
}

async function rebuild(log) {
  const runner = new ProjectionRunner(log);
  const options = { log, clock: CLOCK, rulesOf: () => newestFcrnRules(), priceArea: 'FI' };
  for (const [name, projection] of projectionsOf(emptyReadModels(options))) runner.add(name, projection);
  await runner.start();
  await runner.caughtUp();
  await runner.stop();
}

async function readAll(log) {
  let count = 0;
  for await (const event of log.readAll()) count += event.position >= 0 ? 1 : 0;
  return count;
}

/** A fleet's telemetry alone, and with frequency in the proportion that a small fleet's log has. */
export async function benchRead() {
  await benchReading(Infinity, 'telemetry');
  await benchReading(2, 'telemetry, after every second report a minute of frequency, which no read model reads');
}

async function benchReading(frequencyEach, what) {
  const store = await ours();
  await fill(store, frequencyEach);
  const read = bareReader(join(store.folder, 'events.sqlite'));
  const texts = [];
  read((row) => texts.push(row[5]));
  const total = texts.length;
  let checked = 0;
  const found = await compete(ROUNDS, 'bareAndParse', {
    parse: () => rate(total, () => texts.forEach((text) => (checked += JSON.parse(text) ? 1 : 0))),
    bare: () => rate(total, () => read(() => (checked += 1))),
    bareAndParse: () => rate(total, () => read((row) => (checked += JSON.parse(row[5]) ? 1 : 0))),
    ours: () => rate(total, () => readAll(store.log)),
    rebuild: () => rate(total, () => rebuild(store.log)),
  });
  await store.close();
  const names = {
    parse: 'JSON.parse of the data alone, lines in memory',
    bare: 'bare libsql: every column, nothing parsed',
    bareAndParse: 'bare libsql + JSON.parse of the data',
    ours: 'Backfeed: readAll, events as code gets them',
    rebuild: 'Backfeed: rebuild of all eight projections',
  };
  printTable(
    `Reading ${total} events of ${CARS} cars: ${what}`,
    ['', 'events', 'seconds a million', 'of bare + JSON.parse'],
    Object.entries(names).map(([name, text]) => {
      const { rate: events, ratio } = found[name];
      return [text, perSecond(events), (1_000_000 / events).toFixed(2), `${Math.round(ratio * 100)} %`];
    }),
  );
}

/** What a leaner form of the telemetry events would give. */
export async function benchEncodings() {
  const { keyed, positional, binary } = lines(100_000);
  let checked = 0;
  const found = await compete(7, 'keyed', {
    keyed: () => rate(keyed.length, () => keyed.forEach((text) => (checked += JSON.parse(text).socPermille))),
    positional: () => rate(positional.length, () => positional.forEach((text) => (checked += JSON.parse(text)[3]))),
    binary: () => rate(binary.length, () => binary.forEach((bytes) => (checked += leanReport(bytes).socPermille))),
  });
  const bytesOf = (all) => (all.reduce((sum, { length }) => sum + length, 0) / all.length).toFixed(0);
  printTable(
    'One telemetry event as text and leaner (decoding alone)',
    ['', 'bytes', 'decoded', 'of JSON with keys'],
    [
      ['JSON with keys, as stored', bytesOf(keyed), perSecond(found.keyed.rate), '1.00×'],
      [
        'JSON array by position',
        bytesOf(positional),
        perSecond(found.positional.rate),
        `${found.positional.ratio.toFixed(2)}×`,
      ],
      ['fixed binary columns', bytesOf(binary), perSecond(found.binary.rate), `${found.binary.ratio.toFixed(2)}×`],
    ],
  );
}
