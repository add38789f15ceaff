import { dayInterval } from '../../kernel/index.js';
import type { BidDocument, BidLine } from '../bid.js';
import { FCR_N, type ProductName } from '../product.js';
import { BID_NAME } from '../desk/bid-checks.js';
import { megawattText, wholeSecond } from '../megawatts.js';
import { hourFrom, productNamed, seriesMridOf } from '../message-terms.js';
import { RESERVE_BID, type ReserveBid, type ReserveBidDocument } from './reserve-bid.js';

export interface Bidder {
  readonly eic: string;
  readonly role: 'A46' | 'A39';
  readonly subjectEic: string;
}

/** A party that bids for itself. */
export const ownBidder = (eic: string): Bidder => ({ eic, role: 'A46', subjectEic: eic });

/** What the delivery day's form of a bid has beyond quantities and prices. */
export interface BidForm {
  readonly bidNames: boolean;
}

/** Bids as the engine has them, as the document that says them. The bid's id goes along as its name where names are taken. */
export function reserveBidFrom(
  { mrid, product, deliveryDay, createdAt, bids }: BidDocument,
  { eic, role, subjectEic }: Bidder,
  form: BidForm,
): ReserveBidDocument {
  const name = productNamed(product);
  return {
    kind: RESERVE_BID,
    mrid,
    createdAt: wholeSecond(createdAt),
    sender: { eic, role },
    subjectEic,
    period: dayInterval(deliveryDay),
    bids: bids.map((bid) => reserveBidOfLine(bid, name, form)),
  };
}

const reserveBidOfLine = (bid: BidLine, product: ProductName, form: BidForm): ReserveBid => ({
  seriesMrid: seriesMridOf(bid.bidId),
  product,
  kind: product === FCR_N ? null : 'dynamic',
  hour: hourFrom(bid.mtuStart),
  quantityMw: megawattText(bid.quantityW),
  priceEurPerMwH: bid.priceEurPerMwH,
  name: form.bidNames && BID_NAME.test(bid.bidId) ? bid.bidId : null,
  linkedBids: null,
  reserveObject: null,
});
