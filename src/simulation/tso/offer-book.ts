import { dayInterval, deliveryDayOf, type DeliveryDay, type EpochMs } from '../../kernel/index.js';
import { bidRulesOf, wattsOf, type ProductName, type ReserveBid, type ReserveBidDocument } from '../../market/index.js';
import { clearHour, type HourMarket } from './merit-order.js';

/** A bid as it stands, with whom it belongs to. */
export interface StandingOffer extends ReserveBid {
  readonly party: string;
  readonly createdAt: EpochMs;
}

export interface ClearedOffer {
  readonly offer: StandingOffer;
  readonly offeredW: number;
  readonly awardedW: number;
  readonly priceEurPerMwH: string;
}

/** What one participant gets of one product for one day. */
export interface DayResult {
  readonly party: string;
  readonly product: ProductName;
  readonly day: DeliveryDay;
  /** In order of time. */
  readonly offers: readonly ClearedOffer[];
}

/** Every bid that stands at the TSO, until its day is cleared. */
export class OfferBook {
  private readonly standing = new Map<string, StandingOffer>();

  /** Takes a document that was accepted: new bids, changes of earlier ones, cancellations (quantity 0). */
  take({ sender, createdAt, bids }: ReserveBidDocument): void {
    for (const bid of bids)
      this.standing.set(`${sender.eic} ${bid.seriesMrid}`, { ...bid, party: sender.eic, createdAt });
  }

  /** Clears a day, all participants against each other, and forgets its bids. In order of participant and product. */
  clear(day: DeliveryDay, marketOf: (product: ProductName, mtuStart: EpochMs) => HourMarket | null): DayResult[] {
    const offers = [...this.standing].filter(([, { hour }]) => deliveryDayOf(hour.start) === day);
    for (const [key] of offers) this.standing.delete(key);
    const hours = groupBy(
      offers.map(([, offer]) => offer).filter((offer) => watts(offer) > 0),
      ({ product, hour }) => `${product} ${hour.start}`,
    );
    const cleared = [...hours.values()].flatMap((hour) => clearedHour(hour, marketOf));
    const results = groupBy(cleared, ({ offer }) => `${offer.party} ${offer.product}`);
    return [...results].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, list]) => dayResult(day, list));
  }
}

function dayResult(day: DeliveryDay, list: readonly ClearedOffer[]): DayResult {
  const { party, product } = (list[0] as ClearedOffer).offer;
  return { party, product, day, offers: list.toSorted((a, b) => a.offer.hour.start - b.offer.hour.start) };
}

function clearedHour(
  offers: readonly StandingOffer[],
  marketOf: (product: ProductName, mtuStart: EpochMs) => HourMarket | null,
): ClearedOffer[] {
  const { product, hour } = offers[0] as StandingOffer;
  const market = marketOf(product, hour.start);
  if (market === null) return [];
  const bids = offers.map((offer) => ({
    id: `${offer.party} ${offer.seriesMrid}`,
    quantityW: watts(offer),
    priceEurPerMwH: offer.priceEurPerMwH,
    createdAt: offer.createdAt,
  }));
  const rules = bidRulesOf(product, dayInterval(deliveryDayOf(hour.start)).start);
  const { priceEurPerMwH, awardedW } = clearHour(bids, market, rules.bidStepW);
  return offers.map((offer) => ({
    offer,
    offeredW: watts(offer),
    awardedW: awardedW.get(`${offer.party} ${offer.seriesMrid}`) ?? 0,
    priceEurPerMwH,
  }));
}

const watts = ({ quantityMw }: ReserveBid): number => wattsOf(quantityMw) ?? 0;

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return groups;
}
