import type { BidDocument, MarketMessage } from './bid.js';

/**
 * The way to the TSO and back. Promises:
 * 1. `submit` is idempotent by the document's mRID: sending it again is answered as the first time.
 * 2. `submit` resolving means handed over to the carrier, not acknowledged; an outage rejects.
 * 3. Messages from the TSO may come late, twice, out of order or never; each is handed to the listener at least once,
 *    and again after a restart until the listener has resolved for it.
 */
export interface MarketGateway {
  submit(document: BidDocument): Promise<void>;
  /** What the TSO says of a document that was never answered: its acknowledgement, `unknown`, or `no-answer` (link down). */
  query(documentMrid: string): Promise<MarketMessage | 'unknown' | 'no-answer'>;
  /** One listener at a time. */
  listen(handle: (message: MarketMessage) => Promise<void>): void;
}
