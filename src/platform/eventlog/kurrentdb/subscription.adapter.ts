import type { Recorded } from '../../../kernel/index.js';
import { SubscriptionClosed } from '../catch-up-subscription.js';
import type { SubscribeOptions, Subscription } from '../event-log.port.js';
import { backOffMs } from './back-off.js';
import type { KurrentConnection } from './connection.adapter.js';
import { kindOfFailure } from './failure.adapter.js';
import { LiveFeed, type FeedTarget } from './live-feed.adapter.js';
import { Progress } from './progress.js';
import type { KurrentReader } from './reader.adapter.js';

/** Between two looks at how far a subscription that is far behind has come. */
const LOOK_AGAIN_MS = 20;
const LONGEST_LOOK_MS = 1_000;

type Handler = (event: Recorded) => void | Promise<void>;

/** The handler's own error, which ends the subscription; everything else is the way to the server and is tried again. */
class HandlerFailed extends Error {
  constructor(override readonly cause: unknown) {
    super('the handler failed');
  }
}

/**
 * The log's promise 5 over KurrentDB: one filtered catch-up subscription, opened again from where it was handled to
 * whenever it breaks, however long that takes. An event that a broken connection brings twice is handled once, because
 * it lies at or before that place.
 */
export class KurrentSubscription implements Subscription, FeedTarget {
  readonly #progress: Progress;
  readonly #ended: Promise<void>;
  #handled: number;
  #closed = false;
  #feed: LiveFeed | null = null;
  #endPause: (() => void) | null = null;

  constructor(
    private readonly connection: KurrentConnection,
    private readonly reader: KurrentReader,
    private readonly options: SubscribeOptions,
    private readonly handle: Handler,
    private readonly onPosition: (position: number) => void,
    private readonly onEnd: (subscription: KurrentSubscription) => unknown,
  ) {
    this.#handled = options.after;
    this.#progress = new Progress(options.after);
    this.#ended = Promise.resolve().then(() => this.#run());
  }

  get position(): number {
    return this.#handled;
  }

  /**
   * Asks the server for the newest event first, so that events of other processes count. Without a filter the feed
   * brings that event; with one it may not, and then a read says whether anything it wants lies before it.
   */
  async caughtUp(): Promise<void> {
    // Tells at once of an end.
    await this.#progress.reached(-1);
    const newest = await this.reader.newestPosition();
    this.onPosition(newest);
    const { types } = this.options;
    for (let pause = LOOK_AGAIN_MS; types !== undefined && this.#progress.through < newest; pause *= 2) {
      const wanted = await this.reader.firstPositionAfter(this.#progress.through, types);
      if (wanted === null || wanted > newest) this.#progress.advance(newest);
      else
        await this.#progress.reached(wanted).then(() => this.#reachedWithin(newest, Math.min(pause, LONGEST_LOOK_MS)));
    }
    await this.#progress.reached(newest);
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#endPause?.();
    await this.#feed?.stop();
    await this.#ended;
  }

  event(event: Recorded | null, position: number): void | Promise<void> {
    if (this.#closed || position <= this.#progress.through) return;
    if (event === null || this.options.types?.includes(event.type) === false) return this.passed(position);
    try {
      const work = this.handle(event);
      if (work === undefined) return this.#done(position);
      return work.then(
        () => this.#done(position),
        (error: unknown) => Promise.reject(new HandlerFailed(error)),
      );
    } catch (error) {
      throw new HandlerFailed(error);
    }
  }

  passed(position: number): void {
    this.#progress.advance(position);
  }

  #done(position: number): void {
    this.#handled = position;
    this.onPosition(position);
    this.#progress.advance(position);
  }

  async #run(): Promise<void> {
    let failures = 0;
    while (!this.#closed) {
      const before = this.#progress.through;
      this.#feed = new LiveFeed(this.connection, this.reader, before, this.options.types, this);
      const failure = await this.#feed.ended();
      await this.#feed.stop();
      if (failure instanceof HandlerFailed || kindOfFailure(failure) === 'final') {
        this.#finish(failure instanceof HandlerFailed ? failure.cause : failure);
        return;
      }
      failures = this.#progress.through > before ? 1 : failures + 1;
      if (!this.#closed) await this.#pause(backOffMs(failures, Math.random()));
    }
    this.#finish(new SubscriptionClosed('the subscription is closed'));
  }

  #finish(error: unknown): void {
    this.#closed = true;
    this.#progress.end(error);
    this.onEnd(this);
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.#endPause = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  async #reachedWithin(target: number, ms: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, ms)));
    await Promise.race([this.#progress.reached(target), late]).finally(() => clearTimeout(timer));
  }
}
