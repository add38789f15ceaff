import type { Recorded } from '../../kernel/index.js';
import type { Subscription } from './event-log.port.js';

/** What a subscription needs from its log. */
export interface EventSource {
  lastPosition(): number;
  /** Events next after `position`, oldest first, not all of them; empty `events` are fine as long as `through` advances. */
  pageAfter(position: number): Page | Promise<Page>;
}

export interface Page {
  readonly events: readonly Recorded[];
  /** The last position looked at: what is not in `events` up to here did not match. */
  readonly through: number;
}

interface Waiter {
  readonly target: number;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

export class SubscriptionClosed extends Error {
  override readonly name = 'SubscriptionClosed';
}

/**
 * The log's promise 5 for every adapter: one loop that reads pages until it is at the newest event, then sleeps until
 * the log calls `wake`. A handler must not await its own subscription's `close` or `caughtUp`: they wait for it.
 */
export class CatchUpSubscription implements Subscription {
  #handled: number;
  #through: number;
  #closed = false;
  #failure: { readonly error: unknown } | null = null;
  #endSleep: (() => void) | null = null;
  /** By rising target, because the log only grows. */
  readonly #waiters: Waiter[] = [];
  readonly #ended: Promise<void>;

  constructor(
    private readonly source: EventSource,
    after: number,
    private readonly handle: (event: Recorded) => void | Promise<void>,
    private readonly onEnd: (subscription: CatchUpSubscription) => unknown = () => undefined,
  ) {
    this.#handled = this.#through = after;
    this.#ended = Promise.resolve().then(() => this.#run());
  }

  get position(): number {
    return this.#handled;
  }

  /** The log has grown. */
  wake(): void {
    this.#endSleep?.();
    this.#endSleep = null;
  }

  async caughtUp(): Promise<void> {
    if (this.#failure !== null) throw this.#failure.error;
    if (this.#closed) throw new SubscriptionClosed('the subscription is closed');
    const target = this.source.lastPosition();
    if (this.#through >= target) return;
    this.wake();
    await new Promise<void>((resolve, reject) => this.#waiters.push({ target, resolve, reject }));
  }

  close(): Promise<void> {
    this.#closed = true;
    this.wake();
    return this.#ended;
  }

  async #run(): Promise<void> {
    try {
      while (!this.#closed) {
        if (this.#through < this.source.lastPosition())
          await this.#handlePage(await this.source.pageAfter(this.#through));
        else await new Promise<void>((resolve) => (this.#endSleep = resolve));
      }
      this.#end(new SubscriptionClosed('the subscription was closed before it had caught up'));
    } catch (error) {
      this.#failure = { error };
      this.#end(error);
    }
  }

  async #handlePage(page: Page): Promise<void> {
    for (const event of page.events) {
      if (this.#closed) return;
      const work = this.handle(event);
      // A promise costs a turn of the microtask queue: only handlers that return one pay for it.
      if (work !== undefined) await work;
      this.#handled = event.position;
      this.#advance(event.position);
    }
    this.#advance(page.through);
  }

  #advance(through: number): void {
    this.#through = through;
    while (this.#waiters[0] !== undefined && this.#waiters[0].target <= through) this.#waiters.shift()?.resolve();
  }

  #end(error: unknown): void {
    this.#closed = true;
    for (const waiter of this.#waiters.splice(0)) waiter.reject(error);
    this.onEnd(this);
  }
}
