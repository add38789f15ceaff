import type { Recorded } from '../kernel/index.js';
import type { EventLog } from '../platform/index.js';
import type { AuctionPlanned } from './auction.events.js';
import { explainBid, type BidExplanation } from './explanation.js';

/** Finds a bid's auction in the log and explains the bid from it. */
export class BidExplainer {
  constructor(private readonly log: EventLog) {}

  /** Null when no plan in the log has such a bid. */
  async explain(bidId: string): Promise<BidExplanation | null> {
    for await (const { stream, data } of this.log.readAll({ types: ['AuctionPlanned'], backwards: true })) {
      if (!(data as AuctionPlanned['data']).bids.some((bid) => bid.bidId === bidId)) continue;
      const events: Recorded[] = [];
      for await (const event of this.log.readStream(stream)) events.push(event);
      return explainBid(bidId, events);
    }
    return null;
  }
}
