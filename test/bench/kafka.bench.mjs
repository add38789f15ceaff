/**
 * Telemetry from a real Kafka broker into the durable event log, against bare kafkajs reading the same topic; then the
 * whole live engine with every read model behind it. One broker, one topic, one run; the ratio is what counts, and on a busy
 * machine the messages for each second of processor.
 * KAFKA_BENCH_MESSAGES (default 400 000), KAFKA_BENCH_CARS (10 000).
 */
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import kafkajs from 'kafkajs';
import { startBroker } from '../support/kafka/broker.mjs';
import { kafkaInstallation } from '../support/kafka/installation.mjs';
import { fill } from '../support/kafka/telemetry-load.mjs';

const MESSAGES = Number(process.env.KAFKA_BENCH_MESSAGES ?? 400_000);
const CARS = Number(process.env.KAFKA_BENCH_CARS ?? 10_000);
const PARTITIONS = 6;
const clock = { now: () => Date.now() };

const installation = await kafkaInstallation();
if (installation.classPath === null) console.log(`skipped: ${installation.missing}`);
else {
  const { TELEMETRY_TOPIC } = await load('fleet/telemetry.consumer.js');
  const broker = await startBroker(installation.classPath);
  try {
    await makeTopic(broker, TELEMETRY_TOPIC);
    await fill(broker.brokers, TELEMETRY_TOPIC, CARS, MESSAGES);
    const rows = [
      ['bare kafkajs, values parsed as JSON', await bare(broker, TELEMETRY_TOPIC)],
      ['into the durable log', await intoLog(broker, TELEMETRY_TOPIC)],
      ['into the live engine, read models included', await intoEngine(broker, TELEMETRY_TOPIC)],
    ];
    print(rows);
  } finally {
    await broker.remove();
  }
}

function load(module) {
  return import(new URL(`../../dist/${module}`, import.meta.url).href);
}

async function makeTopic({ brokers }, topic) {
  const admin = new kafkajs.Kafka({ brokers, logLevel: kafkajs.logLevel.NOTHING }).admin();
  await admin.connect();
  await admin.createTopics({ topics: [{ topic, numPartitions: PARTITIONS }], waitForLeaders: true });
  await admin.disconnect();
}

/** Seconds of wall clock and of processor, from the first message to the last one acknowledged. */
function stopwatch() {
  let from = null;
  return {
    start() {
      from ??= { wall: process.hrtime.bigint(), cpu: process.cpuUsage() };
    },
    stop() {
      const { user, system } = process.cpuUsage(from.cpu);
      return { seconds: Number(process.hrtime.bigint() - from.wall) / 1e9, cpuSeconds: (user + system) / 1e6 };
    },
  };
}

async function bare({ brokers }, topic) {
  const kafka = new kafkajs.Kafka({ brokers, logLevel: kafkajs.logLevel.NOTHING });
  const consumer = kafka.consumer({ groupId: 'bare', maxWaitTimeInMs: 250 });
  const watch = stopwatch();
  await consumer.connect();
  await consumer.subscribe({ topics: [topic], fromBeginning: true });
  let seen = 0;
  await new Promise((resolve) => {
    void consumer.run({
      partitionsConsumedConcurrently: PARTITIONS,
      eachBatch: async ({ batch, heartbeat }) => {
        watch.start();
        for (const { value } of batch.messages) JSON.parse(value.toString());
        seen += batch.messages.length;
        await heartbeat();
        if (seen >= MESSAGES) resolve();
      },
    });
  });
  const taken = watch.stop();
  await consumer.disconnect();
  return taken;
}

/** Runs `serve` on a log of its own until it has acknowledged every message. */
async function withLog(serve) {
  const folder = await mkdtemp(join(tmpdir(), 'backfeed-bench-'));
  const { SqliteEventLog } = await load('platform/eventlog/embedded/sqlite.adapter.js');
  const file = join(folder, 'events.db');
  const log = await SqliteEventLog.open({ file, clock });
  try {
    const taken = await serve(log);
    return { ...taken, events: log.lastPosition() + 1, bytes: (await stat(file)).size };
  } finally {
    await log.close();
    await rm(folder, { recursive: true });
  }
}

function intoLog(broker, topic) {
  return withLog(async (log) => {
    const { SessionStore, TelemetryIntake } = await load('fleet/index.js');
    const { readTelemetryMessage } = await load('fleet/telemetry-schema.adapter.js');
    const { guaranteeOf } = await load('flexibility/index.js');
    const chargers = { charger: () => null };
    const sessions = new SessionStore({ log });
    const intake = new TelemetryIntake({ sessions, chargers, guaranteeOf, read: readTelemetryMessage });
    return consume(broker, topic, 'log', intake);
  });
}

function intoEngine(broker, topic) {
  return withLog(async (log) => {
    const { startLive } = await load('live-world.js');
    const { readSettings } = await load('settings.js');
    const fail = (error) => {
      throw error;
    };
    const { engine } = await startLive(log, clock, readSettings({}), fail);
    try {
      return await consume(broker, topic, 'engine', engine.telemetry, () => engine.settled());
    } finally {
      await engine.stop();
    }
  });
}

async function consume({ brokers }, topic, group, intake, settled = () => Promise.resolve()) {
  const { KafkaBus } = await load('platform/messaging/kafka.adapter.js');
  const { TelemetryConsumer } = await load('fleet/telemetry.consumer.js');
  const { SILENT } = await load('platform/observability/index.js');
  const bus = await KafkaBus.connect({
    brokers,
    tls: null,
    sasl: null,
    topics: [],
    partitions: PARTITIONS,
    log: SILENT,
  });
  const consumer = new TelemetryConsumer({ intake, clock });
  const watch = stopwatch();
  let seen = 0;
  await new Promise((resolve, reject) => {
    const handle = async (batch) => {
      watch.start();
      const rejected = await consumer.handle(batch);
      if (rejected.length > 0) reject(new Error(`refused: ${rejected[0].reason.message}`));
      seen += batch.length;
      if (seen >= MESSAGES) resolve();
      return rejected;
    };
    bus.consume({ topic, group, handle, onFailure: reject }).catch(reject);
  });
  await settled();
  const taken = watch.stop();
  await bus.close();
  return taken;
}

function print(rows) {
  const [[, first]] = rows;
  console.log(`${MESSAGES} messages of ${CARS} cars, ${PARTITIONS} partitions, one reader`);
  for (const [name, { seconds, cpuSeconds, events, bytes }] of rows) {
    const stored = events === undefined ? '' : `, ${events} events, ${Math.round(bytes / events)} bytes each`;
    console.log(
      `${name}: ${Math.round(MESSAGES / seconds)} messages/s, ${(first.seconds / seconds).toFixed(3)} of bare, ` +
        `${Math.round(MESSAGES / cpuSeconds)} for each second of processor${stored}`,
    );
  }
}
