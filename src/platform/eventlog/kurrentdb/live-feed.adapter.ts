import type { AllStreamResolvedEvent, AllStreamSubscription } from '@kurrent/kurrentdb-client';
import type { Recorded } from '../../../kernel/index.js';
import type { KurrentConnection } from './connection.adapter.js';
import type { KurrentReader } from './reader.adapter.js';
import { fromWire, positionOf, wirePosition } from './wire-event.js';

export interface FeedTarget {
  /** Null: another program's event, to be passed over. A promise holds the feed until it resolves. */
  event(event: Recorded | null, position: number): void | Promise<void>;
  /** Nothing that was asked for lies between the last event and here. */
  passed(position: number): void;
}

/**
 * One connection of a catch-up subscription: from a position to the end of the log and on, until it breaks or is
 * stopped. The client tells of checkpoints when it receives them, which is before the events ahead of them were handled:
 * here a checkpoint takes its place in the order.
 */
export class LiveFeed {
  readonly #subscription: AllStreamSubscription;
  readonly #ended: Promise<unknown>;
  #end!: (failure: unknown) => void;
  #stopped = false;
  #busy: Promise<void> | null = null;
  /** The last checkpoint received, until the events received ahead of it have been handled. */
  #checkpoint: number | null = null;

  constructor(
    connection: KurrentConnection,
    private readonly reader: KurrentReader,
    after: number,
    types: readonly string[] | undefined,
    private readonly target: FeedTarget,
  ) {
    this.#ended = new Promise((resolve) => (this.#end = resolve));
    const checkpointReached = (_: unknown, { commit }: { commit: bigint }): void =>
      this.#noteCheckpoint(Number(commit));
    this.#subscription = connection.client.subscribeToAll({
      fromPosition: after < 0 ? 'start' : wirePosition(after),
      filter: { ...reader.filter(types), checkpointReached },
    });
    this.#subscription.on('data', (resolved: AllStreamResolvedEvent) => this.#take(resolved));
    this.#subscription.on('error', (error: Error) => this.#end(error));
    this.#subscription.on('end', () => this.#end(new Error('the event store ended the subscription')));
    this.#subscription.on('close', () => this.#end(new Error('the event store closed the subscription')));
  }

  /** Resolves with what broke it, the connection's error or the target's; with null once it was stopped. */
  ended(): Promise<unknown> {
    return this.#ended;
  }

  /** No event is handled after this resolves. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#end(null);
    this.#subscription.pause();
    await this.#busy;
    await this.#subscription.unsubscribe().catch(() => undefined);
    this.#subscription.destroy();
  }

  #take({ event: record }: AllStreamResolvedEvent): void {
    if (this.#stopped || record === undefined) return;
    try {
      const position = positionOf(record);
      if (this.#checkpoint !== null && this.#checkpoint < position) this.#passCheckpoint();
      const work = this.target.event(fromWire(record, this.reader.prefix), position);
      if (work !== undefined) this.#holdUntil(work);
      else this.#passCheckpointIfIdle();
    } catch (error) {
      this.#fail(error);
    }
  }

  #holdUntil(work: Promise<void>): void {
    this.#subscription.pause();
    this.#busy = work.then(
      () => {
        this.#busy = null;
        if (this.#stopped) return;
        this.#passCheckpointIfIdle();
        this.#subscription.resume();
      },
      (error: unknown) => {
        this.#busy = null;
        this.#fail(error);
      },
    );
  }

  #noteCheckpoint(position: number): void {
    if (this.#stopped) return;
    this.#checkpoint = position;
    this.#passCheckpointIfIdle();
  }

  #passCheckpointIfIdle(): void {
    if (this.#busy === null && this.#subscription.readableLength === 0) this.#passCheckpoint();
  }

  #passCheckpoint(): void {
    if (this.#checkpoint === null) return;
    this.target.passed(this.#checkpoint);
    this.#checkpoint = null;
  }

  #fail(error: unknown): void {
    this.#stopped = true;
    this.#end(error);
  }
}
