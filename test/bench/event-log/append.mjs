/** Durable appends: how many events a second at so many events a commit, and with so many writers at once. */
import { bare, file, ours, oursInBatches } from './contenders.mjs';
import { performance } from 'node:perf_hooks';
import { CARS, compete, perSecond, printTable, times } from './work.mjs';

const ROUNDS = 5;
/** A run ends at the first commit after this, or with that many events, so that a busy disk makes it no longer. */
const RUN_MS = 700;
const MOST_EVENTS = 100_000;
/** Before the clock runs every car has its stream, and statements, caches and the engine's compiler are warm. */
const WARM_UP = CARS;

/** `turn(first)` writes `count` events from `first` on and resolves when they are durable. */
async function untilTimeIsUp(count, turn) {
  const from = performance.now();
  let written = 0;
  while (performance.now() - from < RUN_MS && written < MOST_EVENTS) {
    await turn(WARM_UP + written);
    written += count;
  }
  return (written * 1000) / (performance.now() - from);
}

/** One commit after the other. */
async function inCommits(open, count) {
  const store = await open();
  await store.commit(0, WARM_UP);
  const result = await untilTimeIsUp(count, (first) => store.commit(first, count));
  await store.close();
  return result;
}

/** Writers that each wait for their acknowledgement before they send the next event. */
async function withWriters(open, writers) {
  const store = await open();
  await store.commit(0, WARM_UP);
  const from = performance.now();
  let next = WARM_UP;
  const write = async () => {
    while (performance.now() - from < RUN_MS) await store.append(next++);
  };
  await Promise.all(Array.from({ length: writers }, write));
  const result = ((next - WARM_UP) * 1000) / (performance.now() - from);
  await store.close();
  return result;
}

/** A peer that fails leaves a gap in the table and its reason above it. */
function reported(error) {
  console.log(`Emmett failed: ${error.message}`);
  return NaN;
}

const HEAD = ['', 'Backfeed', 'bare libsql', 'write + fdatasync', 'Emmett', 'of bare', 'over Emmett'];

const row = (name, found) => [
  name,
  perSecond(found.backfeed.rate),
  perSecond(found.bare.rate),
  perSecond(found.file.rate),
  found.emmett ? perSecond(found.emmett.rate) : '–',
  `${Math.round(found.backfeed.ratio * 100)} %`,
  found.emmett ? times(found.backfeed.rate / found.emmett.rate) : '–',
];

/** @param emmett what `installEmmett` gives. */
export async function benchAppend(emmett) {
  const rows = [];
  const withEmmett = (run) => (emmett.open ? { emmett: () => run().catch(reported) } : {});
  for (const count of [1, 100, 1_000]) {
    const found = await compete(ROUNDS, 'bare', {
      backfeed: () => inCommits(oursInBatches, count),
      bare: () => inCommits(bare, count),
      file: () => inCommits(file, count),
      ...withEmmett(() => inCommits(emmett.open, count)),
    });
    rows.push(row(`${count} ${count === 1 ? 'event' : 'events'} a commit`, found));
  }
  for (const writers of [1, 64, 256]) {
    const found = await compete(ROUNDS, 'bare', {
      backfeed: () => withWriters(ours, writers),
      bare: () => inCommits(bare, writers),
      file: () => inCommits(file, writers),
      ...withEmmett(() => withWriters(emmett.open, writers)),
    });
    rows.push(row(`${writers} ${writers === 1 ? 'writer' : 'writers at once'}`, found));
  }
  printTable('Durable append, events a second (bare libsql and the file commit as many events at once)', HEAD, rows);
}
