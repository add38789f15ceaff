import { xmlCodec } from '../../src/market/documents/xml-codec.adapter.js';
import { dayInterval, deliveryDay, deterministicUuid, mtusOf, parseInstant } from '../../src/kernel/index.js';
import {
  EXAMPLE_PARTY_EIC,
  FINGRID_EIC,
  KIND_CODES,
  PRODUCTS,
  type AcknowledgementDocument,
  type AllocationAggregateDocument,
  type AllocationResultDocument,
  type BidAward,
  type ProductName,
  type ReserveBid,
  type ReserveBidDocument,
  type StatedBids,
} from '../../src/market/index.js';

export interface BidChoice extends Partial<ReserveBid> {
  /** Hour of the delivery day, from 0. */
  readonly hour0?: number;
}

/** A bid document of the example party: 0.5 MW of FCR-N at 12.50 EUR/MW,h in the day's first hour. */
export function aBidDocument(
  dayText = '2026-03-29',
  bids: readonly BidChoice[] = [{}],
  change: Partial<ReserveBidDocument> = {},
): ReserveBidDocument {
  const day = deliveryDay(dayText);
  const hours = mtusOf(day, 60);
  const product: ProductName = 'FCR-N';
  return {
    kind: 'ReserveBid_MarketDocument',
    mrid: deterministicUuid('sample', dayText, JSON.stringify(bids)),
    createdAt: parseInstant(`${dayText}T00:00:00Z`.replace(/-\d\dT/, '-01T')),
    sender: { eic: EXAMPLE_PARTY_EIC, role: 'A46' },
    subjectEic: EXAMPLE_PARTY_EIC,
    period: dayInterval(day),
    bids: bids.map(({ hour0 = 0, ...bid }, index) => ({
      seriesMrid: deterministicUuid('sample-series', dayText, String(index)),
      product,
      kind: null,
      hour: hours[hour0] ?? dayInterval(day),
      quantityMw: '0.5',
      priceEurPerMwH: '12.50',
      name: null,
      linkedBids: null,
      reserveObject: null,
      ...bid,
    })),
    ...change,
  };
}

/** A bid document as the TSO's checks see it. */
export const stated = ({ sender, bids, ...document }: ReserveBidDocument): StatedBids => ({
  ...document,
  sender,
  bids: bids.map(({ kind, ...bid }) => ({
    ...bid,
    product: PRODUCTS[bid.product],
    productCodes: bid.product,
    kindCode: kind && KIND_CODES[kind],
  })),
});

export const aBidXml = (...sample: Parameters<typeof aBidDocument>): string => xmlCodec.print(aBidDocument(...sample));

/** The day's aggregate of the example party, 0.3 MW at 17.00 each hour. */
export function anAggregate(dayText = '2026-03-29'): AllocationAggregateDocument {
  const day = deliveryDay(dayText);
  return {
    kind: 'ReserveAllocationResultDocument',
    mrid: deterministicUuid('sample-aggregate', dayText),
    createdAt: parseInstant(`${dayText}T00:00:00Z`),
    receiverEic: EXAMPLE_PARTY_EIC,
    deliveryDay: day,
    series: [
      {
        seriesMrid: deterministicUuid('sample-aggregate-series', dayText),
        product: 'FCR-N',
        hours: mtusOf(day, 60).map(() => ({ awardedMw: '0.3', priceEurPerMwH: '17.00' })),
      },
    ],
  };
}

/** A result of the example party: 0.3 of 0.5 MW awarded in the day's first hour, at 17.00. */
export function aResult(dayText = '2026-03-29', change: Partial<BidAward> = {}): AllocationResultDocument {
  const day = deliveryDay(dayText);
  const award: BidAward = {
    seriesMrid: deterministicUuid('sample-award', dayText),
    bidSeriesMrid: deterministicUuid('sample-series', dayText, '0'),
    tenderingEic: EXAMPLE_PARTY_EIC,
    product: 'FCR-N',
    hour: mtusOf(day, 60)[0] ?? dayInterval(day),
    awardedMw: '0.3',
    priceEurPerMwH: '17.00',
    offeredMw: '0.5',
    offerPriceEurPerMwH: '12.50',
    outcome: 'A72',
    name: null,
    ...change,
  };
  return {
    kind: 'ReserveAllocationResult_MarketDocument',
    mrid: deterministicUuid('sample-result', dayText),
    createdAt: parseInstant(`${dayText}T00:00:00Z`),
    receiverEic: EXAMPLE_PARTY_EIC,
    period: dayInterval(day),
    awards: [award],
  };
}

/** The TSO's acknowledgement of the document `d`, which it accepts. */
export const anAcknowledgement = (change: Partial<AcknowledgementDocument> = {}): AcknowledgementDocument => ({
  kind: 'Acknowledgement_MarketDocument',
  mrid: 'efbeef04-46d8-4bc6-b544-8e8df6553ab7',
  createdAt: parseInstant('2026-01-12T12:31:39Z'),
  sender: { eic: FINGRID_EIC, role: 'A34' },
  receiver: { eic: EXAMPLE_PARTY_EIC, role: null },
  received: { mrid: 'd', createdAt: null, type: null, process: null },
  reasons: [{ code: 'A01', text: null }],
  rejectedSeries: [],
  ...change,
});
