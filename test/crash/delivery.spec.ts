import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventLogFile } from '../../src/cli/data-folder.adapter.js';
import { isoInstant } from '../../src/kernel/index.js';
import { SqliteEventLog } from '../../src/platform/eventlog/embedded/sqlite.adapter.js';
import {
  DAY,
  engineOn,
  frequencyOver,
  gaugesAt,
  minute,
  NOON,
  SOLD_W,
  soldHours,
} from '../support/delivering-engine.js';
import { isBuilt } from '../support/demo-process.js';
import { collect } from '../support/events.js';
import { ManualClock } from '../support/manual-clock.js';

const folder = mkdtempSync(join(tmpdir(), 'backfeed-delivery-'));
const data = join(folder, 'data');
let running: ChildProcess | null = null;

/** Two hours sold and one and a half of them delivered, in a log whose engine was never seen again. */
async function writeTornDelivery(): Promise<void> {
  mkdirSync(data);
  const clock = new ManualClock(NOON);
  const log = await SqliteEventLog.open({ file: eventLogFile(data), clock });
  const engine = await engineOn(log, clock);
  await soldHours(engine, log, 2);
  await frequencyOver(engine, clock, [NOON, minute(60)], 49_990);
  await gaugesAt(engine, minute(60));
  await frequencyOver(engine, clock, [minute(60), minute(90)], 49_990);
  await engine.stop();
  await log.close();
}

function serve(): ChildProcess {
  const command = ['dist/cli.js', 'serve', '--port', '0', '--data', data];
  running = spawn(process.execPath, command, { stdio: ['ignore', 'pipe', 'pipe'] });
  return running;
}

async function kill(child: ChildProcess): Promise<void> {
  const ended = child.exitCode === null && child.signalCode === null ? once(child, 'exit') : null;
  child.kill('SIGKILL');
  await ended;
  running = null;
}

/** Types of what was written about the day, by kind. */
async function written(): Promise<Record<string, number>> {
  const log = await SqliteEventLog.open({ file: eventLogFile(data), clock: new ManualClock(), readOnly: true });
  const events = await collect(log.readAll({ types: ['DeliveryScored', 'MtuPriced', 'DaySettled', 'DayCorrected'] }));
  await log.close();
  return events.reduce<Record<string, number>>((sum, { type }) => ({ ...sum, [type]: (sum[type] ?? 0) + 1 }), {});
}

const describeBuilt = isBuilt() ? describe : describe.skip;
describeBuilt('a server that finds hours that ended without it (skipped without dist: run npm run build)', () => {
  beforeAll(writeTornDelivery, 60_000);
  afterAll(async () => {
    if (running !== null) await kill(running);
    rmSync(folder, { recursive: true });
  });

  it('scores and settles them once, however often it is killed over it', async () => {
    // A start takes about a second: these kills fall before it, into it and after it.
    for (const lifeMs of [300, 600, 900, 1_200, 1_500, 2_000, 3_000]) {
      const child = serve();
      await pause(lifeMs);
      await kill(child);
    }
    const child = serve();
    const [head] = (await once(child.stdout as NodeJS.ReadableStream, 'data')) as [Buffer];
    const [origin, token] = (head.toString().split('\n')[0] as string).split('/#token=') as [string, string];
    const get = async (path: string) => {
      const response = await fetch(`${origin}/api/v1${path}`, { headers: { authorization: `Bearer ${token}` } });
      return { status: response.status, text: await response.text() };
    };
    let settled = { days: [] as { deliveryDay: string; capacityEur: string; sanctionEur: string }[] };
    for (const until = Date.now() + 30_000; Date.now() < until && settled.days.length === 0; await pause(200))
      settled = JSON.parse((await get('/settlements?month=2026-01')).text) as typeof settled;
    expect(settled.days).toMatchObject([{ deliveryDay: DAY, capacityEur: '3.00', sanctionEur: '1.00' }]);
    expect(JSON.parse((await get(`/activations?day=${DAY}`)).text)).toMatchObject([
      { mtuStart: isoInstant(NOON), maintainedW: SOLD_W, seconds: 3_600 },
      { mtuStart: isoInstant(minute(60)), maintainedW: SOLD_W / 2, seconds: 1_800 },
    ]);
    const file = await get('/exports/settlements/2026-01.csv');
    expect(file.text).toContain('1800 s are not on record: not maintained');
    await kill(child);
    expect(await written()).toEqual({ DeliveryScored: 2, MtuPriced: 2, DaySettled: 1 });
  }, 120_000);
});
