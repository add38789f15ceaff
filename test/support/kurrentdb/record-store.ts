import { EventEmitter, once } from 'node:events';

/** What a client proposes to append. */
export interface Proposed {
  readonly id: string;
  readonly type: string;
  readonly contentType: string;
  readonly data: Uint8Array;
  readonly metadata: Uint8Array;
}

export interface StoredRecord extends Proposed {
  /** Commit and prepare position alike: an offset in bytes, as the server's is. */
  readonly position: number;
  readonly stream: string;
  readonly revision: number;
  readonly createdMs: number;
}

export type Expected = number | 'no-stream' | 'any' | 'stream-exists';

/** `actual` is -1 for a stream without events. */
export class RevisionConflict extends Error {
  constructor(
    readonly stream: string,
    readonly expected: Expected,
    readonly actual: number,
  ) {
    super(`${stream} is at ${actual}, expected ${expected}`);
  }
}

export interface Written {
  readonly revision: number;
  readonly position: number;
}

/** One write of a transaction. */
export interface StreamWrite {
  readonly stream: string;
  readonly expected: Expected;
  readonly records: readonly Proposed[];
}

const HEADER_BYTES = 137;
/** The server writes statistics and metadata between our events; the double does so after every so many. */
const SYSTEM_EVENT_EVERY = 5;

/**
 * The data of the double: one array in the order of the log. It knows a repeat as the server does for certain, at an
 * exact expected revision, and in no other case, which is the least that the server promises.
 */
export class RecordStore {
  readonly records: StoredRecord[] = [];
  readonly #streams = new Map<string, StoredRecord[]>();
  readonly #growth = new EventEmitter().setMaxListeners(0);
  #position = 0;

  constructor(private readonly now: () => number) {
    this.#systemEvent();
  }

  /** The stream's records that its `$maxAge` and `$maxCount` let be seen. */
  visible(stream: string): readonly StoredRecord[] {
    const all = this.#streams.get(stream) ?? [];
    const { $maxAge = Infinity, $maxCount = Infinity } = this.metadataOf(stream);
    return all
      .slice(Math.max(0, all.length - $maxCount))
      .filter((record) => record.createdMs > this.now() - $maxAge * 1000);
  }

  /** Index of the first record at or after a position. */
  indexAt(position: number): number {
    let low = 0;
    let high = this.records.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.records[middle]?.position ?? Infinity) < position) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  newestCreatedMs(): number {
    return this.records.at(-1)?.createdMs ?? -Infinity;
  }

  lastRevision(stream: string): number {
    return (this.#streams.get(stream)?.length ?? 0) - 1;
  }

  metadataOf(stream: string): { $maxAge?: number; $maxCount?: number } {
    const last = this.#streams.get(`$$${stream}`)?.at(-1);
    return last === undefined ? {} : (JSON.parse(Buffer.from(last.data).toString()) as object);
  }

  /** @throws RevisionConflict, with nothing written to any of the streams. */
  transact(writes: readonly StreamWrite[]): Written[] {
    const repeated = writes.map((write) => this.#repeated(write));
    if (repeated.every((written) => written !== null)) return repeated;
    for (const write of writes) this.#check(write);
    const written = writes.map((write) => this.#write(write));
    if (this.records.length % SYSTEM_EVENT_EVERY < 2) this.#systemEvent();
    this.#growth.emit('grown');
    return written;
  }

  append(write: StreamWrite): Written {
    return this.transact([write])[0] as Written;
  }

  /** Resolves at the next append, or when `signal` aborts. */
  async grown(signal: AbortSignal): Promise<void> {
    await once(this.#growth, 'grown', { signal }).catch(() => undefined);
  }

  #repeated({ stream, expected, records }: StreamWrite): Written | null {
    if (expected === 'any' || expected === 'stream-exists') return null;
    const first = expected === 'no-stream' ? 0 : expected + 1;
    const held = (this.#streams.get(stream) ?? []).slice(first, first + records.length);
    if (held.length < records.length || held.some(({ id }, index) => id !== records[index]?.id)) return null;
    const last = held.at(-1) as StoredRecord;
    return { revision: last.revision, position: last.position };
  }

  #check({ stream, expected }: StreamWrite): void {
    const actual = this.lastRevision(stream);
    const fits =
      expected === 'any' ||
      (expected === 'stream-exists' ? actual >= 0 : actual === (expected === 'no-stream' ? -1 : expected));
    if (!fits) throw new RevisionConflict(stream, expected, actual);
  }

  #write({ stream, records }: StreamWrite): Written {
    const held = this.#streams.get(stream) ?? [];
    this.#streams.set(stream, held);
    for (const proposed of records) {
      const record = {
        ...proposed,
        stream,
        revision: held.length,
        position: this.#position,
        createdMs: this.#createdMs(),
      };
      this.#position += HEADER_BYTES + stream.length + proposed.data.length + proposed.metadata.length;
      held.push(record);
      this.records.push(record);
    }
    const last = held.at(-1) as StoredRecord;
    return { revision: last.revision, position: last.position };
  }

  #systemEvent(): void {
    const data = Buffer.from('{}');
    const proposed = {
      id: `stats-${this.records.length}`,
      type: '$statsCollected',
      contentType: 'application/json',
      data,
    };
    this.#write({ stream: '$stats-double', expected: 'any', records: [{ ...proposed, metadata: new Uint8Array() }] });
  }

  /** The server's own clock does not run backwards here: what a clock set back does is not this double's subject. */
  #createdMs(): number {
    return Math.max(this.now(), this.newestCreatedMs());
  }
}
