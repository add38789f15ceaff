import type { DeliveryDay, EpochMs } from '../kernel/index.js';

/** One bid: one MTU, one step of the price ladder. */
export interface BidLine {
  /** Stable over updates and the withdrawal (quantity 0) of the same bid. At most 60 characters. */
  readonly bidId: string;
  readonly mtuStart: EpochMs;
  /** Multiple of the product's step; 0 withdraws. */
  readonly quantityW: number;
  /** EUR/MW,h, at most two decimals. */
  readonly priceEurPerMwH: string;
}

/** What everything that crosses to the TSO and back has, besides what it says. */
interface Carried {
  /**
   * The document that carries it, character by character: as it is on record where it is ours, as it came where it is
   * not. A simulator in the same process may leave it out.
   */
  readonly xml?: string;
}

/** A bid document: accepted or rejected whole. */
export interface BidDocument extends Carried {
  /** UUID; the acknowledgement refers to it. */
  readonly mrid: string;
  readonly product: string;
  readonly deliveryDay: DeliveryDay;
  readonly createdAt: EpochMs;
  readonly bids: readonly BidLine[];
}

/** The answer to a document: the TSO's to our bids, ours to its results. */
export interface Acknowledgement extends Carried {
  readonly kind: 'acknowledgement';
  /** The answer's own id. */
  readonly mrid: string;
  readonly documentMrid: string;
  readonly accepted: boolean;
  /** Reasons, document level first: the TSO's texts. `bidId` is null for the document. */
  readonly reasons: readonly { readonly bidId: string | null; readonly code: string; readonly text: string }[];
}

/** Auction result per bid. */
export interface AllocationPerBid extends Carried {
  readonly kind: 'allocation-per-bid';
  readonly mrid: string;
  readonly product: string;
  readonly deliveryDay: DeliveryDay;
  readonly bids: readonly {
    readonly bidId: string;
    readonly mtuStart: EpochMs;
    readonly offeredW: number;
    /** As offered, EUR/MW,h. */
    readonly offerPriceEurPerMwH: string;
    readonly awardedW: number;
    /** The hour's marginal price, EUR/MW,h. */
    readonly priceEurPerMwH: string;
  }[];
}

/** Auction result summed per MTU: the second, independent message about the same auction. */
export interface AllocationAggregate extends Carried {
  readonly kind: 'allocation-aggregate';
  readonly mrid: string;
  readonly product: string;
  readonly deliveryDay: DeliveryDay;
  readonly mtus: readonly { readonly mtuStart: EpochMs; readonly awardedW: number; readonly priceEurPerMwH: string }[];
}

export type MarketMessage = Acknowledgement | AllocationPerBid | AllocationAggregate;
