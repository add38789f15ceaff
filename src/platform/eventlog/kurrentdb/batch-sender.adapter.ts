import type { StreamName } from '../../../kernel/index.js';
import type { KurrentConnection } from './connection.adapter.js';
import { kindOfFailure } from './failure.adapter.js';
import type { WireEvent } from './wire-event.js';

/** Events for one stream that must be at exactly `revision` (-1: empty). Exact, so that a repeat can never double. */
interface Outgoing {
  readonly stream: string;
  readonly revision: number;
  readonly events: readonly WireEvent[];
  readonly resolve: (position: number | null) => void;
  readonly reject: (error: unknown) => void;
}

/** What one multi-stream append takes at most: well under the server's limit of a transaction. */
const MAX_EVENTS_TOGETHER = 512;
/** Requests under way at once. What is beyond waits here, in order. */
const MAX_IN_FLIGHT = 256;

/**
 * Sends what different streams append in one turn of the event loop together: as one multi-stream append where the
 * server has it (25.1 and later), as pipelined single appends otherwise. A multi-stream append is all or nothing; when
 * it is refused, each of its parts is sent alone, so that a conflict in one stream costs the others a request and no more.
 */
export class BatchSender {
  #waiting: Outgoing[] = [];
  #scheduled = false;
  #multiStream = true;
  #inFlight = 0;
  readonly #whenFree: (() => void)[] = [];

  constructor(
    private readonly connection: KurrentConnection,
    private readonly prefix: string,
  ) {}

  /** @returns position of the last event written in that request; null when the server did not tell. */
  send(stream: StreamName, revision: number, events: readonly WireEvent[]): Promise<number | null> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ stream: this.prefix + stream, revision, events, resolve, reject });
      if (this.#scheduled) return;
      this.#scheduled = true;
      setImmediate(() => this.#flush());
    });
  }

  #flush(): void {
    this.#scheduled = false;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (let from = 0; from < waiting.length;) {
      let until = from;
      for (let events = 0; until < waiting.length; until += 1) {
        events += waiting[until]?.events.length ?? 0;
        if (until > from && events > MAX_EVENTS_TOGETHER) break;
      }
      void this.#sendTogether(waiting.slice(from, until));
      from = until;
    }
  }

  async #sendTogether(group: readonly Outgoing[]): Promise<void> {
    if (group.length > 1 && this.#multiStream && (await this.#sendAtomically(group))) return;
    await Promise.all(group.map((outgoing) => this.#sendAlone(outgoing)));
  }

  /** False when each part has to be sent alone. A part whose fate is not known is not sent again here: its writer looks first. */
  async #sendAtomically(group: readonly Outgoing[]): Promise<boolean> {
    const requests = group.map(({ stream, revision, events }) => ({
      streamName: stream,
      expectedState: expectedState(revision),
      events: [...events],
    }));
    try {
      const { position } = await this.#inTurn(() =>
        this.connection.once('appending', (client) => client.multiStreamAppend(requests)),
      );
      for (const { resolve } of group)
        resolve(typeof position === 'bigint' && position >= 0n ? Number(position) : null);
      return true;
    } catch (error) {
      const kind = kindOfFailure(error);
      if (kind === 'unsupported') this.#multiStream = false;
      if (kind === 'unsupported' || kind === 'conflict' || kind === 'too-large') return false;
      for (const { reject } of group) reject(error);
      return true;
    }
  }

  async #sendAlone({ stream, revision, events, resolve, reject }: Outgoing): Promise<void> {
    try {
      const options = { streamState: expectedState(revision), requiresLeader: true };
      const { position } = await this.#inTurn(() =>
        this.connection.once('appending', (client) => client.appendToStream(stream, [...events], options)),
      );
      resolve(position === undefined ? null : Number(position.commit));
    } catch (error) {
      reject(error);
    }
  }

  async #inTurn<T>(request: () => Promise<T>): Promise<T> {
    if (this.#inFlight >= MAX_IN_FLIGHT) await new Promise<void>((resolve) => this.#whenFree.push(resolve));
    this.#inFlight += 1;
    try {
      return await request();
    } finally {
      this.#inFlight -= 1;
      this.#whenFree.shift()?.();
    }
  }
}

const expectedState = (revision: number): bigint | 'no_stream' => (revision < 0 ? 'no_stream' : BigInt(revision));
