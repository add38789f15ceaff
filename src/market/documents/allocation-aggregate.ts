import { dayInterval, deliveryDayOf, type DeliveryDay, type EpochMs } from '../../kernel/index.js';
import { PRODUCTS, productOf, type ProductName } from '../product.js';
import { RESULT_PROCESS, RESULT_TYPE } from './allocation-result.js';
import type { DecimalText } from '../megawatts.js';
import { instantOf, minuteText, secondText } from './market-text.js';
import { EIC_SCHEME, FINGRID_EIC, FINLAND_EIC, ROLE } from './parties.js';
import { childNamed, childrenNamed, document, element, type XmlElement } from './xml-element.js';

export const ALLOCATION_AGGREGATE = 'ReserveAllocationResultDocument';
export const ALLOCATION_AGGREGATE_NAMESPACE = 'urn:entsoe.eu:wgedi:errp:reserveallocationresultdocument:5:0';

/** What was bought from us of one product, hour by hour. */
export interface AggregateSeries {
  readonly seriesMrid: string;
  readonly product: ProductName;
  /** One per hour of the day in order: 23, 24 or 25. */
  readonly hours: readonly { readonly awardedMw: DecimalText; readonly priceEurPerMwH: DecimalText }[];
}

/** ReserveAllocationResultDocument, ERRP 5.0: the auction's result summed per hour of a whole CET/CEST day. */
export interface AllocationAggregateDocument {
  readonly kind: typeof ALLOCATION_AGGREGATE;
  /** UUID. */
  readonly mrid: string;
  /** Whole seconds. */
  readonly createdAt: EpochMs;
  readonly receiverEic: string;
  readonly deliveryDay: DeliveryDay;
  readonly series: readonly AggregateSeries[];
}

/** ERRP writes every value as the attribute `v` of an empty element. */
const valued = (name: string, v: string): XmlElement => element(name, [], { v });
const coded = (name: string, v: string): XmlElement => element(name, [], { v, codingScheme: EIC_SCHEME });

export function allocationAggregateElement(aggregate: AllocationAggregateDocument): XmlElement {
  const interval = intervalText(aggregate.deliveryDay);
  return document(ALLOCATION_AGGREGATE, ALLOCATION_AGGREGATE_NAMESPACE, [
    valued('DocumentIdentification', aggregate.mrid),
    valued('DocumentVersion', '1'),
    valued('DocumentType', RESULT_TYPE),
    valued('ProcessType', RESULT_PROCESS),
    coded('SenderIdentification', FINGRID_EIC),
    valued('SenderRole', ROLE.marketOperator),
    coded('ReceiverIdentification', aggregate.receiverEic),
    valued('ReceiverRole', ROLE.marketParticipant),
    valued('CreationDateTime', secondText(aggregate.createdAt)),
    valued('ReserveBidTimeInterval', interval),
    coded('Domain', FINLAND_EIC),
    ...aggregate.series.map((series) => seriesElement(series, interval)),
  ]);
}

function seriesElement({ seriesMrid, product, hours }: AggregateSeries, interval: string): XmlElement {
  const { aggregateBusinessType, direction } = PRODUCTS[product];
  return element('AllocationTimeSeries', [
    valued('TimeSeriesIdentification', seriesMrid),
    valued('ReserveBidDocumentIdentification', 'NA'),
    valued('ReserveBidDocumentVersion', '1'),
    valued('ReserveBidIdentification', 'NA'),
    coded('TenderingParty', FINGRID_EIC),
    valued('AuctionIdentification', 'FCR'),
    valued('BusinessType', aggregateBusinessType),
    coded('AcquiringArea', FINLAND_EIC),
    coded('ConnectingArea', FINLAND_EIC),
    valued('ContractType', 'A01'),
    valued('ContractIdentification', 'NA'),
    valued('MeasureUnitQuantity', 'MAW'),
    valued('Currency', 'EUR'),
    valued('MeasureUnitPrice', 'MAW'),
    valued('Direction', direction),
    element('Period', [
      valued('TimeInterval', interval),
      valued('Resolution', 'PT60M'),
      ...hours.map(({ awardedMw, priceEurPerMwH }, index) =>
        element('Interval', [
          valued('Pos', String(index + 1)),
          valued('Qty', awardedMw),
          valued('Price', priceEurPerMwH),
        ]),
      ),
    ]),
  ]);
}

function intervalText(day: DeliveryDay): string {
  const { start, end } = dayInterval(day);
  return `${minuteText(start)}/${minuteText(end)}`;
}

/** Reads a document that keeps the profile. */
export function allocationAggregateOf(root: XmlElement): AllocationAggregateDocument {
  const [start = ''] = valueOf(root, 'ReserveBidTimeInterval').split('/');
  return {
    kind: ALLOCATION_AGGREGATE,
    mrid: valueOf(root, 'DocumentIdentification'),
    createdAt: instantOf(valueOf(root, 'CreationDateTime')),
    receiverEic: valueOf(root, 'ReceiverIdentification'),
    deliveryDay: deliveryDayOf(instantOf(start)),
    series: childrenNamed(root, 'AllocationTimeSeries').map(seriesOf),
  };
}

function seriesOf(series: XmlElement): AggregateSeries {
  const product = productOf(valueOf(series, 'BusinessType'), valueOf(series, 'Direction'));
  const period = childNamed(series, 'Period');
  if (product === null || period === null)
    throw new Error('a result of no product; documents are checked before they are read');
  const hours = childrenNamed(period, 'Interval')
    .map((interval) => ({
      position: Number(valueOf(interval, 'Pos')),
      hour: { awardedMw: valueOf(interval, 'Qty'), priceEurPerMwH: valueOf(interval, 'Price') },
    }))
    .sort((a, b) => a.position - b.position);
  return {
    seriesMrid: valueOf(series, 'TimeSeriesIdentification'),
    product: product.name,
    hours: hours.map(({ hour }) => hour),
  };
}

/** The attribute `v` of a child. */
function valueOf(node: XmlElement, name: string): string {
  const value = childNamed(node, name)?.attributes['v'];
  if (value === undefined) throw new Error(`${node.name} has no ${name}; documents are checked before they are read`);
  return value;
}
