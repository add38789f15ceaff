import type { EpochMs, Interval } from '../../kernel/index.js';
import type { DecimalText } from '../megawatts.js';
import { KIND_CODES, PRODUCTS, productOf, type DisturbanceKind, type ProductName } from '../product.js';
import { eicElement, instantOf, intervalAt, intervalElement, secondText } from './market-text.js';
import { FINGRID_EIC, FINLAND_EIC, ROLE } from './parties.js';
import { childNamed, childrenNamed, document, element, requiredText, textAt, type XmlElement } from './xml-element.js';

export const RESERVE_BID = 'ReserveBid_MarketDocument';
export const RESERVE_BID_NAMESPACE = 'urn:iec62325.351:tc57wg16:451-7:reservebiddocument:7:4';
/** Document type "bid document", process "frequency containment reserve". */
export const RESERVE_BID_TYPE = 'A24';
export const RESERVE_BID_PROCESS = 'A52';
/** Reason code of the bidder's own name for a bid; results repeat it. */
export const BID_NAME_REASON = 'A95';

/** One bid for one hour. Several of them in an hour are a price ladder. */
export interface ReserveBid {
  /** Identifies the bid over updates and cancellation; at most 60 characters. */
  readonly seriesMrid: string;
  readonly product: ProductName;
  /** FCR-D only: how it answers; null for FCR-N. */
  readonly kind: DisturbanceKind | null;
  readonly hour: Interval;
  /** "0" in any writing takes the bid back. */
  readonly quantityMw: DecimalText;
  readonly priceEurPerMwH: DecimalText;
  /** The bidder's own name for it, or null; from September 2025. */
  readonly name: string | null;
  /** 1–10, aggregated FCR-N only. */
  readonly linkedBids: string | null;
  /** The reserve object, read by the TSO until August 2025. */
  readonly reserveObject: string | null;
}

/** ReserveBid_MarketDocument 7.4: new bids, updates (same series again) and cancellations (quantity 0) of one delivery day. */
export interface ReserveBidDocument {
  readonly kind: typeof RESERVE_BID;
  /** UUID. */
  readonly mrid: string;
  /** Whole seconds. */
  readonly createdAt: EpochMs;
  /** A46 for its own bids, A39 for others'. */
  readonly sender: { readonly eic: string; readonly role: 'A46' | 'A39' };
  /** EIC of the balancing service provider whose bids these are. */
  readonly subjectEic: string;
  /** The CET/CEST day. */
  readonly period: Interval;
  readonly bids: readonly ReserveBid[];
}

/** The document as XML, elements in the schema's order. */
export function reserveBidElement({
  mrid,
  createdAt,
  sender,
  subjectEic,
  period,
  bids,
}: ReserveBidDocument): XmlElement {
  return document(RESERVE_BID, RESERVE_BID_NAMESPACE, [
    element('mRID', mrid),
    element('revisionNumber', '1'),
    element('type', RESERVE_BID_TYPE),
    element('process.processType', RESERVE_BID_PROCESS),
    eicElement('sender_MarketParticipant.mRID', sender.eic),
    element('sender_MarketParticipant.marketRole.type', sender.role),
    eicElement('receiver_MarketParticipant.mRID', FINGRID_EIC),
    element('receiver_MarketParticipant.marketRole.type', ROLE.systemOperator),
    element('createdDateTime', secondText(createdAt)),
    intervalElement('reserveBid_Period.timeInterval', period),
    eicElement('domain.mRID', FINLAND_EIC),
    eicElement('subject_MarketParticipant.mRID', subjectEic),
    element('subject_MarketParticipant.marketRole.type', ROLE.balancingServiceProvider),
    ...bids.map(bidElement),
  ]);
}

function bidElement(bid: ReserveBid): XmlElement {
  const { bidBusinessType, direction } = PRODUCTS[bid.product];
  return element('Bid_TimeSeries', [
    element('mRID', bid.seriesMrid),
    element('auction.mRID', 'FCR'),
    element('businessType', bidBusinessType),
    eicElement('acquiring_Domain.mRID', FINLAND_EIC),
    eicElement('connecting_Domain.mRID', FINLAND_EIC),
    element('quantity_Measurement_Unit.name', 'MAW'),
    element('currency_Unit.name', 'EUR'),
    element('price_Measurement_Unit.name', 'MAW'),
    element('divisible', 'A01'),
    bid.linkedBids === null ? null : element('linkedBidsIdentification', bid.linkedBids),
    element('blockBid', 'A02'),
    bid.reserveObject === null
      ? null
      : element('registeredResource.mRID', bid.reserveObject, { codingScheme: RESERVE_OBJECT_SCHEME }),
    element('flowDirection.direction', direction),
    element('marketAgreement.type', 'A13'),
    bid.kind === null ? null : element('standard_MarketProduct.marketProductType', KIND_CODES[bid.kind]),
    element('Period', [
      intervalElement('timeInterval', bid.hour),
      element('resolution', 'PT60M'),
      element('Point', [
        element('position', '1'),
        element('quantity.quantity', bid.quantityMw),
        element('price.amount', bid.priceEurPerMwH),
      ]),
    ]),
    bid.name === null ? null : element('Reason', [element('code', BID_NAME_REASON), element('text', bid.name)]),
  ]);
}

/** Codes that the Finnish TSO gives out itself. */
const RESERVE_OBJECT_SCHEME = 'NFI';

/** Reads a document that keeps the profile. */
export function reserveBidOf(root: XmlElement): ReserveBidDocument {
  return {
    kind: RESERVE_BID,
    mrid: requiredText(root, 'mRID'),
    createdAt: instantOf(requiredText(root, 'createdDateTime')),
    sender: {
      eic: requiredText(root, 'sender_MarketParticipant.mRID'),
      role: requiredText(root, 'sender_MarketParticipant.marketRole.type') as 'A46' | 'A39',
    },
    subjectEic: requiredText(root, 'subject_MarketParticipant.mRID'),
    period: intervalAt(root, 'reserveBid_Period.timeInterval'),
    bids: childrenNamed(root, 'Bid_TimeSeries').map(bidOf),
  };
}

function bidOf(series: XmlElement): ReserveBid {
  const product = productOf(requiredText(series, 'businessType'), requiredText(series, 'flowDirection.direction'));
  if (product === null) throw new Error('a bid of no product; documents are checked before they are read');
  const point = ['Period', 'Point'];
  return {
    seriesMrid: requiredText(series, 'mRID'),
    product: product.name,
    kind: kindOf(textAt(series, 'standard_MarketProduct.marketProductType')),
    hour: intervalAt(series, 'Period', 'timeInterval'),
    quantityMw: requiredText(series, ...point, 'quantity.quantity'),
    priceEurPerMwH: requiredText(series, ...point, 'price.amount'),
    name: childNamed(series, 'Reason') && textAt(series, 'Reason', 'text'),
    linkedBids: textAt(series, 'linkedBidsIdentification'),
    reserveObject: textAt(series, 'registeredResource.mRID'),
  };
}

function kindOf(code: string | null): DisturbanceKind | null {
  if (code === null) return null;
  return code === KIND_CODES.dynamic ? 'dynamic' : 'static';
}
