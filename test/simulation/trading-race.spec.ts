import { afterEach, describe, expect, it } from '@jest/globals';
import { openEventStore } from '../../src/event-store.js';
import {
  isoInstant,
  MS_PER_HOUR,
  MS_PER_MINUTE,
  parseInstant,
  type EpochMs,
  type Recorded,
} from '../../src/kernel/index.js';
import { MemoryEventLog } from '../../src/platform/eventlog/memory.adapter.js';
import type { EventLog } from '../../src/platform/index.js';
import { collect } from '../support/events.js';
import { addressOf } from '../support/kurrentdb/address.js';
import { KurrentDbPeer } from '../support/kurrentdb/kurrentdb-peer.js';
import { startLiveApp, type LiveApp } from '../support/live-app.js';
import { ManualClock } from '../support/manual-clock.js';

const GATE = parseInstant('2026-01-12T16:30:00Z');
const BEFORE = (GATE - 35 * MS_PER_MINUTE) as EpochMs;
/** The first hour of the delivery day. */
const DELIVERY = parseInstant('2026-01-12T23:00:00Z');

/** Two processes with the trading role, each with its own engine, clock and line to the TSO, on one log. */
async function twoTraders(openLog: (clock: ManualClock) => Promise<EventLog>): Promise<[LiveApp, LiveApp]> {
  const settings = { BACKFEED_ROLES: 'ingest,trading,api', BACKFEED_EVENT_STORE: 'kurrentdb://shared?tls=false' };
  const first = await startLiveApp(BEFORE, settings, 230_000, openLog);
  return [first, await startLiveApp(BEFORE, settings, null, openLog)];
}

/** Both go on a minute at a time, at once. */
async function race(traders: readonly LiveApp[], until: EpochMs, stepMs = MS_PER_MINUTE): Promise<void> {
  for (let at = (traders[0]?.clock.at ?? until) + stepMs; at <= until; at += stepMs)
    await Promise.all(traders.map((trader) => trader.moveTo(at as EpochMs)));
}

const ofType = (events: readonly Recorded[], type: string): Recorded[] => events.filter((event) => event.type === type);
const distinct = (events: readonly Recorded[], field: string): number =>
  new Set(events.map(({ data }) => JSON.stringify((data as Record<string, unknown>)[field]))).size;

/** Whatever the race was like: each step once, one document, one commitment. */
async function expectOneWinner(log: EventLog): Promise<void> {
  const auction = (await collect(log.readAll())).filter(({ stream }) => stream === 'auction-FCR-N-2026-01-13');
  for (const type of ['AuctionOpened', 'AuctionPlanned', 'AuctionApproved', 'BidsSubmitted', 'BidsAcknowledged'])
    expect([type, ofType(auction, type).length]).toEqual([type, 1]);
  expect(distinct(ofType(auction, 'BidsSubmitted'), 'documentMrid')).toBe(1);
  expect(ofType(auction, 'AuctionCleared')).toHaveLength(1);
  expect(ofType(auction, 'CapacityCommitted')).toHaveLength(1);
  expect(ofType(auction, 'ResultsContradicted')).toEqual([]);
}

describe('two processes that trade', () => {
  const closing: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const close of closing.splice(0)) await close();
  });

  it('each win or lose a step on one log in memory, and dispatch and score an hour once', async () => {
    const log = new MemoryEventLog(new ManualClock(BEFORE));
    const traders = await twoTraders(() => Promise.resolve(log));
    closing.push(...traders.map((trader) => () => trader.close()));
    const [first] = traders;
    const plugIn = {
      ...{
        messageId: 'in',
        type: 'plugged-in',
        chargerId: 'C1',
        sessionId: 'S1',
        driverId: 'D1',
        at: isoInstant(BEFORE),
      },
      ...{ batteryWh: 800_000, soc: 60, maxChargeW: 250_000, maxDischargeW: 250_000, targetSoc: 50, minSoc: 20 },
      ...{ departureAt: '2026-01-15T06:00:00Z', v2g: true },
    };
    expect(await first.call('operator', 'POST', '/telemetry', [plugIn])).toMatchObject({ body: { accepted: 1 } });
    await race(traders, (GATE + 2 * MS_PER_HOUR) as EpochMs);
    await expectOneWinner(log);

    await race(traders, (DELIVERY - MS_PER_MINUTE) as EpochMs, 10 * MS_PER_MINUTE);
    const samples = Array.from({ length: 3600 }, (_, second) => ({
      at: isoInstant(DELIVERY + second * 1000),
      hz: second % 120 < 60 ? 49.95 : 50.05,
    }));
    await race(traders, (DELIVERY + MS_PER_MINUTE) as EpochMs);
    for (let from = 0; from < 3600; from += 600)
      await first.call('operator', 'POST', '/frequency', { area: 'nordic', samples: samples.slice(from, from + 600) });
    await Promise.all(traders.map(({ engine }) => engine.settled()));
    await race(traders, (DELIVERY + 65 * MS_PER_MINUTE) as EpochMs, 5 * MS_PER_MINUTE);
    const hour = (await collect(log.readAll())).filter(
      ({ stream }) => stream === `activation-FCR-N-${isoInstant(DELIVERY)}`,
    );
    const recorded = ofType(hour, 'ResponseRecorded');
    expect(recorded.length).toBeGreaterThan(0);
    expect(distinct(recorded, 'from')).toBe(recorded.length);
    expect(ofType(hour, 'DeliveryScored')).toHaveLength(1);
  }, 60_000);

  it('each win or lose a step on one KurrentDB', async () => {
    const peer = await KurrentDbPeer.start();
    const open = async (clock: ManualClock): Promise<EventLog> =>
      (await openEventStore(addressOf(peer.url), 'not used', clock)).log;
    const traders = await twoTraders(open);
    closing.push(...traders.map((trader) => () => trader.close()), () => peer.stop());
    await race(traders, (GATE + MS_PER_HOUR) as EpochMs);
    await expectOneWinner(traders[1].log);
  }, 60_000);
});
