import type { PersistentSubscriptionToAll, PersistentSubscriptionToAllResolvedEvent } from '@kurrent/kurrentdb-client';
import type { Recorded } from '../../../kernel/index.js';
import { LogOverloaded, LogUnavailable } from '../event-log.port.js';
import { backOffMs } from './back-off.js';
import type { KurrentConnection } from './connection.adapter.js';
import { kindOfFailure, reasonOf } from './failure.adapter.js';
import type { KurrentReader } from './reader.adapter.js';
import { fromWire } from './wire-event.js';

export interface ConsumerGroup {
  /** Consumers of one name share the events; the server keeps the group's checkpoint. */
  readonly name: string;
  readonly types: readonly string[];
}

type Handler = (event: Recorded) => void | Promise<void>;

/** Events that one consumer has in hand at most; one is handled at a time. */
const BUFFER = 16;

/**
 * One of several consumers that share the events of a type: a persistent subscription of KurrentDB, from the first event
 * on. Each event is handled at least once, by one of them, in no promised order: fit for work that is idempotent and
 * independent from event to event, never for a read model. What a handler throws parks the event on the server with the
 * reason, where it can be looked at and replayed; "not now" (LogOverloaded, LogUnavailable) gives it back to the group.
 */
export class CompetingConsumer {
  #subscription: PersistentSubscriptionToAll | null = null;
  #closed = false;
  #busy: Promise<void> = Promise.resolve();
  #endPause: (() => void) | null = null;
  /** Rejects when the server will have nothing more to do with us: then nothing more is handled. */
  readonly ended: Promise<void>;

  private constructor(
    private readonly connection: KurrentConnection,
    private readonly reader: KurrentReader,
    private readonly group: ConsumerGroup,
    private readonly handle: Handler,
  ) {
    this.ended = this.#run();
    // Whoever wants to know awaits it; whoever does not must not be stopped by it.
    this.ended.catch(() => undefined);
  }

  /** Makes the group if it is not there, and joins it. */
  static async join(
    connection: KurrentConnection,
    reader: KurrentReader,
    group: ConsumerGroup,
    handle: Handler,
  ): Promise<CompetingConsumer> {
    const { persistentSubscriptionToAllSettingsFromDefaults } = await import('@kurrent/kurrentdb-client');
    const settings = persistentSubscriptionToAllSettingsFromDefaults({ startFrom: 'start' });
    try {
      await connection.once('making a consumer group', (client) =>
        client.createPersistentSubscriptionToAll(group.name, settings, { filter: reader.filter(group.types) }),
      );
    } catch (error) {
      const exists = error instanceof Error && 'type' in error && error.type === 'persistent-subscription-exists';
      if (!exists) throw error;
    }
    return new CompetingConsumer(connection, reader, group, handle);
  }

  /** Waits for the event in hand; those not yet begun go back to the group. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#endPause?.();
    await this.#busy;
    await this.#subscription?.unsubscribe();
    this.#subscription?.destroy();
    await this.ended.catch(() => undefined);
  }

  async #run(): Promise<void> {
    for (let failures = 0; !this.#closed; failures += 1) {
      const failure = await this.#consume();
      await this.#busy;
      if (kindOfFailure(failure) === 'final') throw failure;
      if (!this.#closed) await this.#pause(backOffMs(failures + 1, Math.random()));
    }
  }

  /** Resolves when the connection has ended, with the reason. */
  #consume(): Promise<unknown> {
    return new Promise((resolve) => {
      const subscription = this.connection.client.subscribeToPersistentSubscriptionToAll(this.group.name, {
        bufferSize: BUFFER,
      });
      this.#subscription = subscription;
      subscription.on('data', (resolved: PersistentSubscriptionToAllResolvedEvent) => {
        this.#busy = this.#busy.then(() => this.#settle(subscription, resolved)).catch(resolve);
      });
      subscription.on('error', resolve);
      subscription.on('end', () => resolve(null));
      subscription.on('close', () => resolve(null));
    });
  }

  async #settle(
    subscription: PersistentSubscriptionToAll,
    resolved: PersistentSubscriptionToAllResolvedEvent,
  ): Promise<void> {
    if (this.#closed) return;
    try {
      const event = resolved.event === undefined ? null : fromWire(resolved.event, this.reader.prefix);
      if (event !== null) await this.handle(event);
    } catch (error) {
      const later = error instanceof LogOverloaded || error instanceof LogUnavailable;
      return subscription.nack(later ? 'retry' : 'park', reasonOf(error), resolved);
    }
    await subscription.ack(resolved);
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
}
