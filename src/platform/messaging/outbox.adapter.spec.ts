import { describe, expect, it } from '@jest/globals';
import type { Recorded } from '../../kernel/index.js';
import { ManualClock } from '../../../test/support/manual-clock.js';
import { newEvent, newEvents } from '../../../test/support/events.js';
import { until } from '../../../test/support/until.js';
import { MemoryEventLog } from '../eventlog/memory.adapter.js';
import { BusUnavailable, type BusMessage, type MessageBus } from './message-bus.port.js';
import { Outbox } from './outbox.adapter.js';

const feed = {
  topic: 'feed',
  types: ['Counted'],
  messagesOf: ({ stream, data, meta }: Recorded): BusMessage[] => {
    if ('spoilt' in data) throw new TypeError('spoilt');
    return [{ id: meta.messageId, key: stream, value: JSON.stringify(data) }];
  },
};

/** A bus that only notes what is published, and can be out. */
class NotedBus implements MessageBus {
  readonly ids: string[] = [];
  out = false;
  beforeAnswer: () => Promise<void> = () => Promise.resolve();
  async publish(_topic: string, messages: readonly BusMessage[]): Promise<void> {
    if (this.out) throw new BusUnavailable('no broker answers');
    this.ids.push(...messages.map(({ id }) => id));
    await this.beforeAnswer();
  }
  consume = (): never => {
    throw new Error('nobody reads here');
  };
  close = (): Promise<void> => Promise.resolve();
}

function world() {
  const clock = new ManualClock();
  const log = new MemoryEventLog(clock);
  const bus = new NotedBus();
  const failures: unknown[] = [];
  const outages: string[] = [];
  const outbox = (name = 'feed'): Outbox =>
    new Outbox({
      log,
      bus,
      clock,
      name,
      feeds: [feed],
      onOutage: ({ message }) => outages.push(message),
      onFailure: (error) => failures.push(error),
    });
  const checkpoints = async (): Promise<number[]> => {
    const positions: number[] = [];
    for await (const { data } of log.readStream('outbox-feed'))
      positions.push((data as { readonly position: number }).position);
    return positions;
  };
  return { clock, log, bus, failures, outages, outbox, checkpoints };
}

const ids = (prefix: string, count: number): string[] => Array.from({ length: count }, (_, n) => `${prefix}-${n}`);

describe('the outbox', () => {
  it('publishes what is in the log and what comes, in order, each event once', async () => {
    const { log, bus, outbox, checkpoints } = world();
    await log.append('s', 'no-stream', newEvents('old', 3));
    const running = outbox();
    await running.start();
    await log.append('s', 'any', newEvents('new', 2));
    await until(() => bus.ids.length === 5);
    await running.stop();
    expect(bus.ids).toEqual([...ids('old', 3), ...ids('new', 2)]);
    expect(running.position).toBe(4);
    expect(await checkpoints()).toEqual([4]);
  });

  it('goes on after the checkpoint when it is started again', async () => {
    const { log, bus, outbox } = world();
    await log.append('s', 'no-stream', newEvents('a', 2));
    const first = outbox();
    await first.start();
    await until(() => bus.ids.length === 2);
    await first.stop();
    await log.append('s', 'any', newEvents('b', 2));
    const second = outbox();
    await second.start();
    await until(() => bus.ids.length === 4);
    await second.stop();
    expect(bus.ids).toEqual([...ids('a', 2), ...ids('b', 2)]);
  });

  it('sends again, with the same ids, what no checkpoint covers', async () => {
    const { log, bus, outbox } = world();
    await log.append('s', 'no-stream', newEvents('a', 2));
    const crashed = outbox();
    await crashed.start();
    await until(() => bus.ids.length === 2);
    // It never stops in order: the process died here.
    const next = outbox();
    await next.start();
    await until(() => bus.ids.length === 4);
    expect(bus.ids).toEqual([...ids('a', 2), ...ids('a', 2)]);
    await next.stop();
  });

  it('saves a checkpoint as it goes, so that a crash sends a bounded number again', async () => {
    const { log, bus, outbox, checkpoints } = world();
    const running = outbox();
    await running.start();
    await log.append('s', 'no-stream', newEvents('a', 1_200));
    await until(async () => bus.ids.length === 1_200 && (await checkpoints()).length > 0);
    expect(await checkpoints()).toEqual([999]);
    await running.stop();
    expect(await checkpoints()).toEqual([999, 1_199]);
  });

  it('waits for a bus that is out, says so, and skips nothing', async () => {
    const { clock, log, bus, outbox, outages, failures } = world();
    bus.out = true;
    await log.append('s', 'no-stream', newEvents('a', 2));
    const running = outbox();
    await running.start();
    await until(() => outages.length >= 2);
    expect(running.waiting(clock.now()).events).toBe(2);
    bus.out = false;
    await until(() => bus.ids.length === 2);
    await running.stop();
    expect(outages[0]).toBe('no broker answers');
    expect(failures).toEqual([]);
  });

  it('reads no further ahead than it may while the bus is out, and can be stopped', async () => {
    const { log, bus, outbox, clock } = world();
    bus.out = true;
    const running = outbox();
    await running.start();
    await log.append('s', 'no-stream', newEvents('a', 3_000));
    await until(() => running.waiting(clock.now()).events === 2_000);
    await running.stop();
    expect(bus.ids).toEqual([]);
    const next = outbox();
    bus.out = false;
    await next.start();
    await until(() => bus.ids.length === 3_000);
    await next.stop();
  });

  it('skips what the same outbox in another process has published', async () => {
    const { log, bus, outbox, checkpoints } = world();
    await log.append('s', 'no-stream', newEvents('a', 1_500));
    let letGo = (): void => undefined;
    const slow = outbox();
    bus.beforeAnswer = () => new Promise((resolve) => (letGo = resolve));
    await slow.start();
    await until(() => bus.ids.length === 500);
    bus.beforeAnswer = () => Promise.resolve();
    const fast = outbox();
    await fast.start();
    await until(() => bus.ids.length === 2_000);
    await fast.stop();
    letGo();
    await until(() => slow.position === 1_499);
    await slow.stop();
    expect(bus.ids.filter((id, index) => bus.ids.indexOf(id) === index)).toEqual(ids('a', 1_500));
    expect((await checkpoints()).at(-1)).toBe(1_499);
  });

  it('stands still before an event that a feed cannot take, and says so', async () => {
    const { log, bus, outbox, failures } = world();
    await log.append('s', 'no-stream', [...newEvents('a', 1), newEvent('b-0', { spoilt: true })]);
    const running = outbox();
    await running.start();
    await until(() => failures.length > 0);
    await running.stop();
    expect(failures).toEqual([new TypeError('spoilt')]);
    expect(bus.ids.filter((id) => id === 'b-0')).toEqual([]);
  });

  it('tells of a failure that is our own', async () => {
    const { log, bus, outbox, failures } = world();
    bus.publish = () => Promise.reject(new Error('a broken promise of our own'));
    await log.append('s', 'no-stream', newEvents('a', 1));
    await outbox().start();
    await until(() => failures.length > 0);
    expect(failures).toEqual([new Error('a broken promise of our own')]);
  });
});
