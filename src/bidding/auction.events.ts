import type { DeliveryDay } from '../kernel/index.js';
import type { CapacityCommitted } from '../market/index.js';

/** Instants ISO 8601 UTC; powers W; prices EUR/MW,h as decimal text. All on stream `auction-<product>-<deliveryDay>`. */
export interface PlannedBid {
  readonly bidId: string;
  readonly mtuStart: string;
  readonly quantityW: number;
  readonly priceEurPerMwH: string;
}
interface OfAuction {
  readonly product: string;
  readonly deliveryDay: DeliveryDay;
}

export interface AuctionOpened {
  readonly type: 'AuctionOpened';
  readonly data: OfAuction & { readonly gateClosureAt: string; readonly planAt: string };
}
/** Quantities and prices, and everything they were made from, so that the log alone explains them. */
export interface AuctionPlanned {
  readonly type: 'AuctionPlanned';
  readonly data: OfAuction & {
    readonly bids: readonly PlannedBid[];
    readonly strategy: string;
    readonly reliability: number;
    readonly floorPriceEurPerMwH: string;
    /** Per MTU: the quantile, how many past days it rests on, and what it was cut to. */
    readonly inputs: readonly {
      readonly mtuStart: string;
      readonly samples: number;
      readonly quantileW: number;
      readonly limitW: number | null;
      readonly boundBy: 'forecast' | 'portfolio-limit' | 'maximum-bid' | 'below-minimum' | 'too-few-samples';
    }[];
    /** Which days the forecast compared this one with; not in logs from before it was recorded. */
    readonly calendar?: {
      /** As set: a country whose holidays are free, further days, or none. */
      readonly calendar: string;
      readonly kindOfDay: 'workday' | 'free-day';
      /** Holidays on working days among those that it could look back on and this one. */
      readonly holidays: readonly string[];
    };
    /** What a kWh taken out of a battery was taken to cost, EUR; absent: not recorded. */
    readonly wear?: {
      /** Mean over a cycle that is expected in the account, where each is charged by its depth. */
      readonly expectedEurPerKwh: string;
      /** What it weighed when cars' energy was planned; in no account. */
      readonly planningEurPerKwh: string;
      readonly planningSource: string;
    };
    readonly digests: { readonly forecast: string; readonly rules: string };
  };
}
export interface AuctionSkipped {
  readonly type: 'AuctionSkipped';
  readonly data: OfAuction & {
    /** Closed set. */
    readonly reason:
      | 'NOTHING_TO_SELL'
      | 'TOO_FEW_SAMPLES'
      | 'TRADING_HALTED'
      | 'NOT_APPROVED_IN_TIME'
      | 'PLANNED_TOO_LATE'
      | 'WITHDRAWN';
  };
}
/** Our own no, before anything was sent. */
export interface BidsDenied {
  readonly type: 'BidsDenied';
  readonly data: OfAuction & { readonly code: string; readonly message: string };
}
export interface AuctionApproved {
  readonly type: 'AuctionApproved';
  readonly data: OfAuction & { readonly by: string };
}
/** Handed to the carrier, in flight. Written before the document leaves. */
export interface BidsSubmitted {
  readonly type: 'BidsSubmitted';
  readonly data: OfAuction & {
    readonly documentMrid: string;
    readonly attempt: number;
    readonly createdAt: string;
    readonly bids: readonly PlannedBid[];
    readonly answerDueAt: string;
  };
}
/** No acknowledgement within the time-out. */
export interface SubmissionUnconfirmed {
  readonly type: 'SubmissionUnconfirmed';
  readonly data: OfAuction & { readonly documentMrid: string; readonly at: string };
}
export interface BidsAcknowledged {
  readonly type: 'BidsAcknowledged';
  readonly data: OfAuction & { readonly documentMrid: string; readonly acknowledgementMrid: string };
}
export interface BidsRejected {
  readonly type: 'BidsRejected';
  readonly data: OfAuction & {
    readonly documentMrid: string;
    readonly acknowledgementMrid: string;
    readonly reasons: readonly { readonly bidId: string | null; readonly code: string; readonly text: string }[];
  };
}
export interface BidsWithdrawn {
  readonly type: 'BidsWithdrawn';
  readonly data: OfAuction & { readonly documentMrid: string; readonly by: string };
}
/** One of the two result messages arrived. */
export interface AllocationReceived {
  readonly type: 'AllocationReceived';
  readonly data: OfAuction & {
    readonly resultMrid: string;
    readonly kind: 'per-bid' | 'aggregate';
    readonly receivedAt: string;
    readonly mtus: readonly { readonly mtuStart: string; readonly awardedW: number; readonly priceEurPerMwH: string }[];
    /** Only in the per-bid result. */
    readonly bids: readonly { readonly bidId: string; readonly awardedW: number }[];
  };
}
export interface AuctionCleared {
  readonly type: 'AuctionCleared';
  readonly data: OfAuction & {
    readonly bids: readonly {
      readonly bidId: string;
      readonly mtuStart: string;
      readonly offeredW: number;
      readonly awardedW: number;
      readonly priceEurPerMwH: string;
    }[];
  };
}
/** The two results disagree on these hours: no settlement for them until a person has cleared it up. */
export interface ResultsContradicted {
  readonly type: 'ResultsContradicted';
  readonly data: OfAuction & { readonly mtuStarts: readonly string[]; readonly detail: string };
}

export interface TradingHalted {
  readonly type: 'TradingHalted';
  readonly data: { readonly by: string; readonly at: string; readonly reason: string | null };
}
export interface TradingResumed {
  readonly type: 'TradingResumed';
  readonly data: { readonly by: string; readonly at: string };
}

export type AuctionEvent =
  | AuctionOpened
  | AuctionPlanned
  | AuctionSkipped
  | BidsDenied
  | AuctionApproved
  | BidsSubmitted
  | SubmissionUnconfirmed
  | BidsAcknowledged
  | BidsRejected
  | BidsWithdrawn
  | AllocationReceived
  | AuctionCleared
  | ResultsContradicted
  | CapacityCommitted;
export type TradingEvent = TradingHalted | TradingResumed;
