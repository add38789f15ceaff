import { resolve } from 'node:path';
import type Database from 'libsql';
import type { Clock, Recorded, StreamName } from '../../../kernel/index.js';
import { checkStorable } from '../append-rules.js';
import { eventRegistry, type EventRegistry } from '../event-registry.js';
import { CatchUpSubscription, type EventSource } from '../catch-up-subscription.js';
import { jsonText } from '../json-data.js';
import type {
  AppendResult,
  EventLog,
  ExpectedRevision,
  NewEvent,
  ReadOptions,
  SubscribeOptions,
  Subscription,
} from '../event-log.port.js';
import { damaged, isDamage, openForReading, openForWriting, preparePath } from './database.adapter.js';
import { EventReader } from './event-reader.adapter.js';
import { EventWriter } from './event-writer.adapter.js';
import { GroupCommit } from './group-commit.adapter.js';
import { SnapshotTable } from './snapshot-table.adapter.js';
import { verifyChain, type ChainVerdict, type Progress } from './verify-chain.adapter.js';
import { WriterLock } from './writer-lock.adapter.js';

export interface SqliteOptions {
  /** Path of the log; `<file>-wal`, `<file>-shm` and `<file>.lock` lie beside it. */
  readonly file: string;
  readonly clock: Clock;
  /** Opens beside a writer, needs no lock, refuses appends. Default false. */
  readonly readOnly?: boolean;
  /** Versions of events; default the program's own. */
  readonly registry?: EventRegistry;
  /** False skips the flush at each commit, for a log that can be made again (a backtest's). Default true. */
  readonly durable?: boolean;
}

/** The event log in one SQLite file: WAL, flushed at each commit, one writer, group commit, hash chain. */
export class SqliteEventLog implements EventLog {
  readonly #reader: EventReader;
  readonly #writer: EventWriter | null;
  readonly #commits: GroupCommit | null;
  readonly #snapshots: SnapshotTable;
  readonly #subscriptions = new Set<CatchUpSubscription>();
  #closed = false;

  private constructor(
    readonly file: string,
    private readonly clock: Clock,
    private readonly database: Database.Database,
    /** Null for a reader. */
    private readonly lock: WriterLock | null,
    registry: EventRegistry,
  ) {
    this.#reader = new EventReader(database, registry);
    this.#snapshots = new SnapshotTable(database);
    this.#writer = lock && new EventWriter(database, registry);
    this.#commits = this.#writer && new GroupCommit(this.#writer, () => this.#wakeSubscriptions());
  }

  /**
   * Makes folder, file and tables where there are none, unless `readOnly`.
   * @throws InputError when another process writes there, or the file is no event log, or is damaged; it is left as it was.
   */
  static async open(options: SqliteOptions): Promise<SqliteEventLog> {
    const { file, clock, readOnly = false, durable = true, registry = eventRegistry } = options;
    const path = resolve(file);
    if (readOnly) return new SqliteEventLog(path, clock, openForReading(path), null, registry);
    preparePath(path);
    const lock = await WriterLock.take(`${path}.lock`);
    try {
      return new SqliteEventLog(path, clock, openForWriting(path, durable), lock, registry);
    } catch (error) {
      lock.release();
      throw isDamage(error) ? damaged(path, error) : error;
    }
  }

  async append(stream: StreamName, expected: ExpectedRevision, events: readonly NewEvent[]): Promise<AppendResult> {
    if (this.#closed) throw new Error('the event log is closed');
    if (this.#commits === null) throw new Error(`the event log ${this.file} is open for reading only`);
    checkStorable(stream, events);
    const texts = events.map(({ data }) => jsonText(data));
    return this.#commits.append({ stream, expected, events, texts, at: this.clock.now() });
  }

  /** Events waiting for their commit. */
  get queuedEvents(): number {
    return this.#commits?.queuedEvents ?? 0;
  }

  readStream(stream: StreamName, options: ReadOptions = {}): AsyncIterable<Recorded> {
    return this.#reader.readStream(stream, options);
  }

  readAll(options: ReadOptions = {}): AsyncIterable<Recorded> {
    return this.#reader.readAll(options);
  }

  /** On a log open for reading only, events of another process are noticed when `caughtUp` is called. */
  subscribe(options: SubscribeOptions, handle: (event: Recorded) => void | Promise<void>): Subscription {
    const source: EventSource = {
      lastPosition: () => this.lastPosition(),
      pageAfter: (position) => this.#reader.pageAfter(position, options.types),
    };
    const forget = (ended: CatchUpSubscription): unknown => this.#subscriptions.delete(ended);
    const subscription = new CatchUpSubscription(source, options.after, handle, forget);
    this.#subscriptions.add(subscription);
    return subscription;
  }

  #wakeSubscriptions(): void {
    for (const subscription of this.#subscriptions) subscription.wake();
  }

  lastPosition(): number {
    return this.#writer?.lastPosition ?? this.#reader.lastPosition();
  }

  get readOnly(): boolean {
    return this.lock === null;
  }

  /** Projections put aside in the same file. */
  get snapshots(): SnapshotTable {
    return this.#snapshots;
  }

  /** Checks every stored column of every event, beside a running writer too. */
  verifyChain(onProgress?: Progress): Promise<ChainVerdict> {
    return verifyChain(this.file, onProgress);
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#commits?.idle();
    await Promise.all([...this.#subscriptions].map((subscription) => subscription.close()));
    // Folds the write-ahead log into the file, so that the file alone is a whole backup.
    if (this.lock !== null) this.database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    this.database.close();
    this.lock?.release();
  }
}
