import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { BusLinks } from '../../src/bus-links.js';
import { TOPICS_OUT } from '../../src/bus.js';
import type { Engine } from '../../src/engine/index.js';
import type { Charger, Site } from '../../src/fleet/index.js';
import { activationStream, epochMs, isoInstant, MS_PER_HOUR } from '../../src/kernel/index.js';
import { startLive } from '../../src/live-world.js';
import { MemoryEventLog } from '../../src/platform/eventlog/memory.adapter.js';
import type { DeliveredMessage } from '../../src/platform/messaging/index.js';
import { InProcessBus } from '../../src/platform/messaging/in-process.adapter.js';
import { SILENT } from '../../src/platform/observability/index.js';
import { readSettings } from '../../src/settings.js';
import { contractFaults } from '../support/bus-contract.js';
import { frequencyAt, heardOn, listenTo } from '../support/bus-traffic.js';
import { PLUG_IN, plugInMessage } from '../support/fleet.js';
import { ManualClock } from '../support/manual-clock.js';
import { until } from '../support/until.js';

/* Limits that somebody counts on, in the program as it runs live: told to chargers and to drivers over the bus. */

const operator = { messageId: 'o', correlationId: 'o', causationId: 'o', actor: 'operator:O' };
const driver = { actor: 'driver:D1', driverId: 'D1' };

let clock: ManualClock;
let log: MemoryEventLog;
let bus: InProcessBus;
let links: BusLinks;
let engine: Engine;
let tick: (now: ReturnType<typeof epochMs>) => Promise<void>;
let heard: DeliveredMessage[];
let failures: unknown[];

beforeEach(async () => {
  clock = new ManualClock(PLUG_IN);
  log = new MemoryEventLog(clock);
  bus = new InProcessBus();
  failures = [];
  heard = await listenTo(bus, TOPICS_OUT);
  const onFailure = (error: unknown): void => void failures.push(error);
  links = new BusLinks({ bus, log, clock, news: SILENT, onFailure });
  ({ engine, tick } = await startLive(log, clock, readSettings({}), onFailure, links.setPoints));
  await links.startIntake(engine);
  await links.startFeeds(engine);
});

afterEach(async () => {
  await links.stop();
  await engine.stop();
  await bus.close();
  await log.close();
  expect(heard.flatMap(contractFaults)).toEqual([]);
  expect(failures).toEqual([]);
});

async function register(fuseLimitW: number, chargers: number): Promise<void> {
  const site: Site = {
    ...{ siteId: 'P', name: null, address: null, fuseLimitW },
    ...{ deliveryGroup: 'default', balanceResponsibleParty: null },
  };
  await engine.registry.registerSite(site, { ...operator, messageId: 'site' });
  for (let index = 1; index <= chargers; index++) {
    const charger: Charger = {
      ...{ chargerId: `C${index}`, siteId: 'P', connectors: 1, current: 'AC', maxChargeW: 11_000 },
      ...{ maxDischargeW: 11_000, v2gReady: true, prequalification: 'prequalified' },
    };
    await engine.registry.registerCharger(charger, { ...operator, messageId: charger.chargerId });
  }
  await engine.settled();
}

describe('limits in the live program', () => {
  it('reach the chargers of cars of which nobody knows battery or gauge: together they take what the fuse carries', async () => {
    await register(15_000, 2);
    const unknown = { soc: null, batteryWh: null };
    const second = { ...unknown, messageId: 'm2', sessionId: 'S2', chargerId: 'C2', driverId: 'D2' };
    await engine.telemetry.accept([plugInMessage(unknown), plugInMessage(second)], PLUG_IN);
    await bus.publish('grid.frequency.v1', [frequencyAt(PLUG_IN, 2)]);
    await until(() => heardOn(heard, 'v2g.setpoints.v1').length === 2);
    expect(heardOn(heard, 'v2g.setpoints.v1')).toMatchObject([
      { chargerId: 'C1', sessionId: 'S1', powerW: -7_500 },
      { chargerId: 'C2', sessionId: 'S2', powerW: -7_500 },
    ]);
  });

  it('on discharge are told to the driver as used up as they are, without being asked', async () => {
    await engine.telemetry.accept([plugInMessage()], PLUG_IN);
    await engine.preferences.state('S1', { maxDischargeWh: 8_000 }, driver);
    const product = 'FCR-N';
    const mtuStart = isoInstant(PLUG_IN);
    const data = { product, mtuStart, sessionIds: ['S1'], dischargedWh: [3_000], wornMicroWh: [0] };
    const meta = { ...operator, messageId: 'use', actor: 'dispatch' };
    const hourLater = epochMs(PLUG_IN + MS_PER_HOUR);
    const event = { type: 'BatteriesDischarged', data, meta, occurredAt: hourLater };
    await log.append(activationStream(product, mtuStart), 'any', [event]);
    clock.at = hourLater;
    const gauge = { chargerId: 'C1', sessionId: 'S1', messageId: 'soc', type: 'soc', soc: 52 };
    await engine.telemetry.accept([{ ...gauge, at: isoInstant(hourLater) }], hourLater);
    await engine.settled();
    await tick(hourLater);
    const told = (): unknown[] =>
      heardOn(heard, 'backfeed.events.v1')
        .filter(({ type }) => type === 'GuaranteeGiven')
        .map((message) => (message['data'] as { safelyDischargeableWh: number }).safelyDischargeableWh);
    await until(() => told().length === 3);
    // 13.2 kWh above the minimum, 8 kWh as limited, 5 kWh as used; at 0.95 and rounded down.
    expect(told()).toEqual([12_539, 7_600, 4_749]);
  });

  it('on discharge are used up in the answer to a driver within the hour', async () => {
    await engine.telemetry.accept([plugInMessage({ soc: 90 })], PLUG_IN);
    await engine.preferences.state('S1', { maxDischargeWh: 8_000 }, driver);
    const mtus = [{ mtuStart: isoInstant(PLUG_IN), awardedW: 5_000, priceEurPerMwH: '10' }];
    const committed = { product: 'FCR-N', deliveryDay: '2026-01-12', mtus };
    const event = { type: 'CapacityCommitted', data: committed, meta: { ...operator, messageId: 'sold' } };
    await log.append('auction-FCR-N-2026-01-12', 'any', [{ ...event, occurredAt: PLUG_IN }]);
    await engine.settled();
    await engine.frequency.accept(
      'nordic',
      Array.from({ length: 1_200 }, (_, second) => ({ at: epochMs(PLUG_IN + second * 1000), millihertz: 49_900 })),
    );
    await engine.settled();
    const usedWh = engine.dispatch.unrecordedWh('S1');
    expect(usedWh).toBeGreaterThan(500);
    clock.at = epochMs(PLUG_IN + 1_200_000);
    const answer = await engine.preferences.state('S1', { targetSocPermille: 700 }, driver);
    expect(answer).toMatchObject({ safelyDischargeableWh: Math.floor((8_000 - usedWh) * 0.95) });
  });
});
