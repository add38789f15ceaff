import type Database from 'libsql';
import type { HeldEvent } from '../append-rules.js';
import type { PendingAppend } from './pending-append.js';
import type { StreamHead } from './stream-heads.adapter.js';

type HeldRow = readonly [
  streamId: number,
  messageId: string,
  position: number,
  revision: number,
  type: string,
  data: string,
];

/** Which of a group's messages the log holds already: asked of the file once for the whole group, then kept up with it. */
export class HeldMessages {
  readonly #select: Database.Statement;
  readonly #held = new Map<StreamHead, Map<string, HeldEvent>>();
  /** Streams that more than one append of the group goes to: only there can one repeat another. */
  readonly #shared = new Set<StreamHead>();

  constructor(database: Database.Database) {
    this.#select = database
      .prepare(
        `SELECT e.stream_id, e.message_id, e.position, e.revision, e.type, e.data FROM json_each(?) asked
         CROSS JOIN events e ON e.stream_id = asked.value ->> 0 AND e.message_id = asked.value ->> 1`,
      )
      .raw();
  }

  /** @param heads where each append goes, in the group's order. */
  lookUp(group: readonly PendingAppend[], heads: readonly StreamHead[]): void {
    const asked: [streamId: number, messageId: string][] = [];
    const byId = new Map<number, StreamHead>();
    const seen = new Set<StreamHead>();
    group.forEach(({ events }, index) => {
      const head = heads[index] as StreamHead;
      if (seen.has(head)) this.#shared.add(head);
      seen.add(head);
      if (head.id === null) return;
      byId.set(head.id, head);
      for (const { meta } of events) asked.push([head.id, meta.messageId]);
    });
    if (asked.length === 0) return;
    for (const [streamId, messageId, position, revision, type, data] of this.#rows(asked))
      this.#put(byId.get(streamId) as StreamHead, messageId, {
        position,
        revision,
        type,
        data: JSON.parse(data) as object,
      });
  }

  find(head: StreamHead, messageId: string): HeldEvent | undefined {
    return this.#held.get(head)?.get(messageId);
  }

  /** An event that this group writes. */
  remember(head: StreamHead, messageId: string, event: HeldEvent): void {
    if (this.#shared.has(head)) this.#put(head, messageId, event);
  }

  forget(): void {
    this.#held.clear();
    this.#shared.clear();
  }

  #rows(asked: readonly [number, string][]): HeldRow[] {
    return this.#select.all([JSON.stringify(asked)]) as HeldRow[];
  }

  #put(head: StreamHead, messageId: string, event: HeldEvent): void {
    const ofStream = this.#held.get(head) ?? new Map<string, HeldEvent>();
    this.#held.set(head, ofStream.set(messageId, event));
  }
}
