import type { BaseOptions, Filter, KurrentDBClient, ReadPosition, ResolvedEvent } from '@kurrent/kurrentdb-client';
import type { Recorded, StreamName } from '../../../kernel/index.js';
import type { ReadOptions } from '../event-log.port.js';
import type { KurrentConnection } from './connection.adapter.js';
import { isStreamNotFound } from './failure.adapter.js';
import { fromWire, positionOf, wirePosition, type WireRecord } from './wire-event.js';

/** Events asked for at once: a page is asked for again as a whole when the way to the server breaks. */
const PAGE_EVENTS = 2_048;

type Page = readonly WireRecord[];

/** Every read, in pages, each repeated until it is answered. All go to the leader: what was appended is there. */
export class KurrentReader {
  /** Named for each read: the client's reading part does not decode what a connection string has encoded. */
  readonly #asReader: BaseOptions;

  constructor(
    private readonly connection: KurrentConnection,
    /** Beginning of all our streams' names on a server that is shared. */
    readonly prefix: string,
  ) {
    const { credentials } = connection.address;
    this.#asReader = { requiresLeader: true, ...(credentials === null ? {} : { credentials }) };
  }

  /** Position of our newest event, whatever its type; -1 for an empty log. */
  async newestPosition(): Promise<number> {
    const [newest] = await this.#allPage('backwards', 'end', 1, undefined);
    return newest === undefined ? -1 : positionOf(newest);
  }

  /** Position of the first event of these types after `after`; null when there is none. */
  async firstPositionAfter(after: number, types: readonly string[]): Promise<number | null> {
    for await (const event of this.all({ after, types, limit: 1 })) return event.position;
    return null;
  }

  /** The last revision of a stream; -1 when it is empty. */
  async lastRevision(stream: StreamName): Promise<number> {
    const [last] = await this.#streamPage(stream, 'backwards', 'end', 1);
    return last === undefined ? -1 : Number(last.revision);
  }

  async eventAt(stream: StreamName, revision: number): Promise<Recorded | undefined> {
    const [event] = await this.#streamPage(stream, 'forwards', BigInt(revision), 1);
    return event === undefined || Number(event.revision) !== revision ? undefined : this.#ours(event);
  }

  async *stream(stream: StreamName, options: ReadOptions = {}): AsyncGenerator<Recorded> {
    const { after, backwards = false } = options;
    const newest = await this.lastRevision(stream);
    const from = options.from ?? (after === undefined ? undefined : after + 1);
    const selection = new Selection(options);
    let next = backwards ? Math.min(from ?? newest, newest) : Math.max(from ?? 0, 0);
    while (!selection.done && next >= 0 && next <= newest) {
      const count = selection.unfiltered(PAGE_EVENTS);
      const page = await this.#streamPage(stream, backwards ? 'backwards' : 'forwards', BigInt(next), count);
      for (const record of page) {
        if (Number(record.revision) > newest) return;
        const event = selection.take(this.#ours(record));
        if (event !== null) yield event;
        if (selection.done) return;
      }
      const last = page.at(-1);
      if (last === undefined || page.length < count) return;
      next = Number(last.revision) + (backwards ? -1 : 1);
    }
  }

  async *all(options: ReadOptions = {}): AsyncGenerator<Recorded> {
    const { backwards = false, types } = options;
    const selection = new Selection(options);
    if (selection.done || types?.length === 0) return;
    const newest = backwards ? Infinity : await this.newestPosition();
    for await (const record of backwards ? this.#backwards(options) : this.#forwards(options, newest)) {
      const event = fromWire(record, this.prefix);
      if (event === null) continue;
      const taken = selection.take(event);
      if (taken !== null) yield taken;
      if (selection.done) return;
    }
  }

  /** What the server should look for: by type, or by stream; it takes one of the two. */
  filter(types: readonly string[] | undefined): Filter {
    const common = { checkpointInterval: 16, maxSearchWindow: 32 };
    if (types !== undefined)
      return { ...common, filterOn: 'eventType', regex: `^(?:${types.map(literal).join('|')})$` };
    if (this.prefix !== '') return { ...common, filterOn: 'streamName', prefixes: [this.prefix] };
    return { ...common, filterOn: 'streamName', regex: '^[^$]' };
  }

  async *#forwards({ from, after, types, limit }: ReadOptions, newest: number): AsyncGenerator<WireRecord> {
    let cursor = from ?? after ?? -1;
    let seen = from === undefined ? cursor : from - 1;
    const count = Math.max(2, Math.min(PAGE_EVENTS, (limit ?? Infinity) + 1));
    while (cursor <= newest) {
      const page = await this.#allPage('forwards', cursor < 0 ? 'start' : wirePosition(cursor), count, types);
      for (const record of page) {
        const position = positionOf(record);
        if (position > newest) return;
        // The page begins with the event at the cursor, which we have had.
        if (position <= seen) continue;
        seen = position;
        yield record;
      }
      if (page.length < count) return;
      cursor = seen;
    }
  }

  async *#backwards({ from, types, limit }: ReadOptions): AsyncGenerator<WireRecord> {
    const count = Math.min(PAGE_EVENTS, limit ?? Infinity);
    let cursor: ReadPosition = 'end';
    let before = Infinity;
    if (from !== undefined) {
      // The server reads backwards what lies before a position, not what lies at it.
      const [at] = await this.#allPage('forwards', wirePosition(from), 1, types);
      if (at !== undefined && positionOf(at) === from) yield at;
      cursor = wirePosition(from);
      before = from;
    }
    for (;;) {
      const page = await this.#allPage('backwards', cursor, count, types);
      for (const record of page) {
        const position = positionOf(record);
        if (position >= before) continue;
        before = position;
        yield record;
      }
      if (page.length < count) return;
      cursor = wirePosition(before);
    }
  }

  #allPage(
    direction: 'forwards' | 'backwards',
    fromPosition: ReadPosition,
    maxCount: number,
    types: readonly string[] | undefined,
  ): Promise<Page> {
    const filter = this.filter(types);
    return this.#page('reading the log', (client) =>
      client.readAll({ direction, fromPosition, maxCount, filter, ...this.#asReader }),
    );
  }

  async #streamPage(
    stream: StreamName,
    direction: 'forwards' | 'backwards',
    fromRevision: bigint | 'end',
    maxCount: number,
  ): Promise<Page> {
    try {
      return await this.#page(`reading stream ${stream}`, (client) =>
        client.readStream(this.prefix + stream, { direction, fromRevision, maxCount, ...this.#asReader }),
      );
    } catch (error) {
      if (isStreamNotFound(error)) return [];
      throw error;
    }
  }

  #page(what: string, read: (client: KurrentDBClient) => AsyncIterable<ResolvedEvent>): Promise<Page> {
    return this.connection.read(what, async (client) => {
      const records: WireRecord[] = [];
      for await (const { event } of read(client)) if (event !== undefined) records.push(event);
      return records;
    });
  }

  /** @throws Error for an event in one of our streams that another program wrote. */
  #ours(record: WireRecord): Recorded {
    const event = fromWire(record, this.prefix);
    if (event === null)
      throw new Error(`event ${record.revision} of stream ${record.streamId} was not written by this program`);
    return event;
  }
}

/** The options that the server does not know: types within a stream, the instant, and with them the limit. */
class Selection {
  readonly #types: ReadonlySet<string> | undefined;
  #left: number;
  #ended = false;

  constructor(private readonly options: ReadOptions) {
    this.#types = options.types && new Set(options.types);
    this.#left = options.limit ?? Infinity;
  }

  get done(): boolean {
    return this.#ended || this.#left <= 0;
  }

  /** How many events to ask for when none is going to be left out. */
  unfiltered(page: number): number {
    const { types, recordedUntil } = this.options;
    return types === undefined && recordedUntil === undefined ? Math.min(page, this.#left) : page;
  }

  take(event: Recorded): Recorded | null {
    const { recordedUntil = Infinity, backwards = false } = this.options;
    if (event.recordedAt > recordedUntil) {
      // Forwards nothing after it counts; backwards it and what we saw before it do not.
      this.#ended = !backwards;
      return null;
    }
    if (this.#types !== undefined && !this.#types.has(event.type)) return null;
    this.#left -= 1;
    return event;
  }
}

/** A type's name as a regular expression that matches it and nothing else. */
const literal = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
