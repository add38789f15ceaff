import type { EpochMs, Interval } from '../../kernel/index.js';
import type { BidRuleBook } from '../bid.rules.js';
import { wattsOf } from '../megawatts.js';
import type { ProductName } from '../product.js';
import type { StatedBid } from './stated-bids.js';
import type { TsoDesk } from './tso-desk.js';

/** What a bid is checked against: the rest of its document, the dated rules, and what the TSO knows. */
export interface BidSurroundings {
  /** How often each series id stands in the document. */
  readonly ids: ReadonlyMap<string, number>;
  readonly period: Interval | null;
  readonly createdAt: EpochMs | null;
  /** When the document arrives; null where neither a clock nor the document says. */
  readonly at: EpochMs | null;
  readonly desk: TsoDesk;
  readonly rules: BidRuleBook;
  /** W that the document offers of a product in the hour that begins at an instant. */
  offeredW(product: ProductName, start: EpochMs): number;
}

/** W, 0 where none can be read. */
export const quantityOf = ({ quantityMw }: Pick<StatedBid, 'quantityMw'>): number => wattsOf(quantityMw ?? '') ?? 0;

/** The surroundings of each of a document's bids, counted once. */
export function surroundingsOf(
  bids: readonly StatedBid[],
  rest: Omit<BidSurroundings, 'ids' | 'offeredW'>,
): BidSurroundings {
  const ids = new Map<string, number>();
  const offers = new Map<string, number>();
  for (const bid of bids) {
    const id = bid.seriesMrid ?? '';
    ids.set(id, (ids.get(id) ?? 0) + 1);
    const key = `${bid.product?.name}@${bid.hour?.start}`;
    offers.set(key, (offers.get(key) ?? 0) + quantityOf(bid));
  }
  return { ...rest, ids, offeredW: (product, start) => offers.get(`${product}@${start}`) ?? 0 };
}
