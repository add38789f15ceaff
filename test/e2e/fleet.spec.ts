import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FLEET_CONTROLLERS, fleetProviders } from '../../src/fleet/fleet.module.js';
import { LogOverloaded } from '../../src/platform/index.js';
import type { Role } from '../../src/platform/access/index.js';
import { fleetRoom } from '../support/fleet-room.js';
import { halfAboveMinimum, plugInMessage } from '../support/fleet.js';
import { startServer, type RunningServer } from '../support/http-server.js';

let server: RunningServer;
const room = fleetRoom();
beforeAll(async () => {
  const providers = fleetProviders({
    fleet: room.fleet,
    guaranteeOf: halfAboveMinimum,
    clock: room.clock,
    caughtUp: room.caughtUp,
    telemetry: room.intake,
    frequency: room.frequency,
    preferences: room.preferences,
    registry: room.registry,
  });
  server = await startServer({ controllers: FLEET_CONTROLLERS, providers });
});
afterAll(() => server.close());

/** Status and body of a request with a JSON (or given) body. */
async function send(
  method: string,
  path: string,
  body: unknown,
  role: Role | null = 'operator',
  type = 'application/json',
) {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const response = await server.request(role, `/api/v1${path}`, {
    method,
    body: text,
    headers: { 'content-type': type },
  });
  return { status: response.status, headers: response.headers, body: await response.json() };
}
const read = async (path: string, role: Role = 'operator') => (await server.request(role, `/api/v1${path}`)).json();
const car = (n: number, fields = {}) =>
  plugInMessage({ messageId: `in${n}`, sessionId: `S${n}`, chargerId: `C${n}`, driverId: `D${n}`, ...fields });

describe('POST /telemetry', () => {
  it('takes the four messages as a JSON array and shows what they mean at once', async () => {
    const ids = { sessionId: 'S1', chargerId: 'C1' };
    const batch = [
      car(1),
      { messageId: 'soc1', type: 'soc', ...ids, at: '2026-01-12T15:00:30Z', soc: 52.4, powerW: -7_400 },
      { messageId: 'meter1', type: 'meter', ...ids, at: '2026-01-12T15:01:00Z', importWh: 1_210, exportWh: 80 },
    ];
    expect(await send('POST', '/telemetry', batch)).toMatchObject({ status: 200, body: { accepted: 3, rejected: [] } });
    expect(await read('/sessions')).toEqual([
      {
        sessionId: 'S1',
        chargerId: 'C1',
        siteId: null,
        driverId: 'D1',
        pluggedInAt: '2026-01-12T15:00:00.000Z',
        batteryWh: 60_000,
        soc: 52.4,
        socAt: '2026-01-12T15:00:30.000Z',
        socQuality: 'measured',
        powerW: -7_400,
        maxChargeW: 11_000,
        maxDischargeW: 11_000,
        chargeEfficiency: 0.95,
        dischargeEfficiency: 0.95,
        targetSoc: 80,
        minSoc: 30,
        maxSoc: 100,
        departureAt: '2026-01-13T06:30:00.000Z',
        v2g: true,
        prequalified: true,
        reachable: true,
        // half of (52.4 − 30) % of 60 kWh
        safelyDischargeableWh: 6_720,
        mustChargeAt: '2026-01-13T06:30:00.000Z',
      },
    ]);
  });
  it('takes NDJSON, with a verdict for a line that is none', async () => {
    const body = `${JSON.stringify(car(2))}\n{"messageId":\n${JSON.stringify(car(3, { soc: 140 }))}\n`;
    expect(await send('POST', '/telemetry', body, 'operator', 'application/x-ndjson')).toMatchObject({
      status: 200,
      body: {
        accepted: 1,
        rejected: [
          { messageId: null, code: 'UNREADABLE_LINE', field: null },
          { messageId: 'in3', code: 'OUT_OF_RANGE', field: 'soc' },
        ],
      },
    });
  });
  it.each([
    ['what is no JSON', '[{', 'application/json', 400, 'MALFORMED_JSON'],
    ['an object', '{}', 'application/json', 400, 'NOT_A_LIST'],
    ['NDJSON without one good line', 'good morning\n', 'application/x-ndjson', 400, 'UNREADABLE_LINE'],
    ['another media type', 'a,b', 'image/png', 415, 'UNSUPPORTED_MEDIA_TYPE'],
    ['a file of values', 'a,b', 'text/csv', 400, 'NOT_A_LIST'],
    ['more than 10 000 messages', JSON.stringify(Array(10_001).fill(0)), 'application/json', 413, 'BODY_TOO_LARGE'],
  ])('refuses %s as a whole', async (_, body, type, status, code) => {
    expect(await send('POST', '/telemetry', body, 'operator', type)).toMatchObject({ status, body: { code } });
  });
  it.each([
    [null, 401],
    ['driver', 403],
    ['auditor', 403],
  ] as const)('is not for %s', async (role, status) => {
    expect((await send('POST', '/telemetry', [], role)).status).toBe(status);
  });
});

describe('PUT /sessions/{id}/preferences', () => {
  it('answers with the guarantee', async () => {
    expect(
      await send('PUT', '/sessions/S1/preferences', { targetSoc: 95, departureAt: '2026-01-13T07:00:00+02:00' }),
    ).toMatchObject({
      status: 200,
      body: {
        sessionId: 'S1',
        targetSoc: 95,
        minSoc: 30,
        departureAt: '2026-01-13T05:00:00.000Z',
        reachable: true,
        missing: [],
      },
    });
  });
  it('lets a driver change and see the own sessions only', async () => {
    expect((await send('PUT', '/sessions/S1/preferences', { v2g: false }, 'driver')).status).toBe(200);
    expect(await send('PUT', '/sessions/S2/preferences', { v2g: false }, 'driver')).toMatchObject({
      status: 403,
      body: { code: 'NOT_YOUR_SESSION' },
    });
    expect(await read('/sessions', 'driver')).toMatchObject([{ sessionId: 'S1', v2g: false, maxDischargeW: 0 }]);
    expect((await server.request('driver', '/api/v1/sessions/S2')).status).toBe(403);
  });
  it.each([
    ['an unknown session', 'S99', { v2g: true }, 404, 'SESSION_UNKNOWN'],
    ['a SoC beyond full', 'S1', { targetSoc: 101 }, 400, 'INVALID_FIELDS'],
    ['text for a number', 'S1', { targetSoc: '80' }, 400, 'INVALID_FIELDS'],
    ['a field that does not exist', 'S1', { targetSOC: 80 }, 400, 'INVALID_FIELDS'],
    ['null where a value belongs', 'S1', { v2g: null }, 400, 'INVALID_FIELDS'],
    ['a time without an offset', 'S1', { departureAt: '2026-01-13T07:00:00' }, 400, 'NOT_AN_INSTANT'],
    ['a departure that has passed', 'S1', { departureAt: '2020-01-13T07:00:00Z' }, 409, 'DEPARTURE_PASSED'],
    ['a minimum above the target', 'S1', { minSoc: 99, targetSoc: 50 }, 422, 'MINIMUM_ABOVE_TARGET'],
  ])('refuses %s', async (_, id, body, status, code) => {
    expect(await send('PUT', `/sessions/${id}/preferences`, body)).toMatchObject({ status, body: { code } });
  });
});

describe('sites and chargers', () => {
  const charger = {
    siteId: 'depot',
    current: 'DC',
    maxChargeW: 7_400,
    maxDischargeW: 5_000,
    v2gReady: true,
    prequalification: 'applied',
  };
  it('are registered as a whole, once', async () => {
    const site = { name: 'Depot', fuseLimitW: 63_000, deliveryGroup: 'FI-1', balanceResponsibleParty: 'BRP' };
    const before = (await room.types()).length;
    for (let time = 0; time < 2; time += 1) {
      expect(await send('PUT', '/sites/depot', site)).toMatchObject({
        status: 200,
        body: { siteId: 'depot', address: null, ...site },
      });
      expect(await send('PUT', '/chargers/C2', charger)).toMatchObject({
        status: 200,
        body: { chargerId: 'C2', connectors: 1 },
      });
    }
    expect((await room.types()).slice(before)).toEqual(['SiteRegistered', 'ChargerRegistered']);
    expect(await read('/sites')).toMatchObject([{ siteId: 'depot', deliveryGroup: 'FI-1' }]);
    expect(await read('/chargers')).toMatchObject([
      { chargerId: 'C2', registered: true, siteId: 'depot', sessionIds: ['S2'] },
      { chargerId: 'C1', registered: false, maxChargeW: null, sessionIds: ['S1'] },
    ]);
  });
  it('bound the sessions on them', async () => {
    expect(await read('/sessions/S2')).toMatchObject({
      maxChargeW: 7_400,
      maxDischargeW: 5_000,
      siteId: 'depot',
      prequalified: false,
    });
  });
  it('may change back: each change is a fact', async () => {
    const before = (await room.types()).length;
    for (const connectors of [2, 1, 2]) await send('PUT', '/chargers/C2', { ...charger, connectors });
    expect((await room.types()).length - before).toBe(3);
  });
  it.each([
    ['/chargers/C2', { ...charger, maxChargeW: -1 }, 400, 'INVALID_FIELDS'],
    ['/chargers/C2', { ...charger, current: 'three-phase' }, 400, 'INVALID_FIELDS'],
    ['/chargers/C2', { current: 'AC' }, 400, 'INVALID_FIELDS'],
    ['/chargers/C2', { ...charger, v2gReady: false }, 422, 'NOT_V2G_READY'],
    ['/chargers/%07', charger, 400, 'OUT_OF_RANGE'],
    ['/sites/depot', { fuseLimitW: '63 A' }, 400, 'INVALID_FIELDS'],
  ])('are refused: PUT %s %j', async (path, body, status, code) => {
    expect(await send('PUT', path, body)).toMatchObject({ status, body: { code } });
  });
});

describe('POST /frequency', () => {
  const at = (second: number) => `2026-01-12T15:00:${String(second).padStart(2, '0')}Z`;
  it('takes a batch with a verdict for what no grid could have', async () => {
    const samples = [
      { at: at(0), hz: 49.98 },
      { at: at(1), hz: null },
      { at: at(2), hz: 0 },
      { at: 'now', hz: 50 },
      { at: at(3), hz: '50' },
    ];
    expect(await send('POST', '/frequency', { area: 'nordic', samples })).toMatchObject({
      status: 200,
      body: {
        accepted: 2,
        rejected: [
          { at: 'now', code: 'NOT_AN_INSTANT', field: 'at' },
          { at: at(3), code: 'WRONG_TYPE', field: 'hz' },
          { at: '2026-01-12T15:00:02.000Z', code: 'IMPLAUSIBLE_FREQUENCY', field: 'hz' },
        ],
      },
    });
  });
  it('takes NDJSON: batches or samples, line by line', async () => {
    const lines = [
      { at: at(10), hz: 50.01 },
      { area: 'nordic', at: at(11), hz: 50.02 },
      { area: 'nordic', samples: [{ at: at(12), hz: 50.03 }] },
    ];
    const body = `${lines.map((line) => JSON.stringify(line)).join('\n')}\n{"at":`;
    expect(await send('POST', '/frequency', body, 'operator', 'application/x-ndjson')).toMatchObject({
      status: 200,
      body: { accepted: 3, rejected: [{ code: 'UNREADABLE_LINE' }] },
    });
    const last = (await room.events()).at(-1);
    expect(last).toMatchObject({
      type: 'FrequencyRecorded',
      data: { area: 'nordic', millihertz: [50_010, 50_020, 50_030] },
    });
  });
  it.each([
    [{ samples: [] }, 'MISSING_FIELD'],
    [{ area: 'nordic' }, 'MISSING_FIELD'],
    [{ area: 'Nordic Grid', samples: [] }, 'OUT_OF_RANGE'],
    ['"text"', 'NOT_AN_OBJECT'],
  ])('refuses what is no batch: %j', async (body, code) => {
    expect(await send('POST', '/frequency', body)).toMatchObject({ status: 400, body: { code } });
  });
});

describe('back-pressure', () => {
  it('of the log is passed on', async () => {
    const { append } = room.log;
    room.log.append = () => Promise.reject(new LogOverloaded(65_536));
    expect(await send('POST', '/telemetry', [car(7)])).toMatchObject({ status: 503, body: { code: 'INTAKE_BUSY' } });
    room.log.append = append;
    expect(await send('POST', '/telemetry', [car(7)])).toMatchObject({ status: 200, body: { accepted: 1 } });
  });
  it('puts a batch off, and says for how long', async () => {
    const { accept } = room.intake;
    const under: (() => void)[] = [];
    room.intake.accept = () => new Promise((resolve) => under.push(() => resolve({ accepted: 0, rejected: [] })));
    const full = Array.from({ length: 5 }, () => send('POST', '/telemetry', Array(10_000).fill(0)));
    while (under.length < 5) await new Promise((resolve) => setTimeout(resolve, 5));
    const answer = await send('POST', '/telemetry', [0]);
    expect(answer).toMatchObject({ status: 503, body: { code: 'INTAKE_BUSY' } });
    expect(answer.headers.get('retry-after')).toBe('1');
    for (const finish of under) finish();
    await Promise.all(full);
    room.intake.accept = accept;
    expect((await send('POST', '/telemetry', [])).status).toBe(200);
  });
});
