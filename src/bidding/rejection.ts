import { floorToStep, W_PER_MW } from '../kernel/index.js';
import { FULLY_REJECTED } from '../market/index.js';
import type { BidsRejected, PlannedBid } from './auction.events.js';
import type { BidLimits } from './bid-check.js';
import { inMeritOrder } from './clearing.js';

type Reason = BidsRejected['data']['reasons'][number];
type Remedy = (
  hour: readonly PlannedBid[],
  named: PlannedBid,
  text: string,
  limits: BidLimits,
) => readonly PlannedBid[];

/** "Message fully rejected" stands beside the reasons: without words of its own it says nothing more. */
const saysNothing = ({ bidId, code, text }: Reason): boolean =>
  bidId === null && code === FULLY_REJECTED && /^(message fully rejected)?$/i.test(text.trim());

/** The identifier was used before: the same bids under a new one. */
const REPEATED_REFERENCE = /reference must be unique/i;

/** The document was there before: whatever else is said follows from that. */
export const saysRepeated = (reasons: readonly Reason[]): boolean =>
  reasons.some(({ bidId, text }) => bidId === null && REPEATED_REFERENCE.test(text));

/** What the TSO's texts about one bid ask for; texts from the FCR market's validation rules. */
const REMEDIES: readonly { readonly text: RegExp; readonly remedy: Remedy }[] = [
  { text: /portfolio limit/i, remedy: keepWithinLimit },
  {
    text: /^quantity contains too many decimals/i,
    remedy: (hour, named, _, limits) => resized(hour, named, floorToStep(named.quantityW, limits.bidStepW)),
  },
  {
    text: /^maximum quantity/i,
    remedy: (hour, named, _, limits) => resized(hour, named, Math.min(named.quantityW, limits.maximumBidW)),
  },
  { text: /^(quantity required|quantities must be)/i, remedy: dropped },
  { text: /^price (required|is lower|contains)/i, remedy: dropped },
];

/**
 * The bids to send instead of a rejected document, or null when its reasons are not about quantities, prices or the
 * portfolio limit, or nothing would be left: then a person has to look.
 */
export function correctedBids(
  bids: readonly PlannedBid[],
  reasons: readonly Reason[],
  limits: BidLimits,
): readonly PlannedBid[] | null {
  const telling = reasons.filter((reason) => !saysNothing(reason));
  if (saysRepeated(reasons)) return bids;
  if (telling.length === 0) return null;
  let corrected = bids;
  /** Hours whose quantity was cut to the limit already: each of their bids may be named. */
  const cut = new Set<string>();
  for (const { bidId, text } of telling) {
    if (bidId === null) return null;
    const named = bids.find((bid) => bid.bidId === bidId);
    const remedy = REMEDIES.find((candidate) => candidate.text.test(text))?.remedy;
    if (!named || !remedy) return null;
    if (remedy === keepWithinLimit) {
      if (cut.has(named.mtuStart)) continue;
      cut.add(named.mtuStart);
    }
    const hour = corrected.filter((bid) => bid.mtuStart === named.mtuStart);
    const changed = new Map(remedy(hour, named, text, limits).map((bid) => [bid.bidId, bid]));
    corrected = corrected.flatMap((bid) => (bid.mtuStart === named.mtuStart ? (changed.get(bid.bidId) ?? []) : bid));
  }
  const sendable = corrected.filter((bid) => bid.quantityW >= limits.minimumBidW);
  return sendable.length === 0 ? null : sendable;
}

function dropped(hour: readonly PlannedBid[], named: PlannedBid): readonly PlannedBid[] {
  return hour.filter((bid) => bid.bidId !== named.bidId);
}

function resized(hour: readonly PlannedBid[], named: PlannedBid, quantityW: number): readonly PlannedBid[] {
  return hour.map((bid) => (bid.bidId === named.bidId ? { ...bid, quantityW } : bid));
}

/** Keeps the hour's cheapest bids up to the limit that the text states, or up to half the offer where it states none. */
function keepWithinLimit(
  hour: readonly PlannedBid[],
  _named: PlannedBid,
  text: string,
  limits: BidLimits,
): readonly PlannedBid[] {
  const offeredW = hour.reduce((sum, bid) => sum + bid.quantityW, 0);
  const stated = /(\d+(?:\.\d+)?)\s*MW/.exec(text)?.[1];
  let restW: number = floorToStep(
    stated === undefined ? offeredW / 2 : Math.round(Number(stated) * W_PER_MW),
    limits.bidStepW,
  );
  return inMeritOrder(hour).map((bid) => {
    const quantityW = Math.min(bid.quantityW, restW);
    restW -= quantityW;
    return { ...bid, quantityW };
  });
}
