import type { DeliveryDay, Refusal } from '../kernel/index.js';
import type { Acknowledgement, BidDocument, MarketMessage } from './bid.js';

/** One reason for which something that came is not taken. */
export interface RefusedFor {
  /** Where in it; null: all of it. */
  readonly place: string | null;
  /** The rule's name, or the code of a refusal. */
  readonly rule: string;
  readonly message: string;
}

/** Something that came and is no message to us. */
export interface RefusedMessage {
  /** As it came. */
  readonly content: string | Uint8Array;
  /** EDX message type, and what the carrier calls it; null where it does not say. */
  readonly type: string | null;
  readonly id: string | null;
  /** What it is about, where the carrier says. */
  readonly deliveryDay: string | null;
  readonly reasons: readonly RefusedFor[];
  /** The kind of result that it should have been and that asks for an answer; null: it asks for none. */
  readonly answerAs: 'allocation-per-bid' | 'allocation-aggregate' | null;
  /** False: it is for somebody else. */
  readonly isOurs: boolean;
}

/** What an answer of ours answers. */
export type AnsweredResult = Pick<MarketMessage, 'kind' | 'mrid'> & { readonly deliveryDay?: DeliveryDay };

/** Takes a message; a refusal says that it is not about us, and nothing was made of it. */
export type MessageListener = (message: MarketMessage) => Promise<Refusal | null | void>;

/**
 * The way to the TSO and back. Promises:
 * 1. `submit` is idempotent by the document's mRID: sending it again is answered as the first time.
 * 2. `submit` resolving means handed over to the carrier, not acknowledged; an outage rejects.
 * 3. Messages from the TSO may come late, twice, out of order or never; each is handed to the listener at least once,
 *    and again after a restart until the listener has resolved for it.
 * 4. What we send is on record before it is handed over; where it has an `xml`, these characters leave and no others.
 * 5. Results are answered by the engine, by `acknowledge`; the gateway answers nothing by itself.
 * 6. What comes and is no message, or not one for us, is handed over as refused, with all that it was, at least once like
 *    any message; then the carrier puts it aside.
 */
export interface MarketGateway {
  submit(document: BidDocument): Promise<void>;
  /**
   * What the TSO says of a document that was never answered: its acknowledgement, `unknown`, or `no-answer` (link down).
   * `not-askable`: documents are all that passes here. Then a document is sent anew, under an id of its own and with the
   * same series, which is an update of itself if the first one did arrive.
   */
  query(documentMrid: string): Promise<MarketMessage | 'unknown' | 'no-answer' | 'not-askable'>;
  /**
   * Our answer to a result: taken, or refused with reasons. Sending it again is harmless; an outage rejects. A simulator in
   * the same process needs none.
   */
  acknowledge?(answer: Acknowledgement, result: AnsweredResult): Promise<void>;
  /** One listener at a time. */
  listen(handle: MessageListener, refused?: (refused: RefusedMessage) => Promise<void>): void;
}
