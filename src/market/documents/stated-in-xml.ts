import type { Interval } from '../../kernel/index.js';
import { DECIMAL, type StatedBid, type StatedBids } from '../desk/stated-bids.js';
import { productOf, type Product } from '../product.js';
import { instantOf } from './market-text.js';
import { minute, second } from './text-rules.js';
import { childNamed, childrenNamed, textAt, type XmlElement } from './xml-element.js';

/** What a bid document in XML states, as far as it can be read; what its form breaks is not told again. */
export function statedIn(root: XmlElement): StatedBids {
  const created = textAt(root, 'createdDateTime');
  return {
    mrid: textAt(root, 'mRID'),
    createdAt: created !== null && second.test(created) ? instantOf(created) : null,
    sender: {
      eic: textAt(root, 'sender_MarketParticipant.mRID'),
      role: textAt(root, 'sender_MarketParticipant.marketRole.type'),
    },
    subjectEic: textAt(root, 'subject_MarketParticipant.mRID'),
    period: intervalIn(root, 'reserveBid_Period.timeInterval'),
    bids: childrenNamed(root, 'Bid_TimeSeries').map(bidIn),
  };
}

function bidIn(series: XmlElement): StatedBid {
  return {
    seriesMrid: textAt(series, 'mRID'),
    product: productIn(series),
    productCodes: `${textAt(series, 'businessType')} ${textAt(series, 'flowDirection.direction')}`,
    kindCode: textAt(series, 'standard_MarketProduct.marketProductType'),
    hour: hourOf(series),
    quantityMw: decimalIn(series, 'quantity.quantity'),
    priceEurPerMwH: decimalIn(series, 'price.amount'),
    name: childNamed(series, 'Reason') && (textAt(series, 'Reason', 'text') ?? ''),
    linkedBids: textAt(series, 'linkedBidsIdentification'),
    reserveObject: textAt(series, 'registeredResource.mRID'),
  };
}

/** The hour of a series, as far as it can be read. */
export const hourOf = (series: XmlElement): Interval | null => intervalIn(series, 'Period', 'timeInterval');

function intervalIn(node: XmlElement, ...path: readonly string[]): Interval | null {
  const [start, end] = ['start', 'end'].map((name) => textAt(node, ...path, name));
  if (!start || !end || !minute.test(start) || !minute.test(end)) return null;
  return { start: instantOf(start), end: instantOf(end) };
}

const productIn = (series: XmlElement): Product | null =>
  productOf(textAt(series, 'businessType') ?? '', textAt(series, 'flowDirection.direction') ?? '');

function decimalIn(series: XmlElement, name: string): string | null {
  const text = textAt(series, 'Period', 'Point', name);
  return text !== null && DECIMAL.test(text) ? text : null;
}
