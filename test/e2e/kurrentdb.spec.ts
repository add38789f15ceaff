import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { openEventStore, type OpenedLog } from '../../src/event-store.js';
import { serveCommand } from '../../src/cli/serve.cli.js';
import { isoInstant, parseInstant } from '../../src/kernel/index.js';
import type { EventLog, SnapshotStore } from '../../src/platform/index.js';
import { temporaryFolder } from '../support/http-server.js';
import { KurrentDbPeer } from '../support/kurrentdb/kurrentdb-peer.js';
import { addressOf } from '../support/kurrentdb/address.js';
import { startLiveApp, type LiveApp } from '../support/live-app.js';
import { ManualClock } from '../support/manual-clock.js';
import { runCommand } from '../support/run-command.js';

jest.setTimeout(30_000);

const T0 = parseInstant('2026-01-12T15:00:00Z');
const telemetry = Array.from({ length: 40 }, (_, n) => [
  {
    ...{ messageId: `in${n}`, type: 'plugged-in', chargerId: `C${n}`, sessionId: `S${n}`, driverId: `D${n}` },
    ...{ at: isoInstant(T0), batteryWh: 80_000, soc: 60, maxChargeW: 11_000, maxDischargeW: 11_000 },
    ...{ targetSoc: 70, minSoc: 30, departureAt: '2026-01-14T06:00:00Z', v2g: true },
  },
  {
    ...{ messageId: `soc${n}`, type: 'soc', chargerId: `C${n}`, sessionId: `S${n}` },
    ...{ at: isoInstant(T0 + 30_000), soc: 60 + n / 10, powerW: 0 },
  },
]).flat();

describe('the server on a KurrentDB', () => {
  let peer: KurrentDbPeer;
  const file = join(temporaryFolder(), 'events.sqlite');
  const opened = (clock: ManualClock): Promise<OpenedLog> => openEventStore(addressOf(peer.url), file, clock);
  const open = async (clock: ManualClock): Promise<EventLog> => (await opened(clock)).log;
  const start = (snapshots?: SnapshotStore): Promise<LiveApp> =>
    startLiveApp(parseInstant('2026-01-12T15:01:00Z'), {}, null, open, snapshots);

  beforeAll(async () => {
    peer = await KurrentDbPeer.start();
  });
  afterAll(() => peer.stop());

  it('takes telemetry, and shows the same ledger and sessions after a restart', async () => {
    const first = await start();
    const answer = await first.call('operator', 'POST', '/telemetry', telemetry);
    expect(answer).toMatchObject({ status: 200, body: { accepted: 80, rejected: [] } });
    await first.engine.settled();
    const ledger = await first.call('trader', 'GET', '/ledger');
    const sessions = await first.call('operator', 'GET', '/sessions');
    expect(ledger.body.some(({ firmW }: { firmW: number }) => firmW > 0)).toBe(true);
    expect(sessions.body).toHaveLength(40);
    await first.close();

    const second = await start();
    expect(await second.call('trader', 'GET', '/ledger')).toEqual(ledger);
    expect(await second.call('operator', 'GET', '/sessions')).toEqual(sessions);
    const again = await second.call('operator', 'POST', '/telemetry', telemetry);
    expect(again).toMatchObject({ status: 200, body: { accepted: 80, rejected: [] } });
    expect(await second.call('operator', 'GET', '/sessions')).toEqual(sessions);
    await second.close();
    const events = peer.store.records.filter(({ stream }) => stream.startsWith('session-'));
    expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
  });

  it('takes up what the last run has put aside beside the access key, and reads on from there', async () => {
    const { log, snapshots } = await opened(new ManualClock(T0));
    await log.close();
    await (await start(snapshots)).close();
    const whole = await start();
    const sessions = await whole.call('operator', 'GET', '/sessions');
    await whole.call('operator', 'POST', '/telemetry', [
      { ...telemetry[1], messageId: 'later', at: isoInstant(T0 + 45_000), soc: 61 },
    ]);
    await whole.engine.settled();
    const later = await whole.call('operator', 'GET', '/sessions');
    expect(later).not.toEqual(sessions);
    const ledger = await whole.call('trader', 'GET', '/ledger');
    await whole.close();

    const resumed = await start(snapshots);
    expect(resumed.engine.projections.startedAfter).toBeGreaterThan(-1);
    expect(resumed.engine.projections.startedAfter).toBeLessThan(resumed.log.lastPosition());
    expect(await resumed.call('operator', 'GET', '/sessions')).toEqual(later);
    expect(await resumed.call('trader', 'GET', '/ledger')).toEqual(ledger);
    await resumed.close();
  });
});

describe('backfeed serve with BACKFEED_EVENT_STORE', () => {
  const serve = (environment: Record<string, string>, ...more: string[]) =>
    runCommand('serve', serveCommand, ['--data', temporaryFolder(), '--port', '0', ...more], { env: environment });

  it('says which server refuses it, without the password', async () => {
    const peer = await KurrentDbPeer.start({ tls: true, credentials: { username: 'ops', password: 'right' } });
    const run = await serve({ BACKFEED_EVENT_STORE: peer.url.replace('right', 'wrong') });
    await peer.stop();
    expect(run.code).toBe(2);
    expect(run.stderr).toContain(`BACKFEED_EVENT_STORE=kurrentdb://ops:***@127.0.0.1:${peer.port}: the server refuses`);
    expect(run.stderr).not.toContain('wrong');
  });

  it('does not run the demo on it', async () => {
    const run = await serve({ BACKFEED_EVENT_STORE: 'kurrentdb://127.0.0.1:1?tls=false' }, '--demo');
    expect(run.code).toBe(2);
    expect(run.stderr).toContain('the demo keeps its simulated world in the embedded log');
  });
});

describe('opening a store that is out of reach', () => {
  it('names the server, the reason and what to look at', async () => {
    const peer = await KurrentDbPeer.start();
    await peer.stop();
    const clock = { now: () => T0 };
    const patience = { requestMs: 1_500, giveUpMs: 300 };
    await expect(openEventStore(addressOf(peer.url), 'not used', clock, patience)).rejects.toThrow(
      new RegExp(`BACKFEED_EVENT_STORE=kurrentdb://127.0.0.1:${peer.port}: .*out of reach.*is it running`),
    );
  });
});
