import type { KurrentDBClient } from '@kurrent/kurrentdb-client';
import { LogUnavailable } from '../event-log.port.js';
import { backOffMs } from './back-off.js';
import type { KurrentDbAddress } from './connection-string.js';
import { kindOfFailure, reasonOf } from './failure.adapter.js';

export interface Patience {
  /** How long the server may take over one request before it counts as lost. */
  readonly requestMs: number;
  /** How long requests are repeated before the caller is told that the log is out of reach. */
  readonly giveUpMs: number;
}

/** Longer than the election of a new leader, shorter than a sender's own patience. */
export const PATIENCE: Patience = { requestMs: 10_000, giveUpMs: 30_000 };

/**
 * One client of the server or cluster: the channel, its deadlines and its repeats. The client itself finds the leader
 * (by gossip, or by the address in a "not leader" answer) and opens a new channel after a failure; this class says when
 * to ask again and when to stop asking.
 */
export class KurrentConnection {
  #closed = false;

  private constructor(
    readonly client: KurrentDBClient,
    readonly address: KurrentDbAddress,
    readonly patience: Patience,
  ) {}

  /** Loads the client, native part included, only now: a process on the embedded log never does. */
  static async open(address: KurrentDbAddress, patience: Patience = PATIENCE): Promise<KurrentConnection> {
    const { KurrentDBClient } = await import('@kurrent/kurrentdb-client');
    return new KurrentConnection(KurrentDBClient.connectionString(address.url), address, patience);
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** One request, given up after `requestMs`: an answer that never comes must not hold a writer for ever. */
  async once<T>(what: string, request: (client: KurrentDBClient) => Promise<T>): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(
        () => reject(new Error(`${what} had no answer within ${this.patience.requestMs} ms`)),
        this.patience.requestMs,
      );
    });
    try {
      return await Promise.race([request(this.client), late]);
    } finally {
      clearTimeout(timer);
    }
  }

  /**
   * A request that may be repeated as it is, until it is answered.
   * @throws LogUnavailable after `giveUpMs`; a final failure as it is.
   */
  async repeated<T>(what: string, request: (client: KurrentDBClient) => Promise<T>): Promise<T> {
    const attempts = this.attempts(what);
    for (;;) {
      try {
        return await this.once(what, request);
      } catch (error) {
        if (kindOfFailure(error) !== 'transient') throw error;
        await attempts.pauseAfter(error);
      }
    }
  }

  attempts(what: string): Attempts {
    return new Attempts(what, this);
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.client.dispose();
    // The client keeps its channel, and with it the process, unless the channel is closed as well.
    const channels = this.client as unknown as { getChannel(): Promise<{ close(): void }> };
    (await channels.getChannel().catch(() => null))?.close();
  }
}

/** The pauses between the attempts at one thing, longer each time, until patience ends. */
export class Attempts {
  #failures = 0;
  readonly #since = performance.now();

  constructor(
    private readonly what: string,
    private readonly connection: KurrentConnection,
  ) {}

  get failures(): number {
    return this.#failures;
  }

  /** @throws LogUnavailable when patience has ended or the log is closing. */
  async pauseAfter(error: unknown): Promise<void> {
    this.#failures += 1;
    const { patience, closed, address } = this.connection;
    if (closed || performance.now() - this.#since >= patience.giveUpMs)
      throw new LogUnavailable(
        `${this.what}: the event store at ${address.shown} is out of reach after ${this.#failures} attempts: ${reasonOf(error)}`,
        { cause: error },
      );
    await new Promise((resolve) => setTimeout(resolve, backOffMs(this.#failures, Math.random())));
  }
}
