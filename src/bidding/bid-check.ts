import { CapacityPrice, isoInstant, mtusOf, Refusal, type DeliveryDay } from '../kernel/index.js';
import type { FcrnRules } from '../market/index.js';
import type { PlannedBid } from './auction.events.js';

/** The product's rules that a bid must keep. */
export type BidLimits = Pick<
  FcrnRules,
  'mtuMinutes' | 'minimumBidW' | 'maximumBidW' | 'bidStepW' | 'bidPriceDecimals' | 'maximumBidsPerDocument'
>;

/** IEC 62325 identification text: at most 60 characters. */
const MAXIMUM_ID_LENGTH = 60;

/**
 * Our own no, before anything is sent: the first rule that a bid of `day` breaks, or null. Codes: TOO_MANY_BIDS,
 * BID_ID_INVALID, BID_ID_REPEATED, MTU_OUTSIDE_DAY, QUANTITY_OUT_OF_BOUNDS, QUANTITY_OFF_STEP, PRICE_INVALID.
 */
export function denialOf(bids: readonly PlannedBid[], day: DeliveryDay, limits: BidLimits): Refusal | null {
  if (bids.length > limits.maximumBidsPerDocument)
    return new Refusal(
      'TOO_MANY_BIDS',
      `${bids.length} bids; a document holds at most ${limits.maximumBidsPerDocument}`,
      'bids',
    );
  const starts = new Set(mtusOf(day, limits.mtuMinutes).map((mtu) => isoInstant(mtu.start)));
  const ids = new Set<string>();
  for (const bid of bids) {
    if (ids.has(bid.bidId)) return new Refusal('BID_ID_REPEATED', `bid ${bid.bidId} is there twice`, 'bidId');
    ids.add(bid.bidId);
    const denial = denialOfBid(bid, starts, limits);
    if (denial) return denial;
  }
  return null;
}

function denialOfBid(bid: PlannedBid, starts: ReadonlySet<string>, limits: BidLimits): Refusal | null {
  const { bidId, mtuStart, quantityW } = bid;
  if (bidId.length === 0 || bidId.length > MAXIMUM_ID_LENGTH)
    return new Refusal('BID_ID_INVALID', `bid id "${bidId}" must have 1 to ${MAXIMUM_ID_LENGTH} characters`, 'bidId');
  if (!starts.has(mtuStart))
    return new Refusal('MTU_OUTSIDE_DAY', `bid ${bidId}: ${mtuStart} is no MTU of the delivery day`, 'mtuStart');
  if (quantityW < limits.minimumBidW || quantityW > limits.maximumBidW)
    return new Refusal(
      'QUANTITY_OUT_OF_BOUNDS',
      `bid ${bidId}: ${quantityW} W; a bid has ${limits.minimumBidW} to ${limits.maximumBidW} W`,
      'quantityW',
    );
  if (quantityW % limits.bidStepW !== 0)
    return new Refusal(
      'QUANTITY_OFF_STEP',
      `bid ${bidId}: ${quantityW} W is no multiple of ${limits.bidStepW} W`,
      'quantityW',
    );
  if (!isPrice(bid.priceEurPerMwH, limits.bidPriceDecimals))
    return new Refusal(
      'PRICE_INVALID',
      `bid ${bidId}: price "${bid.priceEurPerMwH}"; write EUR/MW,h from 0 with at most ${limits.bidPriceDecimals} decimals`,
      'priceEurPerMwH',
    );
  return null;
}

/** A price from 0 up with at most `decimals` digits after the point. */
export function isPrice(text: string, decimals: number): boolean {
  if (!/^\d+(\.\d+)?$/.test(text)) return false;
  return (CapacityPrice.of(text).toString().split('.')[1] ?? '').length <= decimals;
}
