import type { EpochMs, Recorded } from '../../src/kernel/index.js';
import type { NewEvent } from '../../src/platform/index.js';

/** An event with all its metadata made from its message id. */
export const newEvent = (messageId: string, data: object = { n: 1 }, type = 'Counted'): NewEvent => ({
  type,
  data,
  meta: { messageId, correlationId: `correlation of ${messageId}`, causationId: messageId, actor: 'test' },
  occurredAt: Date.UTC(2025, 8, 1, 12) as EpochMs,
});

/** `count` events with message ids `<prefix>-0`, `<prefix>-1`, … and data `{ n: 0 }`, … */
export const newEvents = (prefix: string, count: number): NewEvent[] =>
  Array.from({ length: count }, (_, n) => newEvent(`${prefix}-${n}`, { n }));

export async function collect(events: AsyncIterable<Recorded>): Promise<Recorded[]> {
  const all: Recorded[] = [];
  for await (const event of events) all.push(event);
  return all;
}

export const positions = async (events: AsyncIterable<Recorded>): Promise<number[]> =>
  (await collect(events)).map(({ position }) => position);

export const messageIds = async (events: AsyncIterable<Recorded>): Promise<string[]> =>
  (await collect(events)).map(({ meta }) => meta.messageId);
