import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Dashboard, type DashboardView } from '../../src/dashboard/index.js';
import { DASHBOARD_CONTROLLERS, dashboardProviders } from '../../src/dashboard/dashboard.module.js';
import { readMessages, type StreamMessage } from '../../src/dashboard/web/live/event-stream.js';
import type { EventBase } from '../../src/kernel/index.js';
import { dashboardSource } from '../support/dashboard-source.js';
import { minutesLater, pluggedIn } from '../support/fleet.js';
import { startServer, type RunningServer } from '../support/http-server.js';
import { asRecorded, capacityCommitted, responseRecorded } from '../support/trading-events.js';

/** A car is plugged in, an hour sold, a quarter of it delivered. */
const EVENTS: EventBase[] = [
  pluggedIn(),
  capacityCommitted([[minutesLater(0), 100_000, '20.00']]),
  responseRecorded(minutesLater(0), 900, 100_000),
];

describe('the dashboard over HTTP', () => {
  let server: RunningServer;
  let add: (events: readonly EventBase[]) => void;

  beforeEach(async () => {
    const source = dashboardSource(minutesLater(15));
    const dashboard = new Dashboard(source);
    const all: EventBase[] = [];
    add = (events) => {
      const before = all.length;
      all.push(...events);
      for (const event of asRecorded(all).slice(before)) {
        source.apply(event);
        dashboard.apply(event);
      }
    };
    add(EVENTS);
    server = await startServer({ controllers: DASHBOARD_CONTROLLERS, providers: dashboardProviders(dashboard) });
  });
  // A client that leaves a stream keeps a fresh connection at hand, which the server can only cut.
  afterEach(() => server.close(100));

  it('answers the whole page at a log position, for no cache to keep', async () => {
    const response = await server.request('trader', '/api/v1/dashboard');
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(response.headers.get('cache-control')).toBe('no-store');
    const view = (await response.json()) as DashboardView;
    expect(view.position).toBe(2);
    expect(view.figures).toMatchObject({ committedW: 100_000, maintainedW: 100_000, capacityPayTodayEur: '0.50' });
    expect(view.sessions).toMatchObject({ total: 1, rows: [{ sessionId: 'S1', state: 'waiting', socPermille: 520 }] });
  });

  it('shows each role what it may read', async () => {
    const sectionsFor = async (role: 'operator' | 'finance'): Promise<string[]> =>
      Object.keys((await (await server.request(role, '/api/v1/dashboard')).json()) as object);
    expect(await sectionsFor('operator')).not.toContain('settlements');
    expect(await sectionsFor('finance')).not.toContain('sessions');
  });

  it('is closed to drivers, to the TSO and to strangers', async () => {
    for (const path of ['/api/v1/dashboard', '/api/v1/stream']) {
      expect((await server.request(null, path)).status).toBe(401);
      expect((await server.request('driver', path)).status).toBe(403);
      expect((await server.request('tso', path)).status).toBe(403);
    }
  });

  async function follow(lastEventId?: string): Promise<{ next(): Promise<StreamMessage>; leave(): void }> {
    const leaving = new AbortController();
    const headers: Record<string, string> = lastEventId === undefined ? {} : { 'Last-Event-ID': lastEventId };
    const response = await server.request('auditor', '/api/v1/stream', { headers, signal: leaving.signal });
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    const messages = readMessages(response.body as ReadableStream<Uint8Array>, () => undefined);
    return {
      leave: () => leaving.abort(),
      next: async () => {
        const message = await messages.next();
        if (message.done) throw new Error('the stream has ended');
        return message.value;
      },
    };
  }

  it('streams changes, and resumes where a reader was', async () => {
    const reader = await follow('2');
    await reader.next();
    add([capacityCommitted([[minutesLater(60), 200_000, '30.00']])]);
    const change = await reader.next();
    expect(change.id).toBe('3');
    expect(JSON.parse(change.data)).toMatchObject({ figures: { soldTodayMwH: 0.3 } });
    reader.leave();
    const resumed = await follow('3');
    expect((await resumed.next()).id).toBe('3');
    resumed.leave();
  });

  it('ends its streams when the server stops', async () => {
    const reader = await follow();
    await reader.next();
    const started = Date.now();
    await server.close();
    expect(Date.now() - started).toBeLessThan(2_000);
    await expect(reader.next()).rejects.toThrow();
  });
});
