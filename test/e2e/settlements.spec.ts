import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { MemoryEventLog } from '../../src/platform/eventlog/memory.adapter.js';
import type { Role } from '../../src/platform/access/index.js';
import { EnergyPriceFileReader } from '../../src/settlement/energy-price-file-reader.adapter.js';
import { EnergyPricePublication, EnergyPriceReader, SettlementBook } from '../../src/settlement/index.js';
import { PricesController } from '../../src/settlement/prices.controller.js';
import { SettlementController } from '../../src/settlement/settlement.controller.js';
import { collect } from '../support/events.js';
import { startServer, type RunningServer } from '../support/http-server.js';
import { ManualClock } from '../support/manual-clock.js';
import { aSettledBook } from '../support/settled-month.js';

let server: RunningServer;
let log: MemoryEventLog;
beforeEach(async () => {
  const clock = new ManualClock();
  log = new MemoryEventLog(clock);
  server = await startServer({
    controllers: [SettlementController, PricesController],
    providers: [
      { provide: SettlementBook, useValue: aSettledBook() },
      { provide: EnergyPricePublication, useValue: new EnergyPricePublication({ log, clock, area: 'FI' }) },
      { provide: EnergyPriceReader, useValue: new EnergyPriceFileReader() },
    ],
  });
});
afterEach(() => server.close());

const get = (path: string, role: Role | null = 'finance') => server.request(role, `/api/v1/${path}`);
const json = async (response: Response) => (await response.json()) as Record<string, unknown>;

describe('GET /settlements', () => {
  it('shows the latest settled month, or the one asked for', async () => {
    const latest = await json(await get('settlements'));
    expect(latest).toMatchObject({
      month: '2026-01',
      totals: { netEur: '4.60' },
      days: [{ deliveryDay: '2026-01-12' }],
    });
    expect(await json(await get('settlements?month=2026-02', 'auditor'))).toMatchObject({ month: '2026-02', days: [] });
  });

  it('refuses a month that is none, naming the field', async () => {
    const response = await get('settlements?month=January');
    expect([response.status, await json(response)]).toMatchObject([400, { code: 'MONTH_INVALID', field: 'month' }]);
  });

  it.each<[Role | null, number]>([
    ['trader', 200],
    ['finance', 200],
    ['auditor', 200],
    ['operator', 403],
    ['driver', 403],
    ['tso', 403],
    [null, 401],
  ])('answers %s with %d', async (role, status) => {
    for (const path of ['settlements', 'exports/settlements/2026-01.csv'])
      expect((await get(path, role)).status).toBe(status);
  });
});

describe('GET /settlements/{day}/history', () => {
  it('has every account of the day, and none of a day that is not settled', async () => {
    const history = await json(await get('settlements/2026-01-12/history'));
    expect(history).toMatchObject({
      deliveryDay: '2026-01-12',
      versions: [{ version: 1, netEur: '4.60', reasons: [] }],
    });
    expect(await json(await get('settlements/2026-01-13/history'))).toEqual({
      deliveryDay: '2026-01-13',
      versions: [],
    });
  });

  it('is for whoever may read settlements, and for days', async () => {
    expect((await get('settlements/2026-01-12/history', 'driver')).status).toBe(403);
    expect((await get('settlements/yesterday/history')).status).toBe(400);
  });
});

describe('GET /exports/settlements', () => {
  it('hands out CSV as a file', async () => {
    const response = await get('exports/settlements/2026-01.csv');
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(response.headers.get('content-disposition')).toBe('attachment; filename="settlement-2026-01.csv"');
    const lines = (await response.text()).split('\r\n');
    expect(lines[2]).toContain(",blocked,,,,,,,,,,,,,,,'=two results,");
  });

  it('hands out JSON', async () => {
    const response = await get('exports/settlements/2026-01.json');
    expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(await json(response)).toMatchObject({ currency: 'EUR', month: '2026-01', lines: { length: 3 } });
  });

  it.each(['xlsx', 'parquet', 'pdf'])('names the formats there are to whoever asks for %s', async (extension) => {
    const response = await get(`exports/settlements/2026-01.${extension}`);
    expect(response.status).toBe(400);
    expect(await json(response)).toMatchObject({
      code: 'EXPORT_FORMAT_INVALID',
      detail: expect.stringContaining('csv, json'),
    });
  });

  it.each(['2026-01', '.csv', '2026-1.csv', '..%2F2026-01.csv'])('refuses the name %s', async (name) => {
    expect((await get(`exports/settlements/${name}`)).status).toBe(400);
  });
});

describe('POST /prices', () => {
  const DOWNLOAD = [
    '"Start time UTC","End time UTC","Imbalance price"',
    '"2026-01-12T22:00:00.000Z","2026-01-12T23:00:00.000Z","28.44999"',
    '"2026-01-12T23:00:00.000Z","2026-01-13T00:00:00.000Z","-3"',
  ].join('\r\n');
  const post = (
    body: string,
    { kind = 'imbalance', role = 'trader', type = 'text/csv' }: { kind?: string; role?: Role; type?: string } = {},
  ) => server.request(role, `/api/v1/prices?kind=${kind}`, { method: 'POST', body, headers: { 'content-type': type } });

  it('puts the TSO’s download on the record, by delivery day, once', async () => {
    expect(await json(await post(DOWNLOAD))).toEqual({
      kind: 'imbalance',
      periods: 2,
      days: ['2026-01-12', '2026-01-13'],
    });
    expect(await json(await post(DOWNLOAD))).toMatchObject({ days: [] });
    const events = await collect(log.readAll());
    expect(events.map(({ stream, meta }) => [stream, meta.actor])).toEqual([
      ['prices-FI-2026-01-12', 'trader:trader'],
      ['prices-FI-2026-01-13', 'trader:trader'],
    ]);
    expect(events[0]?.data).toMatchObject({ kind: 'imbalance', minutes: 60, prices: [{ eurPerMwh: '28.44999' }] });
  });

  it.each([
    ['a kind that is none', DOWNLOAD, { kind: 'spot' }, 400, /up, down, imbalance, day-ahead/],
    ['an empty file', '', {}, 400, /text\/csv/],
    ['a price that is no number', DOWNLOAD.replace('-3', 'three'), {}, 400, /line 3/],
    ['a missing column', 'start,price\n2026-01-12T22:00:00Z,1', {}, 400, /column/],
    ['a file of another type', DOWNLOAD, { type: 'application/vnd.ms-excel' }, 415, /./],
    ['a reader of bids', DOWNLOAD, { role: 'finance' as Role }, 403, /./],
  ])('refuses %s', async (_, body, options, status, detail) => {
    const response = await post(body, options);
    expect([response.status, (await json(response))['detail']]).toEqual([status, expect.stringMatching(detail)]);
    expect(log.lastPosition()).toBe(-1);
  });
});
