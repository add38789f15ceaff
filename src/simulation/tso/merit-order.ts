import { CapacityPrice, floorToStep, type EpochMs } from '../../kernel/index.js';

/** A bid in one hour's auction. */
export interface Offer {
  readonly id: string;
  readonly quantityW: number;
  /** EUR/MW,h. */
  readonly priceEurPerMwH: string;
  /** Earlier offers come first among equals. */
  readonly createdAt: EpochMs;
}

/** What the hour is cleared against. */
export type HourMarket =
  | {
      /** History: the hour's marginal price is known, and our bids are too small to have moved it. */
      readonly kind: 'marginal-price';
      readonly priceEurPerMwH: string;
    }
  | {
      readonly kind: 'supply-curve';
      readonly demandW: number;
      /** The other participants' offers. */
      readonly competing: readonly { readonly quantityW: number; readonly priceEurPerMwH: string }[];
    };

export interface HourResult {
  /** Paid to every award of the hour. */
  readonly priceEurPerMwH: string;
  /** By the offer's id, W; every offer is in it. */
  readonly awardedW: ReadonlyMap<string, number>;
}

/**
 * Clears an hour in merit order: the cheapest offers until the demand is met, all paid the price of the last one taken.
 * Offers at that price share what is left in proportion, in whole steps, the odd steps to those who came first. Without
 * demand the price is 0.
 */
export function clearHour(offers: readonly Offer[], market: HourMarket, stepW: number): HourResult {
  if (market.kind === 'marginal-price') return takenUpTo(offers, market.priceEurPerMwH);
  const own = offers.map((offer) => ({ ...offer, own: true }));
  const others = market.competing.map((offer) => ({ ...offer, id: '', createdAt: 0, own: false }));
  const groups = byPrice([...own, ...others].filter(({ quantityW }) => quantityW > 0));
  const awardedW = new Map(offers.map(({ id }) => [id, 0]));
  let leftW = market.demandW;
  let price = '0';
  for (const group of groups) {
    if (leftW < stepW) break;
    price = group[0]?.priceEurPerMwH ?? price;
    const dealtW = dealt(
      leftW,
      group.map(({ quantityW }) => quantityW),
      stepW,
    );
    group.forEach(({ id, own: isOwn }, index) => {
      if (isOwn) awardedW.set(id, dealtW[index] ?? 0);
    });
    leftW -= group.reduce((sum, { quantityW }) => sum + quantityW, 0);
  }
  return { priceEurPerMwH: price, awardedW };
}

function takenUpTo(offers: readonly Offer[], price: string): HourResult {
  const limit = CapacityPrice.of(price);
  const isTaken = (offer: Offer): boolean => CapacityPrice.of(offer.priceEurPerMwH).compare(limit) <= 0;
  return {
    priceEurPerMwH: price,
    awardedW: new Map(offers.map((offer) => [offer.id, isTaken(offer) ? offer.quantityW : 0])),
  };
}

interface Priced {
  readonly priceEurPerMwH: string;
  readonly createdAt: number;
  readonly id: string;
}

/** Groups of one price, the cheapest first; within a group in order of arrival. */
function byPrice<T extends Priced>(offers: readonly T[]): T[][] {
  const sorted = offers.toSorted(
    (a, b) => compare(a, b) || a.createdAt - b.createdAt || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0),
  );
  const groups: T[][] = [];
  for (const offer of sorted) {
    const group = groups.at(-1);
    if (group?.[0] && compare(group[0], offer) === 0) group.push(offer);
    else groups.push([offer]);
  }
  return groups;
}

const compare = (a: Priced, b: Priced): number =>
  CapacityPrice.of(a.priceEurPerMwH).compare(CapacityPrice.of(b.priceEurPerMwH));

/** `leftW` over the quantities in proportion, in whole steps, none above its own. */
function dealt(leftW: number, quantitiesW: readonly number[], stepW: number): number[] {
  const wantedW = quantitiesW.reduce((sum, quantityW) => sum + quantityW, 0);
  if (wantedW <= leftW) return [...quantitiesW];
  const parts: number[] = quantitiesW.map((quantityW) => floorToStep((leftW * quantityW) / wantedW, stepW));
  let oddW = floorToStep(leftW, stepW) - parts.reduce((sum, part) => sum + part, 0);
  for (let index = 0; index < parts.length && oddW >= stepW; index++) {
    if ((parts[index] as number) + stepW > (quantitiesW[index] as number)) continue;
    parts[index] = (parts[index] as number) + stepW;
    oddW -= stepW;
  }
  return parts;
}
