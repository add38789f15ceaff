import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Recorded } from '../../src/kernel/index.js';
import { firstDifference, ProjectionRunner } from '../../src/platform/index.js';
import { SqliteEventLog } from '../../src/platform/eventlog/embedded/sqlite.adapter.js';
import { compileSources } from './compiled-sources.js';
import { collect } from './events.js';
import { ManualClock } from './manual-clock.js';
import { Tally, TALLY_SNAPSHOTS } from './tally.mjs';

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
  /** Kills after which a projection went on from what had been put aside. */
  readonly resumed: number;
  /** What is wrong, one line each; empty when all is well. */
  readonly faults: readonly string[];
}

/** Lets a process append to one log and kills it at a moment drawn from the seed, again and again; checks the log after each. */
export async function killWriterRepeatedly(kills: number, seed: number): Promise<CrashReport> {
  const folder = await mkdtemp(join(tmpdir(), 'backfeed-crash-'));
  const sources = await compileSources(['kernel', 'platform/eventlog']);
  const random = seeded(seed);
  const check = new CrashCheck(join(folder, 'events.db'));
  const faults: string[] = [];
  try {
    for (let kill = 1; kill <= kills && faults.length === 0; kill += 1) {
      const delayMs = 1 + random() * MOST_LIFE_MS;
      const acknowledged = await appendUntilKilled([sources.folder, check.file, `run-${kill}`], delayMs);
      const found = await check.after(acknowledged, kill === kills || kill % WHOLE_EVERY === 0);
      faults.push(...found.map((fault) => `after kill ${kill}: ${fault}`));
    }
  } finally {
    await sources.remove();
    await rm(folder, { recursive: true });
  }
  return { kills, acknowledged: check.acknowledged, events: check.events, resumed: check.resumed, faults };
}

/** From a process' first sign of life to its end. */
const MOST_LIFE_MS = 120;
/** Kills between two looks at the whole log; in between only what is new is looked at. */
const WHOLE_EVERY = 25;

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

/** The log between two lives of its writer. */
class CrashCheck {
  acknowledged = 0;
  resumed = 0;
  private readonly batches: Acknowledged[] = [];
  private readonly recorded: Recorded[] = [];
  /** Fed by this test alone, never put aside: what a rebuild gives. */
  private readonly rebuilt = new Tally();

  constructor(readonly file: string) {}

  get events(): number {
    return this.recorded.length;
  }

  /** @param whole also whether all of the past is still as it was. */
  async after(acknowledged: readonly Acknowledged[], whole: boolean): Promise<string[]> {
    this.acknowledged += acknowledged.length;
    this.batches.push(...acknowledged);
    // A reader comes first: it has to recover the write-ahead log as well.
    const reader = await SqliteEventLog.open({ file: this.file, clock: new ManualClock(), readOnly: true });
    const seenByReader = reader.lastPosition();
    await reader.close();
    const log = await SqliteEventLog.open({ file: this.file, clock: new ManualClock() });
    const faults = await this.faultsOf(log, acknowledged, whole);
    if (seenByReader !== log.lastPosition())
      faults.push(`a reader saw up to ${seenByReader}, the log reaches ${log.lastPosition()}`);
    await log.close();
    return faults;
  }

  private async faultsOf(
    log: SqliteEventLog,
    acknowledged: readonly Acknowledged[],
    whole: boolean,
  ): Promise<string[]> {
    const fresh = await collect(log.readAll({ from: this.events }));
    for (const event of fresh) this.rebuilt.apply(event);
    this.recorded.push(...fresh);
    const faults = [...this.missing(acknowledged), ...doubledOrPartial(fresh.map(({ meta }) => meta.messageId))];
    faults.push(...(await this.projectionFaults(log)));
    return whole ? [...faults, ...(await this.pastFaults(log))] : faults;
  }

  private missing(batches: readonly Acknowledged[]): string[] {
    return batches
      .filter(({ position, revision, stream, messageId }) => {
        const event = this.recorded[position];
        return event?.meta.messageId !== messageId || event.stream !== stream || event.revision !== revision;
      })
      .map(({ position, size, messageId }) => `batch of ${size} up to ${messageId} is not at position ${position}`);
  }

  /** A start takes up what the killed process had put aside: it must give what a rebuild gives. */
  private async projectionFaults(log: SqliteEventLog): Promise<string[]> {
    const policy = { ...TALLY_SNAPSHOTS, store: log.snapshots, everyEvents: Infinity };
    const runner = new ProjectionRunner(log, undefined, policy);
    const tally = new Tally();
    runner.add('tally', tally);
    await runner.start();
    if (runner.startedAfter >= 0) this.resumed += 1;
    const difference = firstDifference(tally.snapshot(), this.rebuilt.snapshot());
    return difference === null ? [] : [`the projection differs from a rebuild at ${difference.path.join('.')}`];
  }

  private async pastFaults(log: SqliteEventLog): Promise<string[]> {
    const all = (await collect(log.readAll())).map(({ meta }) => meta.messageId);
    const before = this.recorded.map(({ meta }) => meta.messageId);
    const faults = this.missing(this.batches);
    if (all.join() !== before.join()) faults.push('an event of an earlier life has changed or gone');
    if (new Set(all).size !== all.length) faults.push('a message is in the log twice');
    const verdict = await log.verifyChain();
    if (!verdict.intact) faults.push(`chain broken at ${verdict.position}: ${verdict.reason}`);
    return faults;
  }
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
