import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from '@jest/globals';
import { TOPICS_IN, TOPICS_OUT } from '../../src/bus.js';
import { eventLogFile } from '../../src/cli/data-folder.adapter.js';
import { epochMs } from '../../src/kernel/index.js';
import { SqliteEventLog } from '../../src/platform/eventlog/embedded/sqlite.adapter.js';
import { contractFaults } from '../support/bus-contract.js';
import { frequencyAt, heardOn, listenTo, settleADay, telemetryAt } from '../support/bus-traffic.js';
import { isBuilt } from '../support/demo-process.js';
import { BROKER_USER } from '../support/kafka/broker.mjs';
import { startLiveServer, type LiveServer } from '../support/kafka/live-server.js';
import { connectTo, describeWithBroker } from '../support/kafka/with-broker.js';
import { until } from '../support/until.js';

const clock = { now: () => epochMs(Date.now()) };

describeWithBroker('the live server on Apache Kafka', (broker) => {
  const closing: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const close of closing.splice(0).reverse()) await close();
  });

  const dataFolder = async (): Promise<string> => {
    const folder = await mkdtemp(join(tmpdir(), 'backfeed-live-'));
    closing.push(() => rm(folder, { recursive: true }));
    return folder;
  };
  const serve = async (dataDir: string, environment: Readonly<Record<string, string>>): Promise<LiveServer> => {
    const server = await startLiveServer(dataDir, environment);
    closing.push(() => server.stop());
    return server;
  };

  it('takes telemetry, shows the session, and publishes set-points, events, settlement lines and dead letters', async () => {
    if (!isBuilt()) throw new Error('run npm run build first');
    const dataDir = await dataFolder();
    const log = await SqliteEventLog.open({ file: eventLogFile(dataDir), clock });
    await settleADay(log);
    await log.close();
    const environment = {
      KAFKA_BROKERS: broker().saslBrokers.join(','),
      KAFKA_SASL_MECHANISM: 'scram-sha-512',
      KAFKA_USERNAME: BROKER_USER.username,
      KAFKA_PASSWORD: BROKER_USER.password,
      KAFKA_PARTITIONS: '3',
    };
    const server = await serve(dataDir, environment);
    const world = await connectTo(broker(), []);
    closing.push(() => world.close());
    const topics = [...TOPICS_OUT, ...TOPICS_IN.map((topic) => `${topic}.dlq`)];
    const heard = await listenTo(world, topics);
    const now = clock.now();
    await world.publish('v2g.telemetry.v1', telemetryAt(epochMs(now - 60_000)));
    const sessionsAre = async (): Promise<{ readonly sessionId: string }[]> =>
      (await server.get('/api/v1/sessions')) as { readonly sessionId: string }[];
    await until(async () => (await sessionsAre()).length === 1);
    expect(await sessionsAre()).toEqual([expect.objectContaining({ sessionId: 'S1', chargerId: 'C1' })]);

    for (let second = 0; heardOn(heard, 'v2g.setpoints.v1').length === 0 && second < 60; second += 1) {
      await world.publish('grid.frequency.v1', [frequencyAt(epochMs(now + second * 1000), 1)]);
      await until(() => true);
    }
    const silent = (): string[] =>
      topics.slice(0, 5).filter((topic) => !topic.startsWith('market') && heardOn(heard, topic).length === 0);
    await until(() => silent().length === 0).catch(() => undefined);
    expect(silent()).toEqual([]);
    expect(heardOn(heard, 'v2g.setpoints.v1')[0]).toMatchObject({ chargerId: 'C1', sessionId: 'S1' });
    expect(heardOn(heard, 'settlement.lines.v1')).toHaveLength(1);
    expect(heardOn(heard, 'v2g.telemetry.v1.dlq')).toHaveLength(1);
    expect(heard.flatMap(contractFaults)).toEqual([]);
    expect(await server.get('/metrics')).toContain(
      'bus_messages_rejected{topic="v2g.telemetry.v1",code="WRONG_TYPE"} 1',
    );
    expect(await server.stop()).toBe(0);

    const events = (): string[] => heardOn(heard, 'backfeed.events.v1').map(({ id }) => id as string);
    const before = events().length;
    const again = await serve(dataDir, environment);
    await world.publish('v2g.telemetry.v1', [
      {
        id: 'm9',
        key: 'C1',
        value: JSON.stringify({
          messageId: 'm9',
          type: 'unplugged',
          chargerId: 'C1',
          sessionId: 'S1',
          at: new Date(now).toISOString(),
          soc: 53,
        }),
      },
    ]);
    await until(() => heardOn(heard, 'backfeed.events.v1').some(({ type }) => type === 'VehicleUnplugged'));
    expect(new Set(events()).size).toBe(events().length);
    expect(events().length).toBeGreaterThan(before);
    expect(await again.stop()).toBe(0);
  });

  it('does not start where the brokers cannot be reached, and names the setting', async () => {
    await expect(startLiveServer(await dataFolder(), { KAFKA_BROKERS: '127.0.0.1:1' })).rejects.toThrow(
      /ended with 2: [^]*KAFKA_BROKERS=127\.0\.0\.1:1: Kafka: /,
    );
  });
});
