import type { EpochMs, Interval } from '../../kernel/index.js';
import type { DecimalText } from '../megawatts.js';
import { PRODUCTS, productOf, type ProductName } from '../product.js';
import { reasonElement, reasonsOf } from './acknowledgement.js';
import { eicElement, instantOf, intervalAt, intervalElement, secondText } from './market-text.js';
import { FINGRID_EIC, FINLAND_EIC, ROLE } from './parties.js';
import { BID_NAME_REASON } from './reserve-bid.js';
import { childrenNamed, document, element, requiredText, textAt, type XmlElement } from './xml-element.js';

export const ALLOCATION_RESULT = 'ReserveAllocationResult_MarketDocument';
export const ALLOCATION_RESULT_NAMESPACE = 'urn:iec62325.351:tc57wg16:451-7:reserveallocationresultdocument:6:4';
/** Document type "reserve allocation result", process "primary reserve". */
export const RESULT_TYPE = 'A38';
export const RESULT_PROCESS = 'A28';

/** What became of a bid: A73 accepted, A72 partly, B09 not. */
export type AwardOutcome = 'A73' | 'A72' | 'B09';

/** The award of one bid; the offer stands beside it. */
export interface BidAward {
  /** The result series' own id. */
  readonly seriesMrid: string;
  /** The bid's series, as it was sent. */
  readonly bidSeriesMrid: string;
  /** EIC of the party that sent the bid, where it is said. */
  readonly tenderingEic: string | null;
  readonly product: ProductName;
  readonly hour: Interval;
  readonly awardedMw: DecimalText;
  /** The hour's marginal price. */
  readonly priceEurPerMwH: DecimalText;
  readonly offeredMw: DecimalText;
  readonly offerPriceEurPerMwH: DecimalText;
  readonly outcome: AwardOutcome;
  /** The bidder's own name for the bid, repeated. */
  readonly name: string | null;
}

/** ReserveAllocationResult_MarketDocument 6.4: the auction's result bid by bid. */
export interface AllocationResultDocument {
  readonly kind: typeof ALLOCATION_RESULT;
  /** UUID. */
  readonly mrid: string;
  /** Whole seconds. */
  readonly createdAt: EpochMs;
  readonly receiverEic: string;
  /** The CET/CEST day. */
  readonly period: Interval;
  readonly awards: readonly BidAward[];
}

export function allocationResultElement(result: AllocationResultDocument): XmlElement {
  return document(ALLOCATION_RESULT, ALLOCATION_RESULT_NAMESPACE, [
    element('mRID', result.mrid),
    element('revisionNumber', '1'),
    element('type', RESULT_TYPE),
    element('process.processType', RESULT_PROCESS),
    eicElement('sender_MarketParticipant.mRID', FINGRID_EIC),
    element('sender_MarketParticipant.marketRole.type', ROLE.marketOperator),
    eicElement('receiver_MarketParticipant.mRID', result.receiverEic),
    element('receiver_MarketParticipant.marketRole.type', ROLE.marketParticipant),
    element('createdDateTime', secondText(result.createdAt)),
    intervalElement('reserveBid_Period.timeInterval', result.period),
    eicElement('domain.mRID', FINLAND_EIC),
    ...result.awards.map(awardElement),
  ]);
}

function awardElement(award: BidAward): XmlElement {
  const { bidBusinessType, direction } = PRODUCTS[award.product];
  return element('TimeSeries', [
    element('mRID', award.seriesMrid),
    element('bid_Original_MarketDocument.bid_BidTimeSeries.mRID', award.bidSeriesMrid),
    award.tenderingEic === null
      ? null
      : eicElement('bid_Original_MarketDocument.tendering_MarketParticipant.mRID', award.tenderingEic),
    element('auction.mRID', 'FCR_CAPACITY_MARKET'),
    element('businessType', bidBusinessType),
    eicElement('acquiring_Domain.mRID', FINLAND_EIC),
    eicElement('connecting_Domain.mRID', FINLAND_EIC),
    element('marketAgreement.type', 'A01'),
    element('quantity_Measurement_Unit.name', 'MAW'),
    element('currency_Unit.name', 'EUR'),
    element('price_Measurement_Unit.name', 'MAW'),
    element('flowDirection.direction', direction),
    element('Period', [
      intervalElement('timeInterval', award.hour),
      element('resolution', 'PT60M'),
      element('Point', [
        element('position', '1'),
        element('quantity', award.awardedMw),
        element('price.amount', award.priceEurPerMwH),
        element('secondaryQuantity', award.offeredMw),
        element('bid_Price.amount', award.offerPriceEurPerMwH),
      ]),
    ]),
    reasonElement({ code: award.outcome, text: null }),
    award.name === null ? null : reasonElement({ code: BID_NAME_REASON, text: award.name }),
  ]);
}

/** Reads a document that keeps the profile. */
export function allocationResultOf(root: XmlElement): AllocationResultDocument {
  return {
    kind: ALLOCATION_RESULT,
    mrid: requiredText(root, 'mRID'),
    createdAt: instantOf(requiredText(root, 'createdDateTime')),
    receiverEic: requiredText(root, 'receiver_MarketParticipant.mRID'),
    period: intervalAt(root, 'reserveBid_Period.timeInterval'),
    awards: childrenNamed(root, 'TimeSeries').map(awardOf),
  };
}

function awardOf(series: XmlElement): BidAward {
  const product = productOf(requiredText(series, 'businessType'), requiredText(series, 'flowDirection.direction'));
  if (product === null) throw new Error('a result of no product; documents are checked before they are read');
  const reasons = reasonsOf(series);
  const point = (name: string) => requiredText(series, 'Period', 'Point', name);
  return {
    seriesMrid: requiredText(series, 'mRID'),
    bidSeriesMrid: requiredText(series, 'bid_Original_MarketDocument.bid_BidTimeSeries.mRID'),
    tenderingEic: textAt(series, 'bid_Original_MarketDocument.tendering_MarketParticipant.mRID'),
    product: product.name,
    hour: intervalAt(series, 'Period', 'timeInterval'),
    awardedMw: point('quantity'),
    priceEurPerMwH: point('price.amount'),
    offeredMw: point('secondaryQuantity'),
    offerPriceEurPerMwH: point('bid_Price.amount'),
    outcome: reasons.find(({ code }) => code !== BID_NAME_REASON)?.code as AwardOutcome,
    name: reasons.find(({ code }) => code === BID_NAME_REASON)?.text ?? null,
  };
}
