import { deterministicUuid, isRefusal, type Clock, type Decider, type EpochMs } from '../../kernel/index.js';
import type { EventBase, Metadata, Recorded, Refusal, StreamName } from '../../kernel/index.js';
import { WrongExpectedRevision, type EventLog, type NewEvent } from './event-log.port.js';

/** Who asks, and why. `messageId` names the command: handling it again changes nothing. */
export interface CommandMeta extends Metadata {
  /** When the world did what the events say; default now. */
  readonly occurredAt?: EpochMs;
}

export interface Handled<Event> {
  /** What the command led to; empty when there was nothing to do. */
  readonly events: readonly Event[];
  /** The stream's last revision after it, -1 for a stream that is still empty. */
  readonly revision: number;
}

/** A writer that loses this often in a row has a livelock, not a race. */
const MAX_ATTEMPTS = 16;

/** Load, fold, decide, append. Revision conflicts are decided again on the new state; every other failure is the caller's. */
export class CommandHandler {
  constructor(
    private readonly log: EventLog,
    private readonly clock: Clock,
  ) {}

  /**
   * The first event takes the command's message id, later ones derive theirs from it; by that a repeated command is
   * known and answered with the events of the first time.
   * @throws WrongExpectedRevision when other writers win `MAX_ATTEMPTS` times.
   */
  async handle<State, Command, Event extends EventBase>(
    stream: StreamName,
    decider: Decider<State, Command, Event>,
    command: Command,
    meta: CommandMeta,
  ): Promise<Handled<Event> | Refusal> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#attempt(stream, decider, command, meta);
      } catch (error) {
        if (!(error instanceof WrongExpectedRevision) || attempt === MAX_ATTEMPTS) throw error;
      }
    }
  }

  async #attempt<State, Command, Event extends EventBase>(
    stream: StreamName,
    decider: Decider<State, Command, Event>,
    command: Command,
    meta: CommandMeta,
  ): Promise<Handled<Event> | Refusal> {
    let state = decider.initial;
    let revision = -1;
    const ofThisCommand: Recorded[] = [];
    for await (const event of this.log.readStream(stream)) {
      state = decider.evolve(state, event as unknown as Event);
      revision = event.revision;
      if (event.meta.messageId === eventId(meta, ofThisCommand.length)) ofThisCommand.push(event);
    }
    if (ofThisCommand.length > 0) return { events: ofThisCommand as unknown as Event[], revision };
    const decision = decider.decide(state, command);
    if (isRefusal(decision)) return decision;
    if (decision.length === 0) return { events: [], revision };
    const appended = await this.log.append(
      stream,
      revision < 0 ? 'no-stream' : revision,
      this.#newEvents(decision, meta),
    );
    return { events: decision, revision: appended.revision };
  }

  #newEvents(events: readonly EventBase[], { occurredAt = this.clock.now(), ...meta }: CommandMeta): NewEvent[] {
    return events.map(({ type, data }, index) => ({
      type,
      data,
      meta: { ...meta, messageId: eventId(meta, index) },
      occurredAt,
    }));
  }
}

const eventId = ({ messageId }: Metadata, index: number): string =>
  index === 0 ? messageId : deterministicUuid(messageId, String(index));
