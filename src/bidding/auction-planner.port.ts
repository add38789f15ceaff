import type { DeliveryDay, EpochMs } from '../kernel/index.js';
import type { AuctionPlanned, AuctionSkipped } from './auction.events.js';

/** What to offer for one delivery day, and everything the answer was made from. No bids: `skipReason` says why. */
export interface AuctionPlan extends Omit<AuctionPlanned['data'], 'product' | 'deliveryDay'> {
  readonly skipReason: AuctionSkipped['data']['reason'] | null;
}

/**
 * Plans a day from what was known at `asOf`. Promises: the same day, instant and log give the same plan; nothing
 * recorded after `asOf` enters it.
 */
export type AuctionPlanner = (day: DeliveryDay, asOf: EpochMs) => AuctionPlan | Promise<AuctionPlan>;
