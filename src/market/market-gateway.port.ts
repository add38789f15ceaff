import type { Acknowledgement, BidDocument, MarketMessage } from './bid.js';

/**
 * The way to the TSO and back. Promises:
 * 1. `submit` is idempotent by the document's mRID: sending it again is answered as the first time.
 * 2. `submit` resolving means handed over to the carrier, not acknowledged; an outage rejects.
 * 3. Messages from the TSO may come late, twice, out of order or never; each is handed to the listener at least once,
 *    and again after a restart until the listener has resolved for it.
 * 4. What we send is on record before it is handed over; where it has an `xml`, these characters leave and no others.
 * 5. Results are answered by the engine, by `acknowledge`; the gateway answers nothing by itself.
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
  acknowledge?(answer: Acknowledgement, result: MarketMessage): Promise<void>;
  /** One listener at a time. */
  listen(handle: (message: MarketMessage) => Promise<void>): void;
}
