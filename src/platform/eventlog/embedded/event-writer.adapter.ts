import type Database from 'libsql';
import type { EpochMs } from '../../../kernel/index.js';
import { answerIfRepeated, checkRevision, type HeldEvent } from '../append-rules.js';
import { eventRegistry, type EventRegistry } from '../event-registry.js';
import { MessageIdReused, WrongExpectedRevision } from '../event-log.port.js';
import type { AppendResult } from '../event-log.port.js';
import { RowInserter } from './row-inserter.adapter.js';
import { CHAIN_START, eventHash } from './hash-chain.adapter.js';
import { HeldMessages } from './held-messages.adapter.js';
import type { PendingAppend } from './pending-append.js';
import type { EventRow } from './schema.adapter.js';
import { StreamHeads, type StreamHead } from './stream-heads.adapter.js';

/** What an append gets when its group is committed: its result, or the reason why it alone was left out. */
export type Outcome = AppendResult | WrongExpectedRevision | MessageIdReused;

interface Head {
  readonly position: number;
  readonly recordedAt: EpochMs;
  readonly hash: Buffer;
}

/** Every INSERT and UPDATE on the log: a group of appends in one durable transaction, in as few statements as it takes. */
export class EventWriter {
  readonly #selectHead: Database.Statement;
  readonly #streams: StreamHeads;
  readonly #messages: HeldMessages;
  readonly #rows: RowInserter;
  #head: Head;

  constructor(
    private readonly database: Database.Database,
    private readonly registry: EventRegistry = eventRegistry,
  ) {
    this.#selectHead = database
      .prepare('SELECT position, recorded_at, hash FROM events ORDER BY position DESC LIMIT 1')
      .raw();
    this.#streams = new StreamHeads(database);
    this.#messages = new HeldMessages(database);
    this.#rows = new RowInserter(database);
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
      const heads = this.#streams.of(group.map(({ stream }) => stream));
      this.#messages.lookUp(group, heads);
      const outcomes = group.map((append, index) => this.#writeUnlessRefused(append, heads[index] as StreamHead));
      this.#rows.flush();
      this.#streams.flush();
      this.database.exec('COMMIT');
      return outcomes;
    } catch (error) {
      this.#rows.forget();
      this.#streams.forget();
      if (this.database.inTransaction) this.database.exec('ROLLBACK');
      this.#head = this.#loadHead();
      throw error;
    } finally {
      this.#messages.forget();
    }
  }

  #writeUnlessRefused(append: PendingAppend, head: StreamHead): Outcome {
    try {
      return this.#write(append, head);
    } catch (error) {
      if (error instanceof WrongExpectedRevision || error instanceof MessageIdReused) return error;
      throw error;
    }
  }

  #write(append: PendingAppend, head: StreamHead): AppendResult {
    const { stream, expected, events, at } = append;
    const find = (messageId: string): HeldEvent | undefined => this.#messages.find(head, messageId);
    const repeated = answerIfRepeated(stream, events, find);
    if (repeated) return repeated;
    checkRevision(stream, expected, head.revision);
    const recordedAt = at > this.#head.recordedAt ? at : this.#head.recordedAt;
    const id = this.#streams.idOf(head);
    for (let index = 0; index < events.length; index += 1) this.#writeEvent(append, index, head, id, recordedAt);
    this.#streams.advance(head, head.revision + events.length);
    return { revision: head.revision, position: this.#head.position, repeated: false };
  }

  #writeEvent(
    { stream, events, texts }: PendingAppend,
    index: number,
    head: StreamHead,
    streamId: number,
    recordedAt: EpochMs,
  ): void {
    const { type, schemaVersion, data, meta, occurredAt } = events[index] as PendingAppend['events'][number];
    const position = this.#head.position + 1;
    const revision = head.revision + 1 + index;
    const row: EventRow = [
      position,
      stream,
      revision,
      type,
      schemaVersion ?? this.registry.versionOf(type),
      texts[index] as string,
      meta.messageId,
      meta.correlationId,
      meta.causationId,
      meta.actor,
      occurredAt,
      recordedAt,
    ];
    const hash = eventHash(this.#head.hash, row);
    this.#rows.add(row, streamId, hash);
    this.#messages.remember(head, meta.messageId, { position, revision, type, data });
    this.#head = { position, recordedAt, hash };
  }

  #loadHead(): Head {
    const row = this.#selectHead.get() as [number, EpochMs, Buffer] | undefined;
    if (row === undefined) return { position: -1, recordedAt: Number.MIN_SAFE_INTEGER as EpochMs, hash: CHAIN_START };
    return { position: row[0], recordedAt: row[1], hash: row[2] };
  }
}
