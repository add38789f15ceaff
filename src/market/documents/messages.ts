import {
  dayInterval,
  deliveryDayOf,
  deterministicUuid,
  epochMs,
  InputError,
  mtusOf,
  MS_PER_HOUR,
  type DeliveryDay,
  type EpochMs,
} from '../../kernel/index.js';
import type {
  Acknowledgement,
  AllocationAggregate,
  AllocationPerBid,
  BidDocument,
  BidLine,
  MarketMessage,
} from '../bid.js';
import { isProductName, type ProductName } from '../product.js';
import {
  accepts,
  ACKNOWLEDGEMENT,
  FULLY_ACCEPTED,
  FULLY_REJECTED,
  type AcknowledgementDocument,
} from './acknowledgement.js';
import { ALLOCATION_AGGREGATE, type AllocationAggregateDocument } from './allocation-aggregate.js';
import { ALLOCATION_RESULT, type AllocationResultDocument, type AwardOutcome } from './allocation-result.js';
import { megawattText, wattsOf, wholeSecond, type DecimalText } from './market-text.js';
import type { Party } from './parties.js';
import { RESERVE_BID, type ReserveBid, type ReserveBidDocument } from './reserve-bid.js';

/** The TSO asks for UUIDs; a bid's own id is readable. The same bid has the same series over all documents. */
export const seriesMridOf = (bidId: string): string => deterministicUuid('bid-series', bidId);

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
  kind: product === 'FCR-N' ? null : 'dynamic',
  hour: hourFrom(bid.mtuStart),
  quantityMw: megawattText(bid.quantityW),
  priceEurPerMwH: bid.priceEurPerMwH,
  name: form.bidNames && BID_NAME.test(bid.bidId) ? bid.bidId : null,
  linkedBids: null,
  reserveObject: null,
});

/** What a bidder's own name for a bid may be made of (Fingrid developer portal, bid structure, Reason A95). */
export const BID_NAME = /^[A-Za-z0-9/()+,_-]{1,100}$/;

/** A bid document as the other side reads it: one per product, bids by the ids of their series. */
export function bidDocumentsOf({ mrid, createdAt, period, bids }: ReserveBidDocument): BidDocument[] {
  return byProduct(bids).map(([product, ofProduct]) => ({
    mrid,
    product,
    deliveryDay: deliveryDayOf(period.start),
    createdAt,
    bids: ofProduct.map(({ seriesMrid, hour, quantityMw, priceEurPerMwH }) => ({
      bidId: seriesMrid,
      mtuStart: hour.start,
      quantityW: exactWatts(quantityMw),
      priceEurPerMwH,
    })),
  }));
}

/** What a received document says to the engine, one message per product; bids by the ids of their series. */
export function messagesOf(
  document: AcknowledgementDocument | AllocationResultDocument | AllocationAggregateDocument,
): MarketMessage[] {
  switch (document.kind) {
    case ACKNOWLEDGEMENT:
      return [acknowledgementMessage(document)];
    case ALLOCATION_RESULT:
      return byProduct(document.awards).map(([product, awards]) => ({
        kind: 'allocation-per-bid',
        mrid: document.mrid,
        product,
        deliveryDay: deliveryDayOf(document.period.start),
        bids: awards.map((award) => ({
          bidId: award.bidSeriesMrid,
          mtuStart: award.hour.start,
          offeredW: exactWatts(award.offeredMw),
          offerPriceEurPerMwH: award.offerPriceEurPerMwH,
          awardedW: exactWatts(award.awardedMw),
          priceEurPerMwH: award.priceEurPerMwH,
        })),
      }));
    case ALLOCATION_AGGREGATE:
      return document.series.map(({ product, hours }) => ({
        kind: 'allocation-aggregate',
        mrid: document.mrid,
        product,
        deliveryDay: document.deliveryDay,
        mtus: hours.map(({ awardedMw, priceEurPerMwH }, index) => ({
          mtuStart: epochMs(dayInterval(document.deliveryDay).start + index * MS_PER_HOUR),
          awardedW: exactWatts(awardedMw),
          priceEurPerMwH,
        })),
      }));
  }
}

function acknowledgementMessage(document: AcknowledgementDocument): Acknowledgement {
  const { mrid, received, reasons, rejectedSeries } = document;
  const ofDocument = accepts(document)
    ? []
    : reasons.map(({ code, text }) => ({ bidId: null, code, text: text ?? '' }));
  const ofSeries = rejectedSeries.flatMap((series) =>
    series.reasons.map(({ code, text }) => ({ bidId: series.mrid, code, text: text ?? '' })),
  );
  return {
    kind: 'acknowledgement',
    mrid,
    documentMrid: received.mrid,
    accepted: accepts(document),
    reasons: [...ofDocument, ...ofSeries],
  };
}

/** What an acknowledgement says of the document that it answers. */
export interface Answered {
  readonly mrid: string;
  readonly createdAt: EpochMs | null;
  readonly type: string;
  readonly process: string;
}

/** An answer as the document that says it; reasons of a bid are listed under its series. */
export function acknowledgementFrom(
  { mrid, accepted, reasons }: Acknowledgement,
  answered: Answered,
  { createdAt, sender, receiver }: { readonly createdAt: EpochMs; readonly sender: Party; readonly receiver: Party },
): AcknowledgementDocument {
  const series = [...new Set(reasons.flatMap(({ bidId }) => bidId ?? []))];
  const whole = reasons.filter(({ bidId, text }) => bidId === null && text !== '');
  const rejections = whole.length > 0 ? whole.map(({ text }) => text) : [null];
  return {
    kind: ACKNOWLEDGEMENT,
    mrid,
    createdAt: wholeSecond(createdAt),
    sender,
    receiver,
    received: { ...answered, createdAt: answered.createdAt === null ? null : wholeSecond(answered.createdAt) },
    reasons: accepted
      ? [{ code: FULLY_ACCEPTED, text: null }]
      : rejections.map((text) => ({ code: FULLY_REJECTED, text })),
    rejectedSeries: series.map((bidId) => ({
      mrid: seriesOrOwn(bidId),
      reasons: reasons.filter((reason) => reason.bidId === bidId).map(({ code, text }) => ({ code, text })),
    })),
  };
}

export interface ResultAddress {
  readonly createdAt: EpochMs;
  readonly receiverEic: string;
}

/** A result per bid as the document that says it. */
export function allocationResultFrom(
  { mrid, product, deliveryDay, bids }: AllocationPerBid,
  { createdAt, receiverEic }: ResultAddress,
  form: BidForm,
): AllocationResultDocument {
  const name = productNamed(product);
  return {
    kind: ALLOCATION_RESULT,
    mrid,
    createdAt: wholeSecond(createdAt),
    receiverEic,
    period: dayInterval(deliveryDay),
    awards: bids.map((bid) => ({
      seriesMrid: deterministicUuid('result-series', mrid, bid.bidId),
      bidSeriesMrid: seriesOrOwn(bid.bidId),
      tenderingEic: receiverEic,
      product: name,
      hour: hourFrom(bid.mtuStart),
      awardedMw: megawattText(bid.awardedW),
      priceEurPerMwH: bid.priceEurPerMwH,
      offeredMw: megawattText(bid.offeredW),
      offerPriceEurPerMwH: bid.offerPriceEurPerMwH,
      outcome: outcomeOf(bid.awardedW, bid.offeredW),
      name: form.bidNames && !isUuid(bid.bidId) && BID_NAME.test(bid.bidId) ? bid.bidId : null,
    })),
  };
}

/** An aggregate as the document that says it: hours that the message leaves out are 0 MW at price 0. */
export function allocationAggregateFrom(
  { mrid, product, deliveryDay, mtus }: AllocationAggregate,
  { createdAt, receiverEic }: ResultAddress,
): AllocationAggregateDocument {
  const byStart = new Map(mtus.map((mtu) => [mtu.mtuStart, mtu]));
  return {
    kind: ALLOCATION_AGGREGATE,
    mrid,
    createdAt: wholeSecond(createdAt),
    receiverEic,
    deliveryDay,
    series: [
      {
        seriesMrid: deterministicUuid('result-series', mrid, product),
        product: productNamed(product),
        hours: hoursOf(deliveryDay).map((start) => ({
          awardedMw: megawattText(byStart.get(start)?.awardedW ?? 0),
          priceEurPerMwH: byStart.get(start)?.priceEurPerMwH ?? '0',
        })),
      },
    ],
  };
}

const hoursOf = (day: DeliveryDay): EpochMs[] => mtusOf(day, 60).map(({ start }) => start);

const outcomeOf = (awardedW: number, offeredW: number): AwardOutcome =>
  awardedW === 0 ? 'B09' : awardedW < offeredW ? 'A72' : 'A73';

const isUuid = (text: string): boolean => /^[0-9a-f]{8}-?([0-9a-f]{4}-?){3}[0-9a-f]{12}$/i.test(text);

/** The TSO knows a bid by its series; a message made in this process may name it by our own id. */
const seriesOrOwn = (bidId: string): string => (isUuid(bidId) ? bidId : seriesMridOf(bidId));

const hourFrom = (start: EpochMs) => ({ start, end: epochMs(start + MS_PER_HOUR) });

function byProduct<T extends { readonly product: ProductName }>(lines: readonly T[]): [ProductName, T[]][] {
  const products = new Map<ProductName, T[]>();
  for (const line of lines) products.set(line.product, [...(products.get(line.product) ?? []), line]);
  return [...products];
}

function productNamed(product: string): ProductName {
  if (!isProductName(product)) throw new InputError(`"${product}" is no product of the FCR market`);
  return product;
}

/** @throws InputError for a quantity finer than a watt. */
function exactWatts(megawatts: DecimalText): number {
  const powerW = wattsOf(megawatts);
  if (powerW === null) throw new InputError(`${megawatts} MW is no quantity of the FCR market`);
  return powerW;
}
