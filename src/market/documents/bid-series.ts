import type { EpochMs, Interval } from '../../kernel/index.js';
import { productOf, type Product, type ProductName } from '../product.js';
import { instantOf, wattsOf } from './market-text.js';
import { minute } from './text-rules.js';
import type { TsoDesk } from './tso-desk.js';
import { textAt, type XmlElement } from './xml-element.js';

/** The hour of a series, as far as it can be read. */
export function hourOf(series: XmlElement): Interval | null {
  const [start, end] = ['start', 'end'].map((name) => textAt(series, 'Period', 'timeInterval', name));
  if (!start || !end || !minute.test(start) || !minute.test(end)) return null;
  return { start: instantOf(start), end: instantOf(end) };
}

/** The product that a series names, or null. */
export const productOfSeries = (series: XmlElement): Product | null =>
  productOf(textAt(series, 'businessType') ?? '', textAt(series, 'flowDirection.direction') ?? '');

/** W, 0 where none can be read. */
export const quantityOf = (series: XmlElement): number =>
  wattsOf(textAt(series, 'Period', 'Point', 'quantity.quantity') ?? '') ?? 0;

/** What a bid is checked against: the rest of its document, and the TSO's desk. */
export interface BidSurroundings {
  /** How often each series id stands in the document. */
  readonly ids: ReadonlyMap<string, number>;
  readonly period: Interval | null;
  readonly createdAt: EpochMs | null;
  readonly desk: TsoDesk;
  /** W that the document offers of a product in the hour that begins at an instant. */
  offeredW(product: ProductName, start: EpochMs): number;
}

/** The surroundings of each of a document's series, counted once. */
export function surroundingsOf(
  all: readonly XmlElement[],
  rest: Pick<BidSurroundings, 'period' | 'createdAt' | 'desk'>,
): BidSurroundings {
  const ids = new Map<string, number>();
  const offers = new Map<string, number>();
  for (const series of all) {
    const id = textAt(series, 'mRID') ?? '';
    ids.set(id, (ids.get(id) ?? 0) + 1);
    const key = `${productOfSeries(series)?.name}@${hourOf(series)?.start}`;
    offers.set(key, (offers.get(key) ?? 0) + quantityOf(series));
  }
  return { ...rest, ids, offeredW: (product, start) => offers.get(`${product}@${start}`) ?? 0 };
}
