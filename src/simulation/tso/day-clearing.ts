import { groupBy, type DeliveryDay, type EpochMs } from '../../kernel/index.js';
import type { BidRules, ProductName, StandingBid } from '../../market/index.js';
import { byMerit, clearHour, type HourMarket } from './merit-order.js';

/** A bid as it stands, with whom it belongs to. */
export interface StandingOffer extends StandingBid {
  readonly party: string;
}

export interface ClearedOffer {
  readonly offer: StandingOffer;
  readonly awardedW: number;
  /** The hour's marginal price. */
  readonly priceEurPerMwH: string;
}

/** What one participant gets of one product for one day. */
export interface DayResult {
  readonly party: string;
  readonly product: ProductName;
  readonly day: DeliveryDay;
  /** In order of time, within an hour in merit order. */
  readonly offers: readonly ClearedOffer[];
}

export interface DayMarket {
  /** What an hour is cleared against; null: the hour is not auctioned and stands in no result. */
  readonly marketOf: (product: ProductName, mtuStart: EpochMs) => HourMarket | null;
  readonly rulesOf: (product: ProductName) => Pick<BidRules, 'bidStepW'>;
}

/** Clears a day, all participants against each other. Results in order of participant and product. */
export function clearDay(day: DeliveryDay, offers: readonly StandingOffer[], market: DayMarket): DayResult[] {
  const hours = groupBy(offers, ({ product, mtuStart }) => `${product} ${mtuStart}`);
  const cleared = [...hours.values()].flatMap((hour) => clearedHour(hour, market));
  const results = groupBy(cleared, ({ offer }) => `${offer.party} ${offer.product}`);
  return [...results].sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([, list]) => dayResult(day, list));
}

function dayResult(day: DeliveryDay, list: readonly ClearedOffer[]): DayResult[] {
  const [first] = list;
  if (!first) return [];
  const { party, product } = first.offer;
  const offers = list.toSorted((a, b) => a.offer.mtuStart - b.offer.mtuStart);
  return [{ party, product, day, offers }];
}

function clearedHour(hour: readonly StandingOffer[], { marketOf, rulesOf }: DayMarket): ClearedOffer[] {
  const [first] = hour;
  const market = first ? marketOf(first.product, first.mtuStart) : null;
  if (!first || market === null) return [];
  const offers = hour.map((offer) => ({ ...offer, id: `${offer.party} ${offer.seriesMrid}` }));
  const { priceEurPerMwH, awardedW } = clearHour(offers, market, rulesOf(first.product).bidStepW);
  return offers
    .toSorted(byMerit)
    .map(({ id, ...offer }) => ({ offer, awardedW: awardedW.get(id) ?? 0, priceEurPerMwH }));
}
