import type { EventBase, Recorded, StreamName } from '../../kernel/index.js';
import { MessageIdReused, type EventLog, type NewEvent } from './event-log.port.js';

/**
 * Writes a fact of which there is one, although several processes may come to it and measure a little differently: the
 * first to write it is right.
 * @returns what stands in the log: the given data, or what another process wrote under the same message id.
 */
export async function firstWritten<E extends EventBase>(
  log: Pick<EventLog, 'append' | 'readStream'>,
  stream: StreamName,
  event: NewEvent<E>,
): Promise<E['data']> {
  try {
    await log.append(stream, 'any', [event]);
    return event.data;
  } catch (error) {
    if (!(error instanceof MessageIdReused)) throw error;
    return await heldUnder(log, stream, event);
  }
}

async function heldUnder(
  log: Pick<EventLog, 'readStream'>,
  stream: StreamName,
  { type, meta }: NewEvent,
): Promise<Recorded['data']> {
  for await (const held of log.readStream(stream, { backwards: true }))
    if (held.meta.messageId === meta.messageId && held.type === type) return held.data;
  throw new MessageIdReused(stream, meta.messageId);
}
