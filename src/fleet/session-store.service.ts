import { invariant, fold, sessionStream } from '../kernel/index.js';
import { MessageIdReused, WrongExpectedRevision, type EventLog, type NewEvent } from '../platform/index.js';
import type { SessionEvent } from './fleet.events.js';
import { RecentlyUsed } from './recently-used.js';
import { evolveSession, type SessionState } from './session-state.js';

/** A session's folded state at a revision; -1 where the stream is empty. */
export interface HeldSession {
  readonly state: SessionState;
  readonly revision: number;
}

export type AppendOutcome = 'appended' | 'repeated' | 'conflict' | 'message-id-reused';

export interface SessionStoreDependencies {
  readonly log: EventLog;
  /** Folded states kept in memory, at most; the half that was used last is always among them. */
  readonly maxHeld?: number;
}

/**
 * Folded states of sessions with their revisions, so that a report costs no read of the log. Whoever finds the stream
 * moved on drops the state and reads it again: the log is right, the cache is a guess.
 */
export class SessionStore {
  private readonly held: RecentlyUsed<HeldSession>;
  private readonly lanes = new Map<string, Promise<unknown>>();
  private readonly log: EventLog;

  constructor({ log, maxHeld = 200_000 }: SessionStoreDependencies) {
    this.log = log;
    this.held = new RecentlyUsed(maxHeld);
  }

  /** Runs `work` after all earlier work on this session, so that two requests never race for one stream. */
  async exclusively<T>(sessionId: string, work: () => Promise<T>): Promise<T> {
    const before = this.lanes.get(sessionId) ?? Promise.resolve();
    const mine = before.then(work, work);
    this.lanes.set(sessionId, mine);
    try {
      return await mine;
    } finally {
      if (this.lanes.get(sessionId) === mine) this.lanes.delete(sessionId);
    }
  }

  async load(sessionId: string): Promise<HeldSession> {
    const held = this.held.get(sessionId);
    if (held !== undefined) return held;
    let state: SessionState = null;
    let revision = -1;
    for await (const recorded of this.log.readStream(sessionStream(sessionId))) {
      state = evolveSession(state, { type: recorded.type, data: recorded.data } as SessionEvent);
      revision = recorded.revision;
    }
    const loaded = { state, revision };
    if (state !== null && state.unpluggedAt === null) this.keep(sessionId, loaded);
    return loaded;
  }

  /** Appends what was decided on `from`, durable when this resolves. */
  async append(sessionId: string, from: HeldSession, events: readonly NewEvent[]): Promise<AppendOutcome> {
    try {
      const result = await this.log.append(
        sessionStream(sessionId),
        from.revision < 0 ? 'no-stream' : from.revision,
        events,
      );
      if (result.repeated) {
        this.held.delete(sessionId);
        return 'repeated';
      }
      invariant(result.revision === from.revision + events.length, `revisions of session ${sessionId} are consecutive`);
      const state = fold(evolveSession, from.state, events as readonly unknown[] as readonly SessionEvent[]);
      this.keep(sessionId, { state, revision: result.revision });
      return 'appended';
    } catch (error) {
      this.held.delete(sessionId);
      if (error instanceof WrongExpectedRevision) return 'conflict';
      if (error instanceof MessageIdReused) return 'message-id-reused';
      throw error;
    }
  }

  /**
   * Asks the log whether a message is in the session's stream, without writing: an append that expects an empty
   * stream writes nothing to one that has events, but answers for ids it knows.
   */
  async recall(sessionId: string, message: NewEvent): Promise<'known' | 'unknown' | 'message-id-reused'> {
    const { revision } = await this.load(sessionId);
    if (revision < 0) return 'unknown';
    try {
      await this.log.append(sessionStream(sessionId), 'no-stream', [message]);
      return 'known';
    } catch (error) {
      if (error instanceof WrongExpectedRevision) return 'unknown';
      if (error instanceof MessageIdReused) return 'message-id-reused';
      throw error;
    }
  }

  /** An ended session is dropped at once: few messages come after the unplug. */
  private keep(sessionId: string, session: HeldSession): void {
    if (session.state?.unpluggedAt != null) this.held.delete(sessionId);
    else this.held.set(sessionId, session);
  }
}
