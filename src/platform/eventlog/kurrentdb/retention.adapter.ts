import type { StreamName } from '../../../kernel/index.js';
import type { KurrentConnection } from './connection.adapter.js';
import { retentionOf } from './stream-retention.js';

const SECONDS_PER_DAY = 86_400;
/** Streams remembered as done: more than are ever begun in the life of a process between two restarts. */
const MAX_REMEMBERED = 10_000;

/**
 * Writes a stream's `$maxAge` once, when this process first appends to it. It follows the append and never delays or
 * fails one: a stream whose metadata could not be written gets it with the next append.
 */
export class RetentionKeeper {
  readonly #done = new Set<StreamName>();
  #underWay: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly connection: KurrentConnection,
    private readonly prefix: string,
  ) {}

  appended(stream: StreamName): void {
    const retention = retentionOf(stream);
    if (retention === null || this.#done.has(stream)) return;
    if (this.#done.size >= MAX_REMEMBERED) this.#done.clear();
    this.#done.add(stream);
    const maxAge = retention.maxAgeDays * SECONDS_PER_DAY;
    this.#underWay = this.#underWay.then(() => this.#set(stream, maxAge)).catch(() => this.#done.delete(stream));
  }

  /** Resolves when nothing is under way. */
  idle(): Promise<unknown> {
    return this.#underWay;
  }

  async #set(stream: StreamName, maxAge: number): Promise<void> {
    const name = this.prefix + stream;
    const { metadata } = await this.connection.once('reading stream metadata', (client) =>
      client.getStreamMetadata(name),
    );
    if (metadata?.maxAge === maxAge) return;
    await this.connection.once('writing stream metadata', (client) =>
      client.setStreamMetadata(name, { ...metadata, maxAge }),
    );
  }
}
