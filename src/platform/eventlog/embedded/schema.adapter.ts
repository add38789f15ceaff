/**
 * The file's tables. `streams.revision` is what an append is checked against; the two UNIQUE constraints are a second
 * net under that check and the index that finds a repeated message.
 */
export const SCHEMA = `
  CREATE TABLE streams (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    revision INTEGER NOT NULL
  ) STRICT;
  CREATE TABLE events (
    position INTEGER PRIMARY KEY,
    stream_id INTEGER NOT NULL REFERENCES streams (id),
    revision INTEGER NOT NULL,
    type TEXT NOT NULL,
    schema_version INTEGER NOT NULL,
    data TEXT NOT NULL,
    message_id TEXT NOT NULL,
    correlation_id TEXT NOT NULL,
    causation_id TEXT NOT NULL,
    actor TEXT NOT NULL,
    occurred_at INTEGER NOT NULL,
    recorded_at INTEGER NOT NULL,
    hash BLOB NOT NULL,
    UNIQUE (stream_id, revision),
    UNIQUE (stream_id, message_id)
  ) STRICT;
`;

/** "BFEL" in ASCII: tells our files from other programs' in the header of the database. */
export const APPLICATION_ID = 0x4246_454c;
export const SCHEMA_VERSION = 1;

/** One event as it is stored, and as it is hashed. Times in epoch milliseconds, `data` as JSON text. */
export type EventRow = readonly [
  position: number,
  stream: string,
  revision: number,
  type: string,
  schemaVersion: number,
  data: string,
  messageId: string,
  correlationId: string,
  causationId: string,
  actor: string,
  occurredAt: number,
  recordedAt: number,
];

/** Selects an EventRow; a caller adds WHERE and ORDER BY. */
export const SELECT_ROW_COLUMNS = `e.position, s.name, e.revision, e.type, e.schema_version, e.data, e.message_id,
  e.correlation_id, e.causation_id, e.actor, e.occurred_at, e.recorded_at`;
export const FROM_EVENTS = 'FROM events e JOIN streams s ON s.id = e.stream_id';
