import { dayInterval, epochMs, invariant, type EpochMs, type Interval } from '../../kernel/index.js';
import type { BidDocument } from '../bid.js';
import { megawattText, wholeSecond, type DecimalText } from '../megawatts.js';
import { hourFrom, isUuid } from '../message-terms.js';
import { isProductName, KIND_CODES, PRODUCTS, type Product } from '../product.js';
import { DOCUMENT_PLACE, placeIn, seriesPlace } from './bid-places.js';
import { refused } from './finding.js';
import type { Problem } from './problem.js';
import { REJECTION_TEXT as TEXT } from './rejection-texts.js';
import type { AcceptedBids } from './tso-desk.js';

/** One bid as it is stated. Null: it does not say, or it can't be read, which has been found by then. */
export interface StatedBid {
  readonly seriesMrid: string | null;
  readonly product: Product | null;
  /** The codes that should name the product, for a person. */
  readonly productCodes: string;
  /** How FCR-D answers: Z02 or Z03. */
  readonly kindCode: string | null;
  readonly hour: Interval | null;
  /** A decimal number, which may be negative. */
  readonly quantityMw: DecimalText | null;
  readonly priceEurPerMwH: DecimalText | null;
  readonly name: string | null;
  readonly linkedBids: string | null;
  readonly reserveObject: string | null;
}

/** A bid document as it is stated, on paper or between two parts of one process. */
export interface StatedBids {
  readonly mrid: string | null;
  readonly createdAt: EpochMs | null;
  readonly sender: { readonly eic: string | null; readonly role: string | null };
  readonly subjectEic: string | null;
  readonly period: Interval | null;
  readonly bids: readonly StatedBid[];
}

/** Bids as the engine has them, as the TSO is told; with what no document could state. A party that bids for itself. */
export function statedBy(document: BidDocument, partyEic: string): { stated: StatedBids; problems: Problem[] } {
  const product = isProductName(document.product) ? PRODUCTS[document.product] : null;
  const bids = document.bids.map((bid): StatedBid => ({
    seriesMrid: bid.bidId,
    product,
    productCodes: document.product,
    kindCode: product?.hasKinds ? KIND_CODES.dynamic : null,
    hour: hourFrom(bid.mtuStart),
    quantityMw: quantityText(bid.quantityW),
    priceEurPerMwH: DECIMAL.test(bid.priceEurPerMwH) ? bid.priceEurPerMwH : null,
    name: null,
    linkedBids: null,
    reserveObject: null,
  }));
  const stated = {
    mrid: document.mrid,
    createdAt: wholeSecond(document.createdAt),
    sender: { eic: partyEic, role: null },
    subjectEic: partyEic,
    period: dayInterval(document.deliveryDay),
    bids,
  };
  return { stated, problems: [...referenceProblems(document.mrid), ...bids.flatMap(unreadable)] };
}

/** A document that was accepted, and of which every bid can therefore be read. */
export const acceptedOf = ({ mrid, createdAt, bids }: StatedBids): AcceptedBids => ({
  mrid: mrid ?? '',
  createdAt: createdAt ?? epochMs(0),
  bids: bids.map(({ seriesMrid, product, hour, quantityMw, priceEurPerMwH, name }) => {
    invariant(
      seriesMrid !== null && product && hour && quantityMw !== null && priceEurPerMwH !== null,
      'an accepted bid is whole',
    );
    return { seriesMrid, product: product.name, hour, quantityMw, priceEurPerMwH, name };
  }),
});

/** What may stand for a number in a bid; its own rules say how many decimals. */
export const DECIMAL = /^-?\d{1,9}(\.\d{1,30})?$/;

/** Watts as megawatts, whatever they are: a bid that is wrong is told so, not thrown away. */
function quantityText(powerW: number): DecimalText | null {
  const text = Number.isSafeInteger(powerW)
    ? `${powerW < 0 ? '-' : ''}${megawattText(Math.abs(powerW))}`
    : (powerW / 1_000_000).toFixed(12);
  return DECIMAL.test(text) ? text : null;
}

const referenceProblems = (mrid: string): Problem[] =>
  mrid === '' || isUuid(mrid)
    ? []
    : [
        refused(`${DOCUMENT_PLACE}/mRID`, 'document-identifier', 'must be a UUID', {
          value: mrid,
          text: TEXT.referenceMissing,
        }),
      ];

function unreadable(bid: StatedBid, index: number): Problem[] {
  const { seriesMrid } = bid;
  const place = seriesPlace(index);
  const missing = (name: keyof typeof placeIn, text: string): Problem =>
    refused(`${place}${placeIn[name]}`, 'required', `${name} is missing`, { text, seriesMrid });
  return [
    ...(bid.product === null ? [missing('businessType', TEXT.onlyFcrBids)] : []),
    ...(bid.quantityMw === null ? [missing('quantity', TEXT.quantityRequired)] : []),
    ...(bid.priceEurPerMwH === null ? [missing('price', TEXT.priceRequired)] : []),
  ];
}
