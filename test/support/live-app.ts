import { snapshotPolicy } from '../../src/code-version.adapter.js';
import { CONTROLLERS, openDashboard, providersOf, readinessOf } from '../../src/app.js';
import type { Engine } from '../../src/engine/index.js';
import { epochMs, isoInstant, MS_PER_HOUR, type EpochMs } from '../../src/kernel/index.js';
import { startLive } from '../../src/live-world.js';
import { fcrnRules } from '../../src/market/index.js';
import { MemoryEventLog } from '../../src/platform/eventlog/memory.adapter.js';
import type { EventLog, SnapshotStore } from '../../src/platform/index.js';
import type { Role } from '../../src/platform/access/index.js';
import { whyElsewhere } from '../../src/roles.js';
import { readSettings } from '../../src/settings.js';
import type { FirmCapacitySample } from '../../src/simulation/history-run.js';
import { HistorySamples } from '../../src/simulation/history-samples.service.js';
import { startServer, type RunningServer } from './http-server.js';
import { ManualClock } from './manual-clock.js';

export interface LiveApp {
  readonly server: RunningServer;
  readonly engine: Engine;
  readonly log: EventLog;
  readonly clock: ManualClock;
  /** Moves the clock and lets TSO and engine do what is due, a minute at a time. */
  moveTo(at: EpochMs): Promise<void>;
  /** Status and JSON body of a request under `/api/v1`. */
  call(role: Role | null, method: string, path: string, body?: unknown): Promise<{ status: number; body: any }>;
  close(): Promise<void>;
}

/** Four weeks in which so much could have been held in every hour: what an import gives a new customer. */
function samplesBefore(at: EpochMs, firmW: number): FirmCapacitySample[] {
  const first = Math.floor(at / MS_PER_HOUR) * MS_PER_HOUR - 28 * 24 * MS_PER_HOUR;
  return Array.from({ length: 28 * 24 }, (_, hour) => ({
    product: 'FCR-N',
    mtuStart: isoInstant(first + hour * MS_PER_HOUR),
    firmW,
    upW: firmW,
    downW: firmW,
    committedW: 0,
    sessions: 3,
    boundBy: 'power-up',
    origin: 'history',
  }));
}

/** The live server as `backfeed serve` wires it, over a log in memory and a clock that the test moves. */
export async function startLiveApp(
  at: EpochMs,
  environment: Readonly<Record<string, string>> = {},
  pastFirmW: number | null = null,
  openLog: (clock: ManualClock) => Promise<EventLog> = (clock) => Promise.resolve(new MemoryEventLog(clock)),
  /** Where the read models are put aside; left out: each start reads the whole log. */
  snapshots?: SnapshotStore,
): Promise<LiveApp> {
  const clock = new ManualClock(at);
  const log = await openLog(clock);
  const settings = readSettings(environment);
  if (pastFirmW !== null) await new HistorySamples(log).add(samplesBefore(at, pastFirmW));
  const failures: unknown[] = [];
  const fail = (error: unknown): unknown => failures.push(error);
  const policy = snapshots && snapshotPolicy(snapshots);
  const { engine, tick } = await startLive(log, clock, settings, fail, undefined, policy);
  const system = {
    ...{ engine, log, clock, speed: 1, simulated: false, approval: settings.approval, rulesOf: fcrnRules },
    ...(policy && { snapshots: policy }),
  };
  const dashboard = await openDashboard(system);
  const server = await startServer({
    controllers: CONTROLLERS,
    providers: providersOf({ ...system, dashboard }),
    elsewhere: (path) => whyElsewhere(settings.roles, path),
    readiness: readinessOf(engine, settings.roles),
  });
  return {
    server,
    engine,
    log,
    clock,
    async moveTo(until) {
      while (clock.at < until) {
        clock.at = epochMs(Math.min(until, clock.at + 60_000));
        await tick(clock.at);
        await engine.settled();
      }
      if (failures.length > 0) throw failures[0];
    },
    async call(role, method, path, body) {
      const init: RequestInit = { method };
      if (body !== undefined) {
        init.body = typeof body === 'string' ? body : JSON.stringify(body);
        init.headers = { 'content-type': typeof body === 'string' ? 'text/csv' : 'application/json' };
      }
      const response = await server.request(role, `/api/v1${path}`, init);
      const text = await response.text();
      return { status: response.status, body: text.startsWith('{') || text.startsWith('[') ? JSON.parse(text) : text };
    },
    async close() {
      await server.close();
      await engine.stop();
      await log.close();
    },
  };
}
