import { dirname, join } from 'node:path';
import { snapshotPolicy } from './code-version.adapter.js';
import { epochMs, MS_PER_MINUTE } from './kernel/index.js';
import { SqliteEventLog } from './platform/eventlog/embedded/sqlite.adapter.js';
import { MemoryEventLog } from './platform/eventlog/memory.adapter.js';
import type { EventLog } from './platform/index.js';
import type { Settings } from './settings.js';
import { DemoBatteryFile } from './simulation/demo-batteries.adapter.js';
import {
  DEMO_BEGINS,
  type DemoBatteries,
  demoClock,
  type DemoOptions,
  type DemoWorld,
  driveTo,
  lastInstant,
  layDownPast,
  resumeDemo,
  type VirtualClock,
} from './simulation/index.js';
import { bidPolicy, PRICE_AREA, settlementTerms } from './trading-terms.js';

const SEED = 1;
const CHARGERS = 60;
const COPY_BATCH = 2000;

export interface Demo {
  readonly world: DemoWorld;
  readonly log: SqliteEventLog;
  /** Puts aside what is in the cars. */
  readonly keepBatteries: () => Promise<void>;
}

/** Opens the demo's log, lays the simulated past down on its first start, and goes on where the log ends. */
export async function openDemo(
  file: string,
  settings: Settings,
  onProgress: (done: number) => Promise<void> | void,
  onFailure: (error: unknown) => void,
): Promise<Demo> {
  const options: DemoOptions = {
    seed: SEED,
    chargers: CHARGERS,
    engine: {
      policy: bidPolicy(settings),
      strategy: settings.strategy,
      holidays: settings.holidays,
      settlement: { ...settlementTerms(settings), settleDelayMs: 15 * MS_PER_MINUTE, priceArea: PRICE_AREA },
      approval: settings.approval,
    },
    onFailure,
  };
  let clock = demoClock();
  const log = await SqliteEventLog.open({ file, clock: { now: () => clock.now() } });
  const batteryFile = new DemoBatteryFile(join(dirname(file), 'demo-batteries.json'));
  let batteries = await batteryFile.read();
  const last = await lastInstant(log);
  // A first start that was cut short is made again: what it wrote already is written once.
  if (last === null || last < DEMO_BEGINS) {
    await onProgress(0);
    batteries = await pastInto(log, clock, (at) => (clock = at), options, onProgress);
  } else clock = demoClock(last);
  const world = await resumeDemo(log, clock, { ...options, snapshots: snapshotPolicy(log.snapshots) }, batteries);
  return { world, log, keepBatteries: () => batteryFile.write(world.batteries()) };
}

/** The past is run in memory and then written in large commits: seconds instead of minutes. */
async function pastInto(
  log: EventLog,
  clock: VirtualClock,
  setClock: (clock: VirtualClock) => void,
  options: DemoOptions,
  onProgress: (done: number) => Promise<void> | void,
): Promise<DemoBatteries> {
  const memory = new MemoryEventLog(clock);
  const batteries = await layDownPast(memory, clock, options, (done) => onProgress(done * 0.8));
  const recordedAt = demoClock();
  setClock(recordedAt);
  let copied = 0;
  let pending: Promise<unknown>[] = [];
  for await (const { stream, type, schemaVersion, data, meta, occurredAt, recordedAt: at } of memory.readAll()) {
    if (pending.length >= COPY_BATCH) {
      await Promise.all(pending);
      pending = [];
    }
    recordedAt.moveTo(at);
    pending.push(log.append(stream, 'any', [{ type, schemaVersion, data, meta, occurredAt }]));
    if (++copied % 20_000 === 0) await onProgress(0.8 + (0.2 * copied) / (memory.lastPosition() + 1));
  }
  await Promise.all(pending);
  setClock(clock);
  return batteries;
}

/**
 * Paces the virtual clock by the wall's, `speed` simulated seconds a second, and never in bursts of more than a minute.
 * What is in the cars is put aside after every step.
 */
export function paceDemo(
  { world, keepBatteries }: Pick<Demo, 'world' | 'keepBatteries'>,
  speed: number,
  wallNow: () => number,
  onFailure: (error: unknown) => void,
): { stop(): Promise<void> } {
  let wall = wallNow();
  let target: number = world.clock.now();
  let running = true;
  let turn: Promise<void> = Promise.resolve();
  const step = async (): Promise<void> => {
    const now = wallNow();
    target = Math.min(target + (now - wall) * speed, world.clock.now() + Math.max(MS_PER_MINUTE, 2 * speed * 1000));
    wall = now;
    const until = epochMs(Math.floor(target / 1000) * 1000);
    if (until <= world.clock.now()) return;
    await driveTo(world, until);
    await keepBatteries();
  };
  const timer = setInterval(() => {
    turn = turn
      .then(async () => (running ? step() : undefined))
      .catch((error: unknown) => {
        running = false;
        onFailure(error);
      });
  }, 200);
  return {
    stop: async () => {
      running = false;
      clearInterval(timer);
      await turn;
    },
  };
}
