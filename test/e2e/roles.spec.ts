import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openEventStore } from '../../src/event-store.js';
import { isoInstant, MS_PER_HOUR, parseInstant, type EpochMs } from '../../src/kernel/index.js';
import type { EventLog } from '../../src/platform/index.js';
import { collect } from '../support/events.js';
import { addressOf } from '../support/kurrentdb/address.js';
import { KurrentDbPeer } from '../support/kurrentdb/kurrentdb-peer.js';
import { startLiveApp, type LiveApp } from '../support/live-app.js';
import type { ManualClock } from '../support/manual-clock.js';

const T0 = parseInstant('2026-01-12T15:00:00Z');
const GATE = parseInstant('2026-01-12T16:30:00Z');

/** Three processes on one log: one takes telemetry, one trades, one answers people. */
describe('a process for each role', () => {
  let peer: KurrentDbPeer;
  let ingest: LiveApp;
  let trading: LiveApp;
  let api: LiveApp;

  beforeAll(async () => {
    peer = await KurrentDbPeer.start();
    const open = async (clock: ManualClock): Promise<EventLog> =>
      (await openEventStore(addressOf(peer.url), 'not used', clock)).log;
    const start = (roles: string, pastW: number | null = null): Promise<LiveApp> =>
      startLiveApp(
        T0,
        { BACKFEED_ROLES: roles, BACKFEED_EVENT_STORE: peer.url, BACKFEED_APPROVAL: 'trader' },
        pastW,
        open,
      );
    trading = await start('trading', 230_000);
    ingest = await start('ingest');
    api = await start('api,ledger');
  }, 30_000);
  afterAll(async () => {
    for (const app of [ingest, trading, api]) await app.close();
    await peer.stop();
  });

  const movedTo = async (at: EpochMs): Promise<void> => {
    ingest.clock.at = api.clock.at = at;
    await trading.moveTo(at);
    for (const app of [ingest, api]) await app.engine.settled();
  };

  it('says what it runs, and sends everything else to the others', async () => {
    const ready = (await (await fetch(`${ingest.server.url}/health/ready`)).json()) as { checks: unknown[] };
    expect(ready.checks).toContainEqual({ name: 'roles', ready: true, detail: 'ingest' });
    for (const [app, path, role] of [
      [ingest, '/ledger', 'ledger'],
      [ingest, '/sessions', 'api'],
      [trading, '/bids', 'api'],
      [api, '/telemetry', 'ingest'],
    ] as const) {
      const { status, body } = await app.call(
        'operator',
        app === api ? 'POST' : 'GET',
        path,
        app === api ? [] : undefined,
      );
      expect([path, status, body.code]).toEqual([path, 503, 'OTHER_ROLE']);
      expect(body.detail).toContain(`by one with the role ${role}`);
    }
  });

  it('takes telemetry in one and shows it in another', async () => {
    const at = isoInstant(T0);
    const messages = [1, 2, 3].map((n) => ({
      ...{ messageId: `in${n}`, type: 'plugged-in', chargerId: `C${n}`, sessionId: `S${n}`, driverId: `D${n}`, at },
      ...{ batteryWh: 80_000, soc: 60, maxChargeW: 11_000, maxDischargeW: 11_000, targetSoc: 70, minSoc: 30 },
      ...{ departureAt: '2026-01-15T06:00:00Z', v2g: true },
    }));
    expect(await ingest.call('operator', 'POST', '/telemetry', messages)).toMatchObject({ body: { accepted: 3 } });
    await api.engine.settled();
    expect((await api.call('operator', 'GET', '/sessions')).body).toHaveLength(3);
  });

  it('carries out in one what a trader decides in another', async () => {
    await movedTo((GATE - 20 * 60_000) as EpochMs);
    const day = '2026-01-13';
    expect((await api.call('trader', 'GET', `/bids?day=${day}`)).body[0]).toMatchObject({ state: 'planned' });
    expect(await api.call('trader', 'POST', `/bids/${day}/approve`)).toMatchObject({ status: 200 });
    await trading.engine.settled();
    await movedTo((GATE - 15 * 60_000) as EpochMs);
    const bids = (await api.call('trader', 'GET', `/bids?day=${day}`)).body as { state: string }[];
    expect(new Set(bids.map(({ state }) => state))).toEqual(new Set(['acknowledged']));
    const submitted = (await collect(trading.log.readAll())).filter(({ type }) => type === 'BidsSubmitted');
    expect(submitted).toHaveLength(1);
    await movedTo((GATE + MS_PER_HOUR) as EpochMs);
    expect((await collect(api.log.readAll())).filter(({ type }) => type === 'CapacityCommitted')).toHaveLength(1);
  }, 60_000);
});
