import { beforeEach, describe, expect, it } from '@jest/globals';
import type { EpochMs } from '../../src/kernel/index.js';
import { AppendLanes } from '../../src/platform/eventlog/kurrentdb/append-lanes.adapter.js';
import type { PendingAppend } from '../../src/platform/eventlog/kurrentdb/stream-writer.adapter.js';
import { LogOverloaded, type AppendResult } from '../../src/platform/index.js';
import { newEvents } from '../support/events.js';

const pending = (stream: string, count: number): PendingAppend => ({
  stream,
  expected: 'any',
  events: newEvents(stream, count),
  recordedAt: 0 as EpochMs,
});

describe('lanes of appends', () => {
  let underWay: { readonly append: PendingAppend; answer(revision: number): Promise<void>; fail(): Promise<void> }[];
  let lanes: AppendLanes;

  beforeEach(() => {
    underWay = [];
    const write = (append: PendingAppend): Promise<AppendResult> =>
      new Promise((resolve, reject) => {
        const turn = (): Promise<void> => new Promise((done) => setImmediate(done));
        underWay.push({
          append,
          answer: (revision) => (resolve({ revision, position: revision, repeated: false }), turn()),
          fail: () => (reject(new Error('the store said no')), turn()),
        });
      });
    lanes = new AppendLanes(write, 10);
  });

  it('write to a stream in the order of the calls, to different streams at once', async () => {
    const results = [lanes.append(pending('a', 1)), lanes.append(pending('a', 2)), lanes.append(pending('b', 1))];
    expect(underWay.map(({ append }) => append.stream)).toEqual(['a', 'b']);
    await underWay[0]?.answer(0);
    expect(underWay.map(({ append }) => append.events.length)).toEqual([1, 1, 2]);
    await underWay[1]?.answer(0);
    await underWay[2]?.answer(2);
    expect((await Promise.all(results)).map(({ revision }) => revision)).toEqual([0, 2, 0]);
  });

  it('tell senders to come back when too much is waiting, and take them again afterwards', async () => {
    const first = lanes.append(pending('a', 6));
    const second = lanes.append(pending('b', 4));
    await expect(lanes.append(pending('c', 1))).rejects.toThrow(LogOverloaded);
    expect(lanes.queuedEvents).toBe(10);
    await underWay[0]?.answer(5);
    await first;
    const third = lanes.append(pending('c', 6));
    await underWay[1]?.answer(3);
    await underWay[2]?.answer(5);
    await Promise.all([second, third]);
    expect(lanes.queuedEvents).toBe(0);
  });

  it('take one append of any size when nothing else waits', async () => {
    const big = lanes.append(pending('a', 1_000));
    await underWay[0]?.answer(999);
    expect(await big).toMatchObject({ revision: 999 });
  });

  it('go on after an append that failed', async () => {
    const failed = lanes.append(pending('a', 1));
    const next = lanes.append(pending('a', 1));
    await Promise.all([expect(failed).rejects.toThrow('said no'), underWay[0]?.fail()]);
    await underWay[1]?.answer(0);
    expect(await next).toMatchObject({ revision: 0 });
  });

  it('are idle once all are answered', async () => {
    await lanes.idle();
    let idle = false;
    const append = lanes.append(pending('a', 1));
    const waiting = lanes.idle().then(() => (idle = true));
    await new Promise((resolve) => setImmediate(resolve));
    expect(idle).toBe(false);
    await underWay[0]?.answer(0);
    await Promise.all([append, waiting]);
  });
});
