import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { isoInstant, MS_PER_HOUR, parseInstant, type EpochMs } from '../../src/kernel/index.js';
import { startLiveApp, type LiveApp } from '../support/live-app.js';

const T0 = parseInstant('2026-01-12T15:00:00Z');
const DAY = '2026-01-13';
const at = (text: string): EpochMs => parseInstant(text);

let app: LiveApp;
beforeAll(async () => {
  app = await startLiveApp(T0, { BACKFEED_APPROVAL: 'trader' }, 230_000);
});
afterAll(() => app.close());

const plugIn = (n: number, fields = {}) => ({
  ...{ messageId: `in${n}`, type: 'plugged-in', chargerId: `C${n}`, sessionId: `S${n}`, driverId: `D${n}` },
  ...{ at: isoInstant(T0), batteryWh: 800_000, soc: 60, maxChargeW: 200_000, maxDischargeW: 200_000 },
  ...{ targetSoc: 50, minSoc: 20, departureAt: '2026-01-15T06:00:00Z', v2g: true },
  ...fields,
});
const soc = (n: number, time: EpochMs) => ({
  ...{
    messageId: `soc${n}:${time}`,
    type: 'soc',
    chargerId: `C${n}`,
    sessionId: `S${n}`,
    at: isoInstant(time),
    soc: 60,
  },
});

/** An hour in which chargers report every 10 minutes and the grid swings around 50 Hz. */
async function hourPasses(from: EpochMs): Promise<void> {
  for (let minute = 10; minute <= 60; minute += 10) {
    const now = (from + minute * 60_000) as EpochMs;
    const samples = Array.from({ length: 600 }, (_, second) => ({
      at: isoInstant(now - 600_000 + second * 1000),
      hz: Math.floor(second / 60) % 2 === 0 ? 49.95 : 50.05,
    }));
    await app.call('operator', 'POST', '/telemetry', [soc(1, now), soc(2, now)]);
    expect(await app.call('operator', 'POST', '/frequency', { area: 'nordic', samples })).toMatchObject({
      status: 200,
      body: { accepted: 600, rejected: [] },
    });
    await app.engine.settled();
    await app.moveTo(now);
  }
}

describe('the live server', () => {
  it('is ready, and has no bids, sessions or money yet', async () => {
    expect((await fetch(`${app.server.url}/health/ready`)).status).toBe(200);
    for (const path of ['/sessions', '/chargers', '/bids', '/activations'])
      expect(await app.call('trader', 'GET', path)).toEqual({ status: 200, body: [] });
    expect((await app.call('finance', 'GET', '/settlements')).status).toBe(200);
    const { body } = await app.call('trader', 'GET', '/ledger');
    expect(body.every(({ firmW }: { firmW: number }) => firmW === 0)).toBe(true);
  });
  it('takes telemetry, and has firm capacity at once', async () => {
    const answer = await app.call('operator', 'POST', '/telemetry', [plugIn(1), plugIn(2), plugIn(3, { soc: 140 })]);
    expect(answer).toMatchObject({
      status: 200,
      body: { accepted: 2, rejected: [{ messageId: 'in3', field: 'soc' }] },
    });
    const { body: sessions } = await app.call('operator', 'GET', '/sessions');
    expect(sessions).toMatchObject([{ sessionId: 'S1', reachable: true }, { sessionId: 'S2' }]);
    const { body: ledger } = await app.call('trader', 'GET', `/ledger?from=${DAY}&to=2026-01-14`);
    expect(ledger.length).toBeGreaterThanOrEqual(24);
    for (const row of ledger.slice(0, 24)) expect(row.firmW).toBeGreaterThan(100_000);
    expect(ledger[0]).toMatchObject({ committedW: 0, shortW: 0, sessions: 2 });
  });
  it('answers preferences with the guarantee, and takes a car out when consent is withdrawn', async () => {
    const guarantee = await app.call('driver', 'PUT', '/sessions/S1/preferences', { targetSoc: 55 });
    expect(guarantee).toMatchObject({ status: 200, body: { sessionId: 'S1', targetSoc: 55, reachable: true } });
    expect(guarantee.body.safelyDischargeableWh).toBeGreaterThan(100_000);
    expect((await app.call('driver', 'PUT', '/sessions/S2/preferences', { targetSoc: 55 })).status).toBe(403);
    await app.call('operator', 'PUT', '/sessions/S2/preferences', { v2g: false });
    const firm = async () => (await app.call('trader', 'GET', '/ledger')).body[1].firmW;
    const alone = await firm();
    await app.call('operator', 'PUT', '/sessions/S2/preferences', { v2g: true });
    expect(await firm()).toBeGreaterThan(1.5 * alone);
  });
  it('knows what it knew: the ledger at an earlier instant', async () => {
    await app.moveTo(at('2026-01-12T15:30:00Z'));
    const before = await app.call('trader', 'GET', '/ledger?at=2026-01-12T14:59:00Z');
    expect(before.body.every(({ firmW }: { firmW: number }) => firmW === 0)).toBe(true);
    const now = await app.call('trader', 'GET', `/ledger?from=${DAY}`);
    const then = await app.call('trader', 'GET', `/ledger?from=${DAY}&at=2026-01-12T15:30:00Z`);
    expect(then.body).toEqual(now.body);
  });
  it.each([
    ['POST', '/telemetry', '"text"', 400],
    ['PUT', '/sessions/S1/preferences', { targetSoc: 'full' }, 400],
    ['PUT', '/sessions/S9/preferences', { v2g: true }, 404],
    ['PUT', '/chargers/C1', {}, 400],
    ['POST', '/frequency', { area: 'nordic' }, 400],
    ['GET', '/ledger?at=yesterday', undefined, 400],
    ['GET', '/bids?day=soon', undefined, 400],
    ['GET', '/bids/nobody', undefined, 404],
    ['GET', '/bids/nobody/explanation', undefined, 404],
    ['POST', '/bids/2026-02-30/approve', undefined, 400],
    ['GET', '/activations?day=0', undefined, 400],
    ['GET', '/settlements?month=2026-13', undefined, 400],
    ['GET', '/exports/settlements/2026-01.docx', undefined, 400],
    ['GET', '/nothing', undefined, 404],
  ])('answers %s %s %j with a problem', async (method, path, body, status) => {
    for (const role of ['operator', 'trader', 'finance'] as const) {
      const answer = await app.call(role, method, path, body);
      if (answer.status === 403) continue;
      expect([answer.status, typeof answer.body.title, typeof answer.body.code]).toEqual([status, 'string', 'string']);
      return;
    }
    throw new Error('no role may ask');
  });

  it('plans before the gate, and waits for the trader', async () => {
    await app.moveTo(at('2026-01-12T16:05:00Z'));
    const { body: bids } = await app.call('trader', 'GET', '/bids');
    expect(bids).toHaveLength(24);
    expect(bids[0]).toMatchObject({ state: 'planned', quantityMw: 0.2 });
    expect((await app.call('auditor', 'POST', `/bids/${DAY}/approve`)).status).toBe(403);
  });
  it('halts and resumes', async () => {
    expect(await app.call('trader', 'POST', '/trading/halt', { reason: 'drill' })).toMatchObject({ status: 200 });
    expect((await app.call('trader', 'GET', '/trading')).body).toMatchObject({ status: 'halted' });
    expect((await app.call('trader', 'GET', '/dashboard')).body.status).toMatchObject({ tradingHalted: true });
    expect(await app.call('trader', 'POST', '/trading/resume')).toMatchObject({ status: 200 });
    expect((await app.call('trader', 'GET', '/trading')).body).toMatchObject({ status: 'trading' });
  });
  it('sends what was approved; the TSO acknowledges, awards, and we commit', async () => {
    expect(await app.call('trader', 'POST', `/bids/${DAY}/approve`)).toMatchObject({ status: 200 });
    await app.moveTo(at('2026-01-12T16:10:00Z'));
    const states = async () => [
      ...new Set((await app.call('trader', 'GET', `/bids?day=${DAY}`)).body.map(({ state }: any) => state)),
    ];
    expect(await states()).toEqual(['acknowledged']);
    await app.moveTo(at('2026-01-12T17:30:00Z'));
    expect(await states()).toEqual(['committed']);
    const [first] = (await app.call('trader', 'GET', `/bids?day=${DAY}`)).body;
    expect((await app.call('trader', 'GET', `/bids/${first.id}/explanation`)).body.text).toContain('MW');
    expect((await app.call('trader', 'GET', `/ledger?from=${DAY}`)).body[0].committedW).toBe(200_000);
  });
  it('holds and scores what it has sold', async () => {
    await app.moveTo(at('2026-01-12T22:50:00Z'));
    await app.call('operator', 'POST', '/telemetry', [soc(1, app.clock.at), soc(2, app.clock.at)]);
    await app.moveTo(at('2026-01-12T23:00:00Z'));
    for (let hour = 0; hour < 2; hour++) await hourPasses((at('2026-01-12T23:00:00Z') + hour * MS_PER_HOUR) as EpochMs);
    await app.moveTo(at('2026-01-13T01:03:00Z'));
    const { body: scored } = await app.call('trader', 'GET', `/activations?day=${DAY}`);
    expect(scored[0]).toMatchObject({
      mtuStart: '2026-01-12T23:00:00.000Z',
      committedW: 200_000,
      maintainedW: 200_000,
    });
    const { body: dashboard } = await app.call('trader', 'GET', '/dashboard');
    const [piece] = dashboard.live.frequency;
    expect(piece.millihertz.length).toBeGreaterThanOrEqual(3_600);
  }, 60_000);
  it('withdraws what was approved and sent, before the gate', async () => {
    const next = '2026-01-14';
    await app.moveTo(at('2026-01-13T16:05:00Z'));
    await app.call('trader', 'POST', `/bids/${next}/approve`);
    await app.moveTo(at('2026-01-13T16:10:00Z'));
    expect(await app.call('trader', 'POST', `/bids/${next}/withdraw`)).toMatchObject({ status: 200 });
    await app.moveTo(at('2026-01-13T16:15:00Z'));
    const { body: bids } = await app.call('trader', 'GET', `/bids?day=${next}`);
    expect(bids[0]).toMatchObject({ state: 'withdrawn' });
    await app.moveTo(at('2026-01-13T16:31:00Z'));
    expect(await app.call('trader', 'POST', `/bids/${next}/withdraw`)).toMatchObject({ status: 409 });
  }, 60_000);
  it('settles the day, silence and all, with the prices that were brought', async () => {
    const rows = Array.from(
      { length: 24 },
      (_, hour) => `${isoInstant(at('2026-01-12T23:00:00Z') + hour * MS_PER_HOUR)},50`,
    );
    for (const kind of ['up', 'down'])
      expect(
        await app.call('trader', 'POST', `/prices?kind=${kind}`, ['start,price_eur_per_mwh', ...rows].join('\n')),
      ).toMatchObject({ status: 200, body: { kind, days: [DAY] } });
    await app.moveTo(at('2026-01-14T06:30:00Z'));
    const { body } = await app.call('finance', 'GET', '/settlements?month=2026-01');
    expect(body.days).toHaveLength(1);
    expect(body.days[0].lines).toHaveLength(24);
    expect(Number(body.totals.capacityEur)).toBeGreaterThan(0);
    const { body: file } = await app.call('finance', 'GET', '/exports/settlements/2026-01.csv');
    expect(file.trimEnd().split('\n')).toHaveLength(25);
  }, 120_000);
});

describe('roles at the live server', () => {
  it.each([
    [null, 'GET', '/ledger', 401],
    [null, 'GET', '/stream', 401],
    ['driver', 'GET', '/ledger', 403],
    ['driver', 'GET', '/bids', 403],
    ['tso', 'GET', '/sessions', 403],
    ['finance', 'POST', '/trading/halt', 403],
    ['operator', 'POST', '/bids/2026-01-13/approve', 403],
    ['auditor', 'POST', '/telemetry', 403],
    ['auditor', 'GET', '/settlements', 200],
    ['auditor', 'GET', '/ledger', 200],
  ] as const)('%s %s %s answers %i', async (role, method, path, status) => {
    expect((await app.call(role, method, path)).status).toBe(status);
  });
});

describe('GET /stream at the live server', () => {
  it('sends the page, then what changes, and goes on from a position', async () => {
    const abort = new AbortController();
    const token = await app.server.token({ role: 'trader' });
    const open = (headers = {}) =>
      fetch(`${app.server.url}/api/v1/stream`, {
        signal: abort.signal,
        headers: { authorization: `Bearer ${token}`, ...headers },
      });
    const response = await open();
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    const reader = response.body!.getReader();
    const next = async (): Promise<string> => new TextDecoder().decode((await reader.read()).value);
    let text = await next();
    expect(text).toContain('event: ');
    await app.call('trader', 'POST', '/trading/halt', { reason: 'stream' });
    while (!text.includes('"tradingHalted":true')) text += await next();
    const id = [...text.matchAll(/^id: (\d+)$/gm)].at(-1)?.[1];
    expect(Number(id)).toBeGreaterThan(0);
    const resumed = await open({ 'last-event-id': id });
    expect(resumed.status).toBe(200);
    abort.abort();
    await app.call('trader', 'POST', '/trading/resume');
  }, 20_000);
});
