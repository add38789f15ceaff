import { canonicalJson, type StreamName } from '../../kernel/index.js';
import { MessageIdReused, WrongExpectedRevision } from './event-log.port.js';
import type { AppendResult, ExpectedRevision, NewEvent } from './event-log.port.js';

/** The log's promises 2 and 3 as pure checks, so that every adapter says no to the same things with the same words. */

/** An event that the stream holds already, found by its message id. */
export interface HeldEvent {
  readonly position: number;
  readonly revision: number;
  readonly type: string;
  readonly data: object;
}

/** Control characters and lone surrogates do not survive every store's text columns. */
const UNSTORABLE = /[\p{Cc}\p{Cs}]/u;

/** @throws TypeError for an append that no store could hold: our own code's error, never a business case. */
export function checkStorable(stream: StreamName, events: readonly NewEvent[]): void {
  checkName('stream', stream);
  if (events.length === 0) throw new TypeError(`append to ${stream} has no events`);
  for (const { type, meta, schemaVersion = 1, occurredAt } of events) {
    checkName('type', type);
    checkName('messageId', meta.messageId);
    // A chain of one, as telemetry is, has the same id three times.
    if (meta.correlationId !== meta.messageId) checkName('correlationId', meta.correlationId);
    if (meta.causationId !== meta.messageId) checkName('causationId', meta.causationId);
    checkName('actor', meta.actor);
    if (!Number.isSafeInteger(schemaVersion)) throw new TypeError(`schemaVersion ${schemaVersion} is no whole number`);
    if (!Number.isSafeInteger(occurredAt))
      throw new TypeError(`occurredAt ${occurredAt} is no instant in milliseconds`);
  }
}

function checkName(field: string, value: unknown): void {
  if (typeof value !== 'string' || value === '' || UNSTORABLE.test(value))
    throw new TypeError(`${field} ${JSON.stringify(value)} must be text without control characters`);
}

/**
 * Promise 2. `actual` is -1 for an empty stream, which `expected` -1 means too.
 * @throws WrongExpectedRevision
 */
export function checkRevision(stream: StreamName, expected: ExpectedRevision, actual: number): void {
  if (expected !== 'any' && (expected === 'no-stream' ? -1 : expected) !== actual)
    throw new WrongExpectedRevision(stream, expected, actual);
}

/**
 * Promise 3: the answer to an append whose message ids the stream holds already, null when it holds none of them.
 * @throws MessageIdReused when an id is known with other content, or only a part of the batch is known, or the batch
 * has the same id twice.
 */
export function answerIfRepeated(
  stream: StreamName,
  events: readonly NewEvent[],
  find: (messageId: string) => HeldEvent | undefined,
): AppendResult | null {
  if (events.length > 1) checkDistinct(stream, events);
  let last: HeldEvent | undefined;
  let known = 0;
  for (const event of events) {
    const held = find(event.meta.messageId);
    if (held === undefined) continue;
    if (!sameContent(held, event)) throw new MessageIdReused(stream, event.meta.messageId);
    if (last === undefined || held.revision > last.revision) last = held;
    known += 1;
  }
  if (last === undefined) return null;
  if (known < events.length) throw new MessageIdReused(stream, firstKnown(events, find));
  return { revision: last.revision, position: last.position, repeated: true };
}

const firstKnown = (events: readonly NewEvent[], find: (messageId: string) => HeldEvent | undefined): string =>
  events.map(({ meta }) => meta.messageId).find((messageId) => find(messageId) !== undefined) ?? '';

function checkDistinct(stream: StreamName, events: readonly NewEvent[]): void {
  const seen = new Set<string>();
  for (const { meta } of events) {
    if (seen.has(meta.messageId)) throw new MessageIdReused(stream, meta.messageId);
    seen.add(meta.messageId);
  }
}

const sameContent = (held: HeldEvent, event: NewEvent): boolean =>
  held.type === event.type && canonicalJson(held.data) === canonicalJson(event.data);
