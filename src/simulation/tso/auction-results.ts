import type { EpochMs } from '../../kernel/index.js';
import type { AllocationAggregate, AllocationPerBid } from '../../market/index.js';
import type { DayResult } from './day-clearing.js';

/** What became of each bid. */
export const perBidResult = ({ product, day, offers }: DayResult, mrid: string): AllocationPerBid => ({
  kind: 'allocation-per-bid',
  mrid,
  product,
  deliveryDay: day,
  bids: offers.map(({ offer, awardedW, priceEurPerMwH }) => ({
    bidId: offer.seriesMrid,
    mtuStart: offer.mtuStart,
    offeredW: offer.quantityW,
    offerPriceEurPerMwH: offer.priceEurPerMwH,
    awardedW,
    priceEurPerMwH,
  })),
});

/** The sum of each hour that has bids. */
export function aggregateResult({ product, day, offers }: DayResult, mrid: string): AllocationAggregate {
  const mtus = new Map<EpochMs, AllocationAggregate['mtus'][number]>();
  for (const { offer, awardedW, priceEurPerMwH } of offers) {
    const { mtuStart } = offer;
    mtus.set(mtuStart, { mtuStart, awardedW: (mtus.get(mtuStart)?.awardedW ?? 0) + awardedW, priceEurPerMwH });
  }
  return { kind: 'allocation-aggregate', mrid, product, deliveryDay: day, mtus: [...mtus.values()] };
}

/** The same aggregate with one awarded hour a step too low: what a slip at the TSO looks like. */
export function contradictory(result: AllocationAggregate, stepW: number): AllocationAggregate {
  const slipped = result.mtus.find((mtu) => mtu.awardedW >= stepW);
  const mtus = result.mtus.map((mtu) => (mtu === slipped ? { ...mtu, awardedW: mtu.awardedW - stepW } : mtu));
  return { ...result, mtus };
}
