import type { EpochMs, StreamName } from '../../../kernel/index.js';
import { answerIfRepeated, checkRevision, type HeldEvent } from '../append-rules.js';
import { WrongExpectedRevision, type AppendResult, type ExpectedRevision, type NewEvent } from '../event-log.port.js';
import type { BatchSender } from './batch-sender.adapter.js';
import type { Attempts, KurrentConnection } from './connection.adapter.js';
import { actualRevisionOf, kindOfFailure } from './failure.adapter.js';
import type { KnownStream, KnownStreams } from './known-streams.js';
import type { KurrentReader } from './reader.adapter.js';
import { toWire } from './wire-event.js';

export interface StreamWriterParts {
  readonly connection: KurrentConnection;
  readonly reader: KurrentReader;
  readonly sender: BatchSender;
  readonly known: KnownStreams;
}

export interface PendingAppend {
  readonly stream: StreamName;
  readonly expected: ExpectedRevision;
  readonly events: readonly NewEvent[];
  readonly recordedAt: EpochMs;
}

/** What is known of the stream, and whether it was read from the server in this very attempt. */
interface View {
  readonly revision: number;
  readonly fresh: boolean;
}

interface Moved {
  /** The stream is at this revision at least. */
  readonly movedTo: number;
}

/**
 * One append at a time for a stream, exactly once. KurrentDB itself knows a repeat for certain only at an exact revision,
 * and not at all under "any" once the event is old. So every append is sent at the exact revision that this process has
 * read or written last, and the message ids are looked up before. Whatever then happens to a request, a lost answer, a
 * late arrival, another writer, the stream can hold its events once only; what happened is read from the stream.
 */
export class StreamWriter {
  constructor(private readonly parts: StreamWriterParts) {}

  async write(append: PendingAppend): Promise<AppendResult> {
    const attempts = this.parts.connection.attempts(`appending to ${append.stream}`);
    let view = await this.#firstView(append);
    for (;;) {
      // After a failure an event that is found there is most likely ours: the caller has not been told of it yet.
      const held = await this.#answerIfRepeated(append, attempts.failures === 0);
      if (held !== null) return held;
      try {
        checkRevision(append.stream, append.expected, view.revision);
      } catch (error) {
        if (view.fresh || !(error instanceof WrongExpectedRevision)) throw error;
        view = await this.#refreshed(append.stream);
        continue;
      }
      const outcome = await this.#send(append, view.revision, attempts);
      if ('position' in outcome) return outcome;
      view = await this.#refreshed(append.stream, outcome.movedTo);
    }
  }

  /** Whoever expects no stream may be right, which costs no read; a conflict corrects it. */
  async #firstView({ stream, expected }: PendingAppend): Promise<View> {
    const known = this.parts.known.get(stream);
    if (known !== undefined) return { revision: known.revision, fresh: false };
    return expected === 'no-stream' ? { revision: -1, fresh: false } : this.#refreshed(stream);
  }

  /** `Moved`: the stream must be read anew, because it has moved on or because the fate of the request is not known. */
  async #send(
    { stream, events, recordedAt }: PendingAppend,
    revision: number,
    attempts: Attempts,
  ): Promise<AppendResult | Moved> {
    try {
      const wire = events.map((event) => toWire(stream, event, recordedAt));
      const told = await this.parts.sender.send(stream, revision, wire);
      events.forEach(({ meta }, index) => this.parts.known.note(stream, revision + 1 + index, meta.messageId));
      const last = revision + events.length;
      return { revision: last, position: told ?? (await this.#positionAt(stream, last)), repeated: false };
    } catch (error) {
      const kind = kindOfFailure(error);
      if (kind === 'conflict') return { movedTo: actualRevisionOf(error) ?? -1 };
      this.parts.known.forget(stream);
      if (kind !== 'transient') throw error;
      await attempts.pauseAfter(error);
      return { movedTo: -1 };
    }
  }

  /** Reads what the stream holds beyond what is known of it. */
  async #refreshed(stream: StreamName, movedTo = -1): Promise<View> {
    const { known, reader } = this.parts;
    for await (const { revision, meta } of reader.stream(stream, { after: known.get(stream)?.revision ?? -1 }))
      known.note(stream, revision, meta.messageId);
    // A stream whose events have all aged away still has its revision.
    if ((known.get(stream)?.revision ?? -1) < movedTo) known.passOver(stream, movedTo);
    return { revision: known.get(stream)?.revision ?? -1, fresh: true };
  }

  async #answerIfRepeated({ stream, events }: PendingAppend, repeated: boolean): Promise<AppendResult | null> {
    const held = await this.#heldEvents(this.parts.known.get(stream), stream, events);
    const answer = answerIfRepeated(stream, events, (messageId) => held.get(messageId));
    return answer && { ...answer, repeated };
  }

  async #heldEvents(
    known: KnownStream | undefined,
    stream: StreamName,
    events: readonly NewEvent[],
  ): Promise<ReadonlyMap<string, HeldEvent>> {
    const held = new Map<string, HeldEvent>();
    for (const { meta } of events) {
      const revision = known?.revisions.get(meta.messageId);
      const event = revision === undefined ? undefined : await this.parts.reader.eventAt(stream, revision);
      if (event !== undefined) held.set(meta.messageId, event);
    }
    return held;
  }

  async #positionAt(stream: StreamName, revision: number): Promise<number> {
    const event = await this.parts.reader.eventAt(stream, revision);
    if (event === undefined) throw new Error(`stream ${stream} does not hold revision ${revision} that was written`);
    return event.position;
  }
}
