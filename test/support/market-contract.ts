import { xmlCodec } from '../../src/market/documents/xml-codec.adapter.js';
import {
  dayInterval,
  deliveryDay,
  deterministicUuid,
  epochMs,
  mtusOf,
  parseInstant,
  type EpochMs,
} from '../../src/kernel/index.js';
import {
  EXAMPLE_PARTY_EIC,
  FINGRID_EIC,
  verdictOn,
  type AcknowledgementDocument,
  type AllocationAggregateDocument,
  type AllocationResultDocument,
  type ReserveBid,
  type ReserveBidDocument,
} from '../../src/market/index.js';

const DAY = deliveryDay('2026-01-13');
const HOURS = mtusOf(DAY, 60);
const at = (time: string): EpochMs => parseInstant(`2026-01-12T${time}Z`);
const id = (name: string): string => deterministicUuid('contract sample', name);

const bid = (name: string, hour: number, quantityMw: string, priceEurPerMwH: string): ReserveBid => ({
  seriesMrid: id(name),
  product: 'FCR-N',
  kind: null,
  hour: HOURS[hour] ?? dayInterval(DAY),
  quantityMw,
  priceEurPerMwH,
  name,
  linkedBids: null,
  reserveObject: null,
});

const bids = (name: string, time: string, lines: readonly ReserveBid[]): ReserveBidDocument => ({
  kind: 'ReserveBid_MarketDocument',
  mrid: id(name),
  createdAt: at(time),
  sender: { eic: EXAMPLE_PARTY_EIC, role: 'A46' },
  subjectEic: EXAMPLE_PARTY_EIC,
  period: dayInterval(DAY),
  bids: lines,
});

const NEW = bids('new', '14:00:00', [
  bid('depot-17h-base', 17, '0.5', '8.00'),
  bid('depot-17h-peak', 17, '0.3', '24.50'),
  bid('depot-18h-base', 18, '0.4', '8.00'),
]);
const TOO_MUCH = bids('too-much', '14:10:00', [bid('depot-19h-base', 19, '5.1', '8.00')]);

const fromTso = (
  of: ReserveBidDocument,
  name: string,
  time: string,
  problems = xmlCodec.read(xmlCodec.print(of)).problems,
) => ({
  kind: 'Acknowledgement_MarketDocument' as const,
  mrid: id(name),
  createdAt: at(time),
  sender: { eic: FINGRID_EIC, role: 'A34' },
  receiver: { eic: EXAMPLE_PARTY_EIC, role: 'A46' },
  received: { mrid: of.mrid, createdAt: of.createdAt, type: 'A24', process: 'A52' },
  ...verdictOn(problems),
});

const RESULT: AllocationResultDocument = {
  kind: 'ReserveAllocationResult_MarketDocument',
  mrid: id('result'),
  createdAt: at('17:00:00'),
  receiverEic: EXAMPLE_PARTY_EIC,
  period: dayInterval(DAY),
  awards: NEW.bids.slice(0, 2).map((line, index) => ({
    seriesMrid: id(`result-${index}`),
    bidSeriesMrid: line.seriesMrid,
    tenderingEic: EXAMPLE_PARTY_EIC,
    product: line.product,
    hour: line.hour,
    awardedMw: index === 0 ? '0.6' : '0.1',
    priceEurPerMwH: '24.50',
    offeredMw: index === 0 ? '0.6' : '0.3',
    offerPriceEurPerMwH: line.priceEurPerMwH,
    outcome: index === 0 ? ('A73' as const) : ('A72' as const),
    name: line.name,
  })),
};

const AGGREGATE: AllocationAggregateDocument = {
  kind: 'ReserveAllocationResultDocument',
  mrid: id('aggregate'),
  createdAt: at('17:01:00'),
  receiverEic: EXAMPLE_PARTY_EIC,
  deliveryDay: DAY,
  series: [
    {
      seriesMrid: id('aggregate-series'),
      product: 'FCR-N',
      hours: HOURS.map((_, hour) => ({
        awardedMw: hour === 17 ? '0.7' : '0.0',
        priceEurPerMwH: hour === 17 ? '24.50' : '11.20',
      })),
    },
  ],
};

const OUR_ANSWER: AcknowledgementDocument = {
  kind: 'Acknowledgement_MarketDocument',
  mrid: id('our-answer'),
  createdAt: epochMs(RESULT.createdAt + 5_000),
  sender: { eic: EXAMPLE_PARTY_EIC, role: 'A46' },
  receiver: { eic: FINGRID_EIC, role: 'A04' },
  received: { mrid: RESULT.mrid, createdAt: null, type: 'A38', process: 'A28' },
  reasons: [{ code: 'A01', text: null }],
  rejectedSeries: [],
};

/** What `contracts/market/samples` holds: one delivery day of a small fleet, document by document. */
export const CONTRACT_SAMPLES: Readonly<Record<string, string>> = {
  '01-bids.xml': xmlCodec.print(NEW),
  '02-bids-acknowledged.xml': xmlCodec.print(fromTso(NEW, 'accepted', '14:00:30')),
  '03-bid-updated.xml': xmlCodec.print(bids('update', '14:05:00', [bid('depot-17h-base', 17, '0.6', '8.00')])),
  '04-bid-cancelled.xml': xmlCodec.print(bids('cancel', '14:06:00', [bid('depot-18h-base', 18, '0', '8.00')])),
  '05-bids-too-large.xml': xmlCodec.print(TOO_MUCH),
  '06-bids-rejected.xml': xmlCodec.print(fromTso(TOO_MUCH, 'rejected', '14:10:30')),
  '07-result-per-bid.xml': xmlCodec.print(RESULT),
  '08-result-aggregate.xml': xmlCodec.print(AGGREGATE),
  '09-result-acknowledged.xml': xmlCodec.print(OUR_ANSWER),
  '10-bids-fcr-d.xml': xmlCodec.print(
    bids('fcr-d', '14:20:00', [
      { ...bid('depot-17h-d-up', 17, '1.0', '3.20'), product: 'FCR-D-up', kind: 'dynamic' },
      { ...bid('depot-17h-d-down', 17, '1.2', '2.75'), product: 'FCR-D-down', kind: 'static' },
    ]),
  ),
};
