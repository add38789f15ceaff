import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { SqliteEventLog } from '../../src/platform/eventlog/embedded/sqlite.adapter.js';
import { compileSources } from './compiled-sources.js';
import { collect } from './events.js';
import { ManualClock } from './manual-clock.js';

const CHILD = join(dirname(fileURLToPath(import.meta.url)), 'append-until-killed.mjs');

interface Acknowledged {
  readonly position: number;
  readonly revision: number;
  readonly stream: string;
  readonly size: number;
  readonly messageId: string;
}

export interface CrashReport {
  readonly kills: number;
  /** Batches that the killed processes had acknowledged. */
  readonly acknowledged: number;
  readonly events: number;
  /** What is wrong, one line each; empty when all is well. */
  readonly faults: readonly string[];
}

/** Lets a process append to one log and kills it at a moment drawn from the seed, again and again; checks the log after each. */
export async function killWriterRepeatedly(kills: number, seed: number): Promise<CrashReport> {
  const folder = await mkdtemp(join(tmpdir(), 'backfeed-crash-'));
  const sources = await compileSources(['kernel', 'platform/eventlog']);
  const file = join(folder, 'events.db');
  const random = seeded(seed);
  const acknowledged: Acknowledged[] = [];
  const faults: string[] = [];
  let events = 0;
  try {
    for (let kill = 0; kill < kills && faults.length === 0; kill += 1) {
      acknowledged.push(...(await appendUntilKilled([sources.folder, file, `run-${kill}`], 1 + random() * 150)));
      const found = await checkLog(file, acknowledged);
      faults.push(...found.faults.map((fault) => `after kill ${kill + 1}: ${fault}`));
      events = found.events;
    }
  } finally {
    await sources.remove();
    await rm(folder, { recursive: true });
  }
  return { kills, acknowledged: acknowledged.length, events, faults };
}

/** @param delayMs from the child's first sign of life to SIGKILL. */
async function appendUntilKilled(args: readonly string[], delayMs: number): Promise<Acknowledged[]> {
  const child = spawn(process.execPath, [CHILD, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    if (output === '') setTimeout(() => child.kill('SIGKILL'), delayMs);
    output += text;
  });
  const [, signal] = (await once(child, 'close')) as [number | null, string | null];
  if (signal !== 'SIGKILL') throw new Error(`the writer ended by itself; it printed: ${output}`);
  // The last piece is empty, or a line that the kill cut off.
  const [, ...lines] = output.split('\n').slice(0, -1);
  return lines.map((line) => JSON.parse(line) as Acknowledged);
}

async function checkLog(
  file: string,
  acknowledged: readonly Acknowledged[],
): Promise<{ events: number; faults: string[] }> {
  // A reader comes first: it has to recover the write-ahead log as well.
  const reader = await SqliteEventLog.open({ file, clock: new ManualClock(), readOnly: true });
  const seenByReader = reader.lastPosition();
  await reader.close();
  const log = await SqliteEventLog.open({ file, clock: new ManualClock() });
  const faults: string[] = [];
  const all = await collect(log.readAll());
  if (seenByReader !== log.lastPosition())
    faults.push(`a reader saw up to ${seenByReader}, the log reaches ${log.lastPosition()}`);
  for (const { position, revision, stream, size, messageId } of acknowledged) {
    const event = all[position];
    if (event?.meta.messageId !== messageId || event.stream !== stream || event.revision !== revision)
      faults.push(`acknowledged batch of ${size} ending with ${messageId} is not at position ${position}`);
  }
  faults.push(...doubledOrPartial(all.map(({ meta }) => meta.messageId)));
  const verdict = await log.verifyChain();
  if (!verdict.intact) faults.push(`chain broken at ${verdict.position}: ${verdict.reason}`);
  await log.close();
  return { events: all.length, faults };
}

/** Message ids end with `/<index in the batch>/<size of the batch>`: a batch has to lie there whole, in order, once. */
function doubledOrPartial(messageIds: readonly string[]): string[] {
  const faults: string[] = [];
  if (new Set(messageIds).size !== messageIds.length) faults.push('a message is in the log twice');
  for (let start = 0; start < messageIds.length;) {
    const [, batch, size] = /^(.*)\/0\/(\d)$/.exec(messageIds[start] ?? '') ?? [];
    const expected = Array.from({ length: Number(size ?? 1) }, (_, index) => `${batch}/${index}/${size}`);
    if (expected.join() !== messageIds.slice(start, start + expected.length).join())
      return [...faults, `the batch at position ${start} is not whole`];
    start += expected.length;
  }
  return faults;
}

/** Mulberry32: numbers in [0, 1) that are the same for the same seed. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
