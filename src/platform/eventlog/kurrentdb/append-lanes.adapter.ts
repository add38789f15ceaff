import type { StreamName } from '../../../kernel/index.js';
import { LogOverloaded, type AppendResult } from '../event-log.port.js';
import type { PendingAppend } from './stream-writer.adapter.js';

interface Queued {
  readonly append: PendingAppend;
  readonly resolve: (result: AppendResult) => void;
  readonly reject: (error: unknown) => void;
}

/** What may wait, about 30 MB. Beyond it senders are told to come back. */
const MAX_QUEUED_EVENTS = 65_536;

/** The appends under way: one lane a stream, so that a stream's appends keep the order of the calls, all lanes at once. */
export class AppendLanes {
  readonly #lanes = new Map<StreamName, Queued[]>();
  #queuedEvents = 0;
  #whenIdle: (() => void)[] = [];

  constructor(
    private readonly write: (append: PendingAppend) => Promise<AppendResult>,
    private readonly maxQueuedEvents = MAX_QUEUED_EVENTS,
  ) {}

  get queuedEvents(): number {
    return this.#queuedEvents;
  }

  /** @throws LogOverloaded when too much is waiting. */
  append(append: PendingAppend): Promise<AppendResult> {
    const events = append.events.length;
    if (this.#queuedEvents > 0 && this.#queuedEvents + events > this.maxQueuedEvents)
      return Promise.reject(new LogOverloaded(this.#queuedEvents));
    this.#queuedEvents += events;
    return new Promise((resolve, reject) => {
      const queued = { append, resolve, reject };
      const lane = this.#lanes.get(append.stream);
      if (lane !== undefined) lane.push(queued);
      else {
        this.#lanes.set(append.stream, [queued]);
        void this.#run(append.stream);
      }
    });
  }

  /** Resolves when nothing is under way. */
  idle(): Promise<void> {
    if (this.#lanes.size === 0) return Promise.resolve();
    return new Promise((resolve) => this.#whenIdle.push(resolve));
  }

  async #run(stream: StreamName): Promise<void> {
    const lane = this.#lanes.get(stream) ?? [];
    for (let next = lane[0]; next !== undefined; next = lane[0]) {
      await this.write(next.append).then(next.resolve, next.reject);
      lane.shift();
      this.#queuedEvents -= next.append.events.length;
    }
    this.#lanes.delete(stream);
    if (this.#lanes.size === 0) for (const resolve of this.#whenIdle.splice(0)) resolve();
  }
}
