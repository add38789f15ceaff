import { LogOverloaded, LogUnavailable, type AppendResult } from '../event-log.port.js';
import type { EventWriter } from './event-writer.adapter.js';
import type { PendingAppend } from './pending-append.js';

interface Queued {
  readonly append: PendingAppend;
  readonly resolve: (result: AppendResult) => void;
  readonly reject: (error: unknown) => void;
}

/** What one commit takes at most: it blocks the event loop while it runs (about 50 ms). */
const MAX_EVENTS_PER_COMMIT = 4_096;
/** What may wait: 16 full commits, about 30 MB. Beyond it senders are told to come back. */
const MAX_QUEUED_EVENTS = 65_536;

/**
 * All appends made in one turn of the event loop share one durable commit: a flush to the disk costs the same for one
 * event as for hundreds. Each is answered after that commit.
 */
export class GroupCommit {
  readonly #queue: Queued[] = [];
  #queuedEvents = 0;
  #scheduled = false;
  /** Set when the disk no longer does what it says: then only a restart can tell what is in the file. */
  #broken: unknown = null;
  #whenIdle: (() => void)[] = [];

  constructor(
    private readonly writer: Pick<EventWriter, 'commit'>,
    private readonly onCommit: () => void,
  ) {}

  get queuedEvents(): number {
    return this.#queuedEvents;
  }

  /** @throws LogOverloaded when the queue is full, LogUnavailable when the disk is. */
  append(append: PendingAppend): Promise<AppendResult> {
    const events = append.events.length;
    if (this.#broken !== null) return Promise.reject(stopped(this.#broken));
    if (this.#queuedEvents > 0 && this.#queuedEvents + events > MAX_QUEUED_EVENTS)
      return Promise.reject(new LogOverloaded(this.#queuedEvents));
    return new Promise((resolve, reject) => {
      this.#queue.push({ append, resolve, reject });
      this.#queuedEvents += events;
      this.#schedule();
    });
  }

  /** Resolves when nothing waits. */
  idle(): Promise<void> {
    if (this.#queue.length === 0) return Promise.resolve();
    return new Promise((resolve) => this.#whenIdle.push(resolve));
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => {
      this.#scheduled = false;
      this.#commitNext();
      if (this.#queue.length > 0) this.#schedule();
      else for (const resolve of this.#whenIdle.splice(0)) resolve();
    });
  }

  #commitNext(): void {
    const group = this.#takeGroup();
    if (this.#broken !== null) return reject(group, stopped(this.#broken));
    try {
      const outcomes = this.writer.commit(group.map(({ append }) => append));
      group.forEach(({ resolve, reject }, index) => {
        const outcome = outcomes[index] as (typeof outcomes)[number];
        if (outcome instanceof Error) reject(outcome);
        else resolve(outcome);
      });
      this.onCommit();
    } catch (error) {
      if (!isFullDisk(error)) this.#broken = error;
      reject(group, isFullDisk(error) ? new LogUnavailable(FULL, { cause: error }) : error);
    }
  }

  #takeGroup(): Queued[] {
    let events = 0;
    let count = 0;
    for (const { append } of this.#queue) {
      if (count > 0 && events + append.events.length > MAX_EVENTS_PER_COMMIT) break;
      events += append.events.length;
      count += 1;
    }
    this.#queuedEvents -= events;
    return this.#queue.splice(0, count);
  }
}

function reject(group: readonly Queued[], error: unknown): void {
  for (const queued of group) queued.reject(error);
}

/** The commit was rolled back whole, so the log goes on as soon as there is room again. */
const isFullDisk = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'SQLITE_FULL';

const FULL = 'the disk that holds the event log is full: nothing was written; make room, then send it again';

const stopped = (cause: unknown): Error =>
  new Error(`the event log stopped writing after: ${cause instanceof Error ? cause.message : String(cause)}`, {
    cause,
  });
