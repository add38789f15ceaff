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
      /** Most that is bought of the offers; left out or null: all that are cheap enough. */
      readonly volumeW?: number | null;
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
 * demand the price is 0. Where history knows the price, offers above it are not taken and it is what is paid.
 */
export function clearHour(offers: readonly Offer[], market: HourMarket, stepW: number): HourResult {
  if (market.kind === 'marginal-price') {
    const { priceEurPerMwH, volumeW } = market;
    const limit = CapacityPrice.of(priceEurPerMwH);
    const cheap = offers.filter((offer) => CapacityPrice.of(offer.priceEurPerMwH).compare(limit) <= 0);
    return { priceEurPerMwH, awardedW: taken(offers, cheap, volumeW ?? Infinity, stepW).awardedW };
  }
  const others = market.competing.map((offer): Offer => ({ ...offer, ...SOMEBODY }));
  const { awardedW, lastPrice } = taken(offers, [...offers, ...others], market.demandW, stepW);
  return { priceEurPerMwH: lastPrice ?? '0', awardedW };
}

/** Other participants: nobody asks after their awards, and they came first. */
const SOMEBODY = { id: '', createdAt: 0 as EpochMs };

/** The cheapest of `all` until `demandW` is met: W of each of `offers`, and the price of the last one taken. */
function taken(
  offers: readonly Offer[],
  all: readonly Offer[],
  demandW: number,
  stepW: number,
): { awardedW: Map<string, number>; lastPrice: string | null } {
  const awardedW = new Map(offers.map(({ id }) => [id, 0]));
  let leftW = demandW;
  let lastPrice: string | null = null;
  for (const group of byPrice(all.filter(({ quantityW }) => quantityW > 0))) {
    if (leftW < stepW) break;
    lastPrice = group[0]?.priceEurPerMwH ?? lastPrice;
    const dealtW = dealt(
      leftW,
      group.map(({ quantityW }) => quantityW),
      stepW,
    );
    group.forEach(({ id }, index) => {
      if (awardedW.has(id)) awardedW.set(id, dealtW[index] ?? 0);
    });
    leftW -= group.reduce((sum, { quantityW }) => sum + quantityW, 0);
  }
  return { awardedW, lastPrice };
}

/** The cheaper first; among equals in order of arrival, then of their ids. */
export const byMerit = (a: Offer, b: Offer): number =>
  compare(a, b) || a.createdAt - b.createdAt || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);

/** Groups of one price, the cheapest first; within a group in order of arrival. */
function byPrice(offers: readonly Offer[]): Offer[][] {
  const groups: Offer[][] = [];
  for (const offer of offers.toSorted(byMerit)) {
    const group = groups.at(-1);
    if (group?.[0] && compare(group[0], offer) === 0) group.push(offer);
    else groups.push([offer]);
  }
  return groups;
}

const compare = (a: Offer, b: Offer): number =>
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
