import type { EpochMs, Recorded } from '../../../kernel/index.js';
import type { EventRegistry } from '../event-registry.js';

/**
 * A page of events comes out of SQLite as two JSON texts: everything but the data, which SQLite makes, and the data,
 * which is JSON already. Two values cross into JavaScript instead of twelve a row, which costs less than half; V8's parser
 * does the rest. Null, null: an empty page.
 */
export type PageTexts = readonly [heads: string | null, data: string | null];

type Head = readonly [
  position: number,
  stream: string,
  revision: number,
  type: string,
  schemaVersion: number,
  messageId: string,
  correlationId: string,
  causationId: string,
  actor: string,
  occurredAt: EpochMs,
  recordedAt: EpochMs,
];

/** @param which the condition and order, on `events e`; the order is also that of the page. */
export const SELECT_PAGE = (which: string): string => `
  SELECT json_group_array(json_array(position, stream, revision, type, schema_version, message_id, correlation_id,
    causation_id, actor, occurred_at, recorded_at)), '[' || group_concat(data) || ']'
  FROM (SELECT e.*, s.name AS stream FROM events e CROSS JOIN streams s ON s.id = e.stream_id WHERE ${which})`;

/** @throws SyntaxError when the stored text is no JSON any more: the file was changed behind our back. */
export function eventsOfPage([headsText, dataText]: PageTexts, registry: EventRegistry): Recorded[] {
  if (headsText === null || dataText === null) return [];
  const heads = JSON.parse(headsText) as Head[];
  const data = JSON.parse(dataText) as object[];
  if (data.length !== heads.length) throw new SyntaxError('an event has more than one JSON value');
  return heads.map((head, index) => registry.current(recorded(head, data[index] as object)));
}

function recorded(head: Head, data: object): Recorded {
  const [position, stream, revision, type, schemaVersion, messageId, correlationId, causationId, actor] = head;
  return {
    position,
    stream,
    revision,
    type,
    schemaVersion,
    data,
    meta: { messageId, correlationId, causationId, actor },
    occurredAt: head[9],
    recordedAt: head[10],
  };
}
