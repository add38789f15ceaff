import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { eventLogFile } from '../../src/cli/data-folder.adapter.js';
import { TELEMETRY_TOPIC } from '../../src/fleet/telemetry.consumer.js';
import { epochMs } from '../../src/kernel/index.js';
import { SqliteEventLog } from '../../src/platform/eventlog/embedded/sqlite.adapter.js';
import { startLiveServer, type LiveServer } from '../support/kafka/live-server.js';
import { Offsets } from '../support/kafka/offsets.js';
import { fill } from '../support/kafka/telemetry-load.mjs';
import { telemetryIn } from '../support/kafka/telemetry-log.js';
import { connectTo, describeWithBroker } from '../support/kafka/with-broker.js';
import { until } from '../support/until.js';

const CARS = 500;
const MESSAGES = 150_000;
const KILLS = 3;
const clock = { now: () => epochMs(Date.now()) };

describeWithBroker('a server that is killed while it takes telemetry', (broker) => {
  it('has every message once when it has come back and caught up', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'backfeed-ingest-'));
    await (await connectTo(broker(), [TELEMETRY_TOPIC])).close();
    const offsets = await Offsets.of(broker());
    await fill(broker().brokers, TELEMETRY_TOPIC, CARS, MESSAGES);
    const lag = (): Promise<number> => offsets.lag(TELEMETRY_TOPIC, 'backfeed');
    let server: LiveServer | null = null;
    const serve = async () => (server = await startLiveServer(dataDir, { KAFKA_BROKERS: broker().brokers.join(',') }));
    try {
      for (let kill = 1; kill <= KILLS; kill += 1) {
        const victim = await serve();
        const rest = Math.min(MESSAGES, await lag());
        await until(async () => (await lag()) < rest - MESSAGES / (KILLS + 3), 60_000);
        await victim.kill();
      }
      expect(await lag()).toBeGreaterThan(0);
      const last = await serve();
      await until(async () => (await lag()) === 0, 60_000);
      expect(await last.stop()).toBe(0);
      const log = await SqliteEventLog.open({ file: eventLogFile(dataDir), clock });
      expect(await telemetryIn(log, CARS)).toEqual({ messages: MESSAGES, faults: [] });
      await log.close();
    } finally {
      await (server as LiveServer | null)?.kill();
      await offsets.close();
      await rm(dataDir, { recursive: true });
    }
  });
});
