import type Database from 'libsql';
import type { EpochMs, StreamName } from '../../../kernel/index.js';
import { answerIfRepeated, checkRevision, type HeldEvent } from '../append-rules.js';
import { MessageIdReused, WrongExpectedRevision } from '../event-log.port.js';
import type { AppendResult, ExpectedRevision, NewEvent } from '../event-log.port.js';
import { CHAIN_START, eventHash } from './hash-chain.adapter.js';
import type { EventRow } from './schema.adapter.js';

/** An append as it waits for its commit. */
export interface PendingAppend {
  readonly stream: StreamName;
  readonly expected: ExpectedRevision;
  readonly events: readonly NewEvent[];
  /** JSON text of each event's data, made at the call. */
  readonly texts: readonly string[];
  readonly at: EpochMs;
}

/** What an append gets when its group is committed: its result, or the reason why it alone was left out. */
export type Outcome = AppendResult | WrongExpectedRevision | MessageIdReused;

interface Head {
  readonly position: number;
  readonly recordedAt: EpochMs;
  readonly hash: Buffer;
}

/** Every INSERT and UPDATE on the log: a group of appends in one durable transaction. */
export class EventWriter {
  readonly #selectHead: Database.Statement;
  readonly #selectStream: Database.Statement;
  readonly #selectMessage: Database.Statement;
  readonly #insertStream: Database.Statement;
  readonly #advanceStream: Database.Statement;
  readonly #insertEvent: Database.Statement;
  #head: Head;

  constructor(private readonly database: Database.Database) {
    this.#selectHead = database
      .prepare('SELECT position, recorded_at, hash FROM events ORDER BY position DESC LIMIT 1')
      .raw();
    this.#selectStream = database.prepare('SELECT id, revision FROM streams WHERE name = ?').raw();
    this.#selectMessage = database
      .prepare('SELECT position, revision, type, data FROM events WHERE stream_id = ? AND message_id = ?')
      .raw();
    this.#insertStream = database.prepare('INSERT INTO streams (name, revision) VALUES (?, -1)');
    this.#advanceStream = database.prepare('UPDATE streams SET revision = ? WHERE id = ? AND revision = ?');
    this.#insertEvent = database.prepare('INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
    this.#head = this.#loadHead();
  }

  get lastPosition(): number {
    return this.#head.position;
  }

  /**
   * One commit for the whole group. An append that conflicts, with the file or with an earlier one of the group, is
   * found before anything of it is written and fails alone.
   * @throws what the disk says; then nothing of the group was written.
   */
  commit(group: readonly PendingAppend[]): Outcome[] {
    this.database.exec('BEGIN IMMEDIATE');
    try {
      const outcomes = group.map((append) => this.#writeUnlessRefused(append));
      this.database.exec('COMMIT');
      return outcomes;
    } catch (error) {
      if (this.database.inTransaction) this.database.exec('ROLLBACK');
      this.#head = this.#loadHead();
      throw error;
    }
  }

  #writeUnlessRefused(append: PendingAppend): Outcome {
    try {
      return this.#write(append);
    } catch (error) {
      if (error instanceof WrongExpectedRevision || error instanceof MessageIdReused) return error;
      throw error;
    }
  }

  #write({ stream, expected, events, texts, at }: PendingAppend): AppendResult {
    const found = this.#selectStream.get(stream) as [number, number] | undefined;
    const repeated = found && answerIfRepeated(stream, events, (messageId) => this.#findMessage(found[0], messageId));
    if (repeated) return repeated;
    const revision = found?.[1] ?? -1;
    checkRevision(stream, expected, revision);
    const id = found?.[0] ?? Number(this.#insertStream.run(stream).lastInsertRowid);
    const recordedAt = at > this.#head.recordedAt ? at : this.#head.recordedAt;
    events.forEach((event, index) =>
      this.#insert(id, stream, revision + 1 + index, event, texts[index] as string, recordedAt),
    );
    const last = revision + events.length;
    if (this.#advanceStream.run(last, id, revision).changes !== 1)
      throw new Error(`stream ${stream} moved from revision ${revision} under its only writer`);
    return { revision: last, position: this.#head.position, repeated: false };
  }

  #insert(
    streamId: number,
    stream: StreamName,
    revision: number,
    { type, schemaVersion = 1, meta, occurredAt }: NewEvent,
    text: string,
    recordedAt: EpochMs,
  ): void {
    const { messageId, correlationId, causationId, actor } = meta;
    const position = this.#head.position + 1;
    const row: EventRow = [
      position,
      stream,
      revision,
      type,
      schemaVersion,
      text,
      messageId,
      correlationId,
      causationId,
      actor,
      occurredAt,
      recordedAt,
    ];
    const hash = eventHash(this.#head.hash, row);
    const [, , ...columns] = row;
    this.#insertEvent.run(position, streamId, ...columns, hash);
    this.#head = { position, recordedAt, hash };
  }

  #findMessage(streamId: number, messageId: string): HeldEvent | undefined {
    const row = this.#selectMessage.get(streamId, messageId) as [number, number, string, string] | undefined;
    if (row === undefined) return undefined;
    const [position, revision, type, data] = row;
    return { position, revision, type, data: JSON.parse(data) as object };
  }

  #loadHead(): Head {
    const row = this.#selectHead.get() as [number, EpochMs, Buffer] | undefined;
    if (row === undefined) return { position: -1, recordedAt: Number.MIN_SAFE_INTEGER as EpochMs, hash: CHAIN_START };
    return { position: row[0], recordedAt: row[1], hash: row[2] };
  }
}
