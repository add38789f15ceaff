import type { StreamName } from '../../../kernel/index.js';

/** What this process knows of a stream: its last revision and which message is at which revision. */
export interface KnownStream {
  /** -1: empty. */
  revision: number;
  readonly revisions: Map<string, number>;
}

/**
 * The message ids of streams that this process has written or read to the end, so that a repeat is known without
 * asking the store. Others may write as well: an entry is complete up to its revision and says nothing beyond it.
 * The streams least recently used are dropped once there are too many ids.
 */
export class KnownStreams {
  readonly #streams = new Map<StreamName, KnownStream>();
  #ids = 0;

  /** @param maxIds about 120 bytes each. */
  constructor(private readonly maxIds = 500_000) {}

  get ids(): number {
    return this.#ids;
  }

  get(stream: StreamName): KnownStream | undefined {
    const known = this.#streams.get(stream);
    if (known !== undefined) {
      this.#streams.delete(stream);
      this.#streams.set(stream, known);
    }
    return known;
  }

  /** Takes note of the event next after `revision` of the entry; an older one is known, a later one is not yet taken. */
  note(stream: StreamName, revision: number, messageId: string): void {
    const known = this.#streams.get(stream) ?? { revision: -1, revisions: new Map<string, number>() };
    if (revision <= known.revision) return;
    this.#streams.set(stream, known);
    known.revision = revision;
    if (!known.revisions.has(messageId)) this.#ids += 1;
    known.revisions.set(messageId, revision);
    if (this.#ids > this.maxIds) this.#dropOldest(stream);
  }

  /** The stream is at `revision` although there are no events up to there: the store has let them go by age. */
  passOver(stream: StreamName, revision: number): void {
    const known = this.#streams.get(stream) ?? { revision: -1, revisions: new Map<string, number>() };
    known.revision = Math.max(known.revision, revision);
    this.#streams.set(stream, known);
  }

  forget(stream: StreamName): void {
    this.#ids -= this.#streams.get(stream)?.revisions.size ?? 0;
    this.#streams.delete(stream);
  }

  #dropOldest(kept: StreamName): void {
    for (const stream of this.#streams.keys()) {
      if (this.#ids <= this.maxIds) return;
      if (stream !== kept) this.forget(stream);
    }
  }
}
