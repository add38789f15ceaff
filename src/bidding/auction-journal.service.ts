import {
  auctionStream,
  deterministicUuid,
  digest,
  isRefusal,
  type Clock,
  type DeliveryDay,
  type Metadata,
  type Refusal,
} from '../kernel/index.js';
import { WrongExpectedRevision, type EventLog, type NewEvent } from '../platform/index.js';
import { auction, type AuctionCommand } from './auction.js';
import type { AuctionEvent } from './auction.events.js';
import type { AuctionState } from './auction-state.js';

export interface LoadedAuction {
  readonly state: AuctionState;
  /** -1 for an empty stream. */
  readonly revision: number;
  /** Of the stream's newest event: the cause of the next one. */
  readonly last: Metadata | null;
}

export interface Decided {
  readonly loaded: LoadedAuction;
  readonly events: readonly AuctionEvent[];
  readonly refusal: Refusal | null;
}

/** A writer that loses this often in a row has a livelock, not a race. */
const MOST_ATTEMPTS = 16;

/**
 * An auction's stream in the log: load, decide, append at the revision that was read. Unlike a command handler it
 * names each event by its content and place and links it to the one before, so that the stream is one chain of causes
 * whoever of several processes wrote which part.
 */
export class AuctionJournal {
  constructor(
    private readonly log: EventLog,
    private readonly clock: Clock,
    private readonly product: string,
  ) {}

  async load(day: DeliveryDay): Promise<LoadedAuction> {
    let loaded: LoadedAuction = { state: auction.initial, revision: -1, last: null };
    for await (const { type, data, revision, meta } of this.log.readStream(this.streamOf(day)))
      loaded = { state: auction.evolve(loaded.state, { type, data } as AuctionEvent), revision, last: meta };
    return loaded;
  }

  /** Somebody else may append in between: then the decision is taken anew on what is there. */
  async handle(day: DeliveryDay, command: AuctionCommand, actor: string): Promise<Decided> {
    for (let attempt = 1; ; attempt += 1) {
      const loaded = await this.load(day);
      const decision = auction.decide(loaded.state, command);
      if (isRefusal(decision)) return { loaded, events: [], refusal: decision };
      if (decision.length === 0) return { loaded, events: [], refusal: null };
      try {
        return { loaded: await this.append(day, loaded, decision, actor), events: decision, refusal: null };
      } catch (error) {
        if (!(error instanceof WrongExpectedRevision) || attempt === MOST_ATTEMPTS) throw error;
      }
    }
  }

  private async append(
    day: DeliveryDay,
    loaded: LoadedAuction,
    events: readonly AuctionEvent[],
    actor: string,
  ): Promise<LoadedAuction> {
    const stream = this.streamOf(day);
    const occurredAt = this.clock.now();
    const written: NewEvent[] = [];
    let { state, revision, last } = loaded;
    for (const { type, data } of events) {
      revision += 1;
      // The same fact at the same place has the same id: two processes that decide alike write it once.
      const messageId = deterministicUuid(stream, type, String(revision), digest(data));
      last = {
        messageId,
        causationId: last?.messageId ?? messageId,
        correlationId: last?.correlationId ?? messageId,
        actor,
      };
      written.push({ type, data, meta: last, occurredAt });
      state = auction.evolve(state, { type, data } as AuctionEvent);
    }
    await this.log.append(stream, loaded.revision < 0 ? 'no-stream' : loaded.revision, written);
    return { state, revision, last };
  }

  private readonly streamOf = (day: DeliveryDay): string => auctionStream(this.product, day);
}
