import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, jest } from '@jest/globals';
import { TELEMETRY_TOPIC, TelemetryConsumer } from '../../src/fleet/telemetry.consumer.js';
import { readTelemetryMessage } from '../../src/fleet/telemetry-schema.adapter.js';
import { SessionStore, TelemetryIntake } from '../../src/fleet/index.js';
import { guaranteeOf } from '../../src/flexibility/index.js';
import { epochMs } from '../../src/kernel/index.js';
import { SqliteEventLog } from '../../src/platform/eventlog/embedded/sqlite.adapter.js';
import type { Consumption } from '../../src/platform/messaging/index.js';
import type { KafkaBus } from '../../src/platform/messaging/kafka.adapter.js';
import { Offsets } from '../support/kafka/offsets.js';
import { fill } from '../support/kafka/telemetry-load.mjs';
import { telemetryIn } from '../support/kafka/telemetry-log.js';
import { connectTo, describeWithBroker } from '../support/kafka/with-broker.js';
import { until } from '../support/until.js';

const MESSAGES = Number(process.env['KAFKA_TEST_MESSAGES'] ?? 1_000_000);
const CARS = 10_000;
const PARTITIONS = 6;
const clock = { now: () => epochMs(Date.now()) };

/** What a process with the ingest role runs. `handled` counts what was acknowledged or is about to be. */
class Ingest {
  handled = 0;
  readonly faults: string[] = [];
  private readonly consumer: TelemetryConsumer;

  constructor(
    private readonly bus: KafkaBus,
    log: SqliteEventLog,
  ) {
    const sessions = new SessionStore({ log });
    const chargers = { charger: () => null };
    const intake = new TelemetryIntake({ sessions, chargers, guaranteeOf, read: readTelemetryMessage });
    this.consumer = new TelemetryConsumer({ intake, clock });
  }

  start(): Promise<Consumption> {
    return this.bus.consume({
      topic: TELEMETRY_TOPIC,
      group: 'ingest',
      handle: async (batch) => {
        const rejected = await this.consumer.handle(batch);
        this.handled += batch.length;
        this.faults.push(...rejected.slice(0, 3).map(({ reason }) => reason.message));
        return rejected;
      },
      onFailure: (error) => this.faults.push(String(error)),
    });
  }
}

describeWithBroker(`${MESSAGES} telemetry messages into the durable log`, (broker) => {
  jest.setTimeout(600_000);

  it('arrive once each, in the order of each charger, though the reader changes and the broker dies meanwhile', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'backfeed-million-'));
    const log = await SqliteEventLog.open({ file: join(folder, 'events.db'), clock });
    const bus = await connectTo(broker(), [TELEMETRY_TOPIC], { partitions: PARTITIONS });
    const offsets = await Offsets.of(broker());
    const ingest = new Ingest(bus, log);
    await fill(broker().brokers, TELEMETRY_TOPIC, CARS, MESSAGES);
    const startedAt = Date.now();
    const first = await ingest.start();
    await until(() => ingest.handled > MESSAGES * 0.2, 300_000);
    const second = await ingest.start();
    await until(() => ingest.handled > MESSAGES * 0.4, 300_000);
    await first.close();
    await until(() => ingest.handled > MESSAGES * 0.6, 300_000);
    await broker().kill();
    await broker().start();
    await until(
      async () => ingest.handled >= MESSAGES && (await offsets.lag(TELEMETRY_TOPIC, 'ingest')) === 0,
      300_000,
    );
    const seconds = (Date.now() - startedAt) / 1000;
    await second.close();
    await Promise.all([bus.close(), offsets.close()]);
    console.info(
      `${MESSAGES} messages in ${seconds.toFixed(1)} s, two changes of reader and a killed broker included; ` +
        `${ingest.handled - MESSAGES} came again`,
    );
    expect(ingest.faults).toEqual([]);
    expect(await telemetryIn(log, CARS)).toEqual({ messages: MESSAGES, faults: [] });
    await log.close();
    await rm(folder, { recursive: true });
  });
});
