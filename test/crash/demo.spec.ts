import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, describe, expect, it } from '@jest/globals';
import { eventLogFile } from '../../src/cli/data-folder.adapter.js';
import type { ReplayReport } from '../../src/platform/index.js';
import { SqliteEventLog } from '../../src/platform/eventlog/embedded/sqlite.adapter.js';
import { DEMO_BEGINS } from '../../src/simulation/demo.js';
import { isBuilt, killDuringFirstStart, startDemo, type DemoProcess } from '../support/demo-process.js';
import { ManualClock } from '../support/manual-clock.js';

const folder = mkdtempSync(join(tmpdir(), 'backfeed-demo-'));
/** The first day that the demo bids for before the newcomer's eyes. */
const NEXT_DAY = '2026-01-15';
let running: DemoProcess | null = null;
afterAll(async () => {
  await running?.end('SIGKILL');
  rmSync(folder, { recursive: true });
});

/** What a reader of the log finds: positions without a hole, hours committed once, the chain, the last instant. */
async function readLog(dataDir = folder) {
  const log = await SqliteEventLog.open({ file: eventLogFile(dataDir), clock: new ManualClock() });
  const faults: string[] = [];
  const committed = new Map<string, number>();
  const messages = new Set<string>();
  let [next, last] = [0, 0];
  for await (const { position, type, stream, data, meta, recordedAt } of log.readAll()) {
    if (position !== next) faults.push(`position ${position} where ${next} was due`);
    if (recordedAt < last) faults.push(`position ${position} was recorded before its predecessor`);
    if (messages.has(`${stream} ${meta.messageId}`)) faults.push(`${meta.messageId} is in ${stream} twice`);
    messages.add(`${stream} ${meta.messageId}`);
    if (type === 'CapacityCommitted')
      for (const { mtuStart } of (data as { mtus: { mtuStart: string }[] }).mtus)
        committed.set(mtuStart, (committed.get(mtuStart) ?? 0) + 1);
    next = position + 1;
    last = recordedAt;
  }
  for (const [mtu, times] of committed) if (times > 1) faults.push(`${mtu} is committed ${times} times`);
  const chain = await log.verifyChain();
  if (!chain.intact) faults.push(`the chain is broken at ${chain.position}: ${chain.reason}`);
  await log.close();
  return { faults, events: next, last, committedMtus: committed.size };
}

function replayVerify(): ReplayReport {
  const command = ['dist/cli.js', 'replay', '--verify', '--data', folder, '--json'];
  return JSON.parse(execFileSync(process.execPath, command, { encoding: 'utf8' })) as ReplayReport;
}

const simulatedNow = async (demo: DemoProcess): Promise<number> => (await demo.get('/dashboard')).status.now;
const toMs = (instant: number | string): number => (typeof instant === 'number' ? instant : Date.parse(instant));

const describeBuilt = isBuilt() ? describe : describe.skip;
describeBuilt('the demo as it is built (skipped without dist: run npm run build)', () => {
  it('answers on the printed address within 30 s of its first start', async () => {
    running = await startDemo(folder);
    expect(running.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/#token=[\w.-]+$/);
    expect(running.startedInMs).toBeLessThan(30_000);
    const page = await fetch(running.url);
    expect([page.status, page.headers.get('content-type')]).toEqual([200, expect.stringContaining('text/html')]);
    expect(Object.keys(running.tokens()).sort()).toEqual(['auditor', 'driver', 'finance', 'operator', 'trader', 'tso']);
  }, 90_000);

  it('delivers at once, and plans, sends, is acknowledged and awarded within two minutes', async () => {
    const demo = running as DemoProcess;
    const { live, capacity } = await demo.get('/dashboard');
    expect(live.response.length).toBeGreaterThan(0);
    expect(capacity).toBeDefined();
    expect(await demo.get(`/bids?day=${NEXT_DAY}`)).toEqual([]);
    const seen = new Set<string>();
    for (const until = Date.now() + 120_000; Date.now() < until && !seen.has('committed'); await pause(500))
      for (const { state } of await demo.get(`/bids?day=${NEXT_DAY}`)) seen.add(state);
    expect([...seen]).toEqual(expect.arrayContaining(['acknowledged', 'committed']));
  }, 150_000);

  it('goes on from where it was killed, five times over, and loses and doubles nothing', async () => {
    let before = await readAfterKill();
    for (let kill = 0; kill < 4; kill++) {
      running = await startDemo(folder);
      expect(running.startedInMs).toBeLessThan(30_000);
      const now = toMs(await simulatedNow(running));
      expect(now).toBeGreaterThanOrEqual(before.last);
      expect(now - before.last).toBeLessThan(30 * 60_000);
      // At 60 times: one to seven simulated minutes, at a moment that falls as it may.
      await pause(1_000 + Math.random() * 6_000);
      const after = await readAfterKill();
      expect(after.events).toBeGreaterThan(before.events);
      before = after;
    }
    // What the killed processes had put aside is what a rebuild gives.
    const { findings, projections } = replayVerify();
    expect(findings).toEqual([]);
    expect(projections.map(({ snapshot }) => snapshot)).toEqual(projections.map(() => 'equal'));
  }, 240_000);

  it('ends by SIGTERM within ten seconds, exit code 0, also with a reader at the stream', async () => {
    const demo = await startDemo(folder);
    running = null;
    const stream = await fetch(`${demo.origin}/api/v1/stream`, {
      headers: { authorization: `Bearer ${demo.traderToken}` },
    });
    await stream.body?.getReader().read();
    const { code, tookMs } = await demo.end('SIGTERM');
    expect(code).toBe(0);
    expect(tookMs).toBeLessThan(10_000);
    expect((await readLog()).faults).toEqual([]);
  }, 60_000);
});

describeBuilt('a first start that was killed while the past was written', () => {
  it('is made good by the next', async () => {
    const cut = mkdtempSync(join(tmpdir(), 'backfeed-cut-'));
    try {
      await killDuringFirstStart(cut, eventLogFile(cut));
      const torn = await readLog(cut);
      expect(torn.events).toBeGreaterThan(0);
      expect(torn.last).toBeLessThan(DEMO_BEGINS);
      const demo = await startDemo(cut);
      expect(toMs(await simulatedNow(demo))).toBeGreaterThanOrEqual(DEMO_BEGINS);
      await demo.end('SIGTERM');
      const whole = await readLog(cut);
      expect(whole.faults).toEqual([]);
      expect(whole.events).toBeGreaterThan(torn.events);
    } finally {
      rmSync(cut, { recursive: true });
    }
  }, 120_000);
});

async function readAfterKill() {
  await running?.end('SIGKILL');
  running = null;
  const found = await readLog();
  expect(found.faults).toEqual([]);
  return found;
}
