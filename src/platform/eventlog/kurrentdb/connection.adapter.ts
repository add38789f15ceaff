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
 * The clients of one server or cluster, their deadlines and their repeats. A client finds the leader by gossip, or by the
 * address in a "not leader" answer, and its writing part opens a new channel after a failure. Its reading part is another
 * program, and one that has lost its node of a cluster never looks for the next (client 1.3.1, seen in the tests): reads
 * have a client of their own, which is replaced after each failure. This class says when to ask again, and when to stop.
 */
export class KurrentConnection {
  #closed = false;
  #reading: KurrentDBClient;

  private constructor(
    /** For appends and subscriptions. */
    readonly client: KurrentDBClient,
    readonly address: KurrentDbAddress,
    readonly patience: Patience,
    private readonly newClient: () => KurrentDBClient,
  ) {
    this.#reading = newClient();
  }

  /** Loads the client, native part included, only now: a process on the embedded log never does. */
  static async open(address: KurrentDbAddress, patience: Patience = PATIENCE): Promise<KurrentConnection> {
    const { KurrentDBClient } = await import('@kurrent/kurrentdb-client');
    const newClient = (): KurrentDBClient => KurrentDBClient.connectionString(address.url);
    return new KurrentConnection(newClient(), address, patience, newClient);
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** One request, given up after `requestMs`: an answer that never comes must not hold a writer for ever. */
  once<T>(what: string, request: (client: KurrentDBClient) => Promise<T>): Promise<T> {
    return this.#inTime(what, request(this.client));
  }

  /**
   * A read, repeated until it is answered.
   * @throws LogUnavailable after `giveUpMs`; a final failure as it is.
   */
  async read<T>(what: string, request: (client: KurrentDBClient) => Promise<T>): Promise<T> {
    const attempts = this.attempts(what);
    for (;;) {
      const client = this.#reading;
      try {
        return await this.#inTime(what, request(client));
      } catch (error) {
        if (kindOfFailure(error) !== 'transient') throw error;
        if (this.#reading === client) this.#reading = this.newClient();
        await attempts.pauseAfter(error);
      }
    }
  }

  attempts(what: string): Attempts {
    return new Attempts(what, this);
  }

  async #inTime<T>(what: string, answer: Promise<T>): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const { requestMs } = this.patience;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error(`${what} had no answer within ${requestMs} ms`)), requestMs);
    });
    try {
      return await Promise.race([answer, late]);
    } finally {
      clearTimeout(timer);
    }
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
