import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { BusLinks } from '../../src/bus-links.js';
import { openBus, TOPICS_IN, TOPICS_OUT } from '../../src/bus.js';
import type { Engine } from '../../src/engine/index.js';
import { epochMs } from '../../src/kernel/index.js';
import { startLive } from '../../src/live-world.js';
import { MemoryEventLog } from '../../src/platform/eventlog/memory.adapter.js';
import type { DeliveredMessage } from '../../src/platform/messaging/index.js';
import { InProcessBus } from '../../src/platform/messaging/in-process.adapter.js';
import { SILENT } from '../../src/platform/observability/index.js';
import { Metrics } from '../../src/platform/observability/metrics.adapter.js';
import { readSettings } from '../../src/settings.js';
import { contractFaults } from '../support/bus-contract.js';
import { frequencyAt, heardOn, listenTo, settleADay, telemetryAt } from '../support/bus-traffic.js';
import { PLUG_IN } from '../support/fleet.js';
import { ManualClock } from '../support/manual-clock.js';
import { until } from '../support/until.js';

let clock: ManualClock;
let log: MemoryEventLog;
let bus: InProcessBus;
let links: BusLinks;
let engine: Engine;
let heard: DeliveredMessage[];
let failures: unknown[];

beforeEach(async () => {
  clock = new ManualClock(PLUG_IN);
  log = new MemoryEventLog(clock);
  bus = new InProcessBus();
  failures = [];
  await settleADay(log);
  heard = await listenTo(bus, [...TOPICS_OUT, ...TOPICS_IN.map((topic) => `${topic}.dlq`)]);
  const onFailure = (error: unknown): void => void failures.push(error);
  links = new BusLinks({ bus, log, clock, news: SILENT, onFailure });
  ({ engine } = await startLive(log, clock, readSettings({}), onFailure, links.setPoints));
  await links.startIntake(engine);
  await links.startFeeds(engine);
});

afterEach(async () => {
  await links.stop();
  await engine.stop();
  await bus.close();
  await log.close();
  expect(failures).toEqual([]);
});

describe('the bus that the settings ask for', () => {
  it('is within the process where they name no broker', async () => {
    expect(await openBus(null, SILENT)).toBeInstanceOf(InProcessBus);
  });

  it('is refused where the certificate cannot be read, by the name of the setting', async () => {
    const kafka = { brokers: ['127.0.0.1:1'], tls: { caFile: 'nowhere/ca.pem' }, sasl: null, partitions: 1 };
    await expect(openBus(kafka, SILENT)).rejects.toThrow(/^KAFKA_TLS_CA=nowhere\/ca\.pem cannot be read/);
  });
});

describe('the engine on a message bus', () => {
  it('takes telemetry and frequency, and gives set-points, events, settlement lines and dead letters', async () => {
    await bus.publish('v2g.telemetry.v1', telemetryAt(PLUG_IN));
    await until(() => engine.fleet.session('S1')?.socPermille === 524);
    await bus.publish('grid.frequency.v1', [frequencyAt(epochMs(PLUG_IN + 60_000), 10)]);
    await until(() => heardOn(heard, 'v2g.setpoints.v1').length > 0);
    await until(() => heardOn(heard, 'v2g.telemetry.v1.dlq').length === 1);
    await until(() => heardOn(heard, 'backfeed.events.v1').some(({ type }) => type === 'GuaranteeGiven'));

    expect(heardOn(heard, 'v2g.setpoints.v1')[0]).toMatchObject({ chargerId: 'C1', sessionId: 'S1' });
    expect(heardOn(heard, 'settlement.lines.v1')).toEqual([expect.objectContaining({ product: 'FCR-N' })]);
    expect(heardOn(heard, 'backfeed.events.v1').map(({ type }) => type as string)).toEqual(
      expect.arrayContaining(['MtuPriced', 'DaySettled', 'VehiclePluggedIn', 'GuaranteeGiven']),
    );
    const letter = heard.find(({ topic }) => topic === 'v2g.telemetry.v1.dlq');
    expect(letter?.headers).toMatchObject({ 'dead-letter-code': 'WRONG_TYPE', 'dead-letter-field': 'soc' });
    expect(heard.flatMap(contractFaults)).toEqual([]);
  });

  it('takes a message that comes again as the same, and says what it has taken', async () => {
    const messages = telemetryAt(PLUG_IN).filter(({ id }) => id !== 'm2');
    for (let time = 0; time < 3; time += 1) await bus.publish('v2g.telemetry.v1', messages);
    const metrics = new Metrics();
    links.measuredBy(metrics);
    await until(async () => (await metrics.text()).includes('bus_messages_consumed{topic="v2g.telemetry.v1"} 6'));
    expect(await metrics.text()).toContain('bus_lag_messages{topic="grid.frequency.v1"} 0');
    const types: string[] = [];
    for await (const { type } of log.readStream('session-S1')) types.push(type);
    expect(types).toEqual(['VehiclePluggedIn', 'GuaranteeGiven', 'SocReported']);
    expect(heardOn(heard, 'v2g.telemetry.v1.dlq')).toEqual([]);
  });

  it('refuses what is no frequency, and takes what stands beside it', async () => {
    const bad = { id: 'b1', key: 'nordic', value: '{"at":"2026-01-12T15:00:00Z","hz":"fifty"}' };
    const wild = { id: 'b2', key: 'nordic', value: '{"at":"2026-01-12T15:00:20Z","hz":5}' };
    await bus.publish('grid.frequency.v1', [bad, { ...bad, value: 'fifty' }, wild, frequencyAt(PLUG_IN, 5)]);
    await until(() => heard.filter(({ topic }) => topic === 'grid.frequency.v1.dlq').length === 3);
    const codes = heard
      .filter(({ topic }) => topic === 'grid.frequency.v1.dlq')
      .map(({ headers }) => headers['dead-letter-code']);
    expect(codes.sort()).toEqual(['IMPLAUSIBLE_FREQUENCY', 'UNREADABLE_MESSAGE', 'WRONG_TYPE']);
    let samples = 0;
    for await (const { data } of log.readAll({ types: ['FrequencyRecorded'] }))
      samples += (data as { readonly millihertz: readonly number[] }).millihertz.length;
    expect(samples).toBe(5);
  });
});
