import { CapacityPrice, deterministicUuid, type DeliveryDay, type EpochMs } from '../kernel/index.js';
import type { AllocationAggregate, AllocationPerBid, BidLine } from '../market/index.js';

export interface AuctionPrices {
  /** The hour's marginal price, EUR/MW,h as decimal text; null: the hour is not auctioned and appears in no result. */
  readonly clearingPrice: (mtuStart: EpochMs) => string | null;
  /** Most that is bought from this participant in the hour; null: all that is cheap enough. */
  readonly volumeW: (mtuStart: EpochMs) => number | null;
}

type Line = AllocationPerBid['bids'][number];

/** Merit order hour by hour: a bid is awarded if its price is not above the marginal price and volume is left, the last one partly. */
export function clearBids(bids: readonly BidLine[], prices: AuctionPrices): Line[] {
  const hours = new Map<EpochMs, BidLine[]>();
  for (const bid of bids) hours.set(bid.mtuStart, [...(hours.get(bid.mtuStart) ?? []), bid]);
  return [...hours].sort(([a], [b]) => a - b).flatMap(([mtuStart, hour]) => clearHour(mtuStart, hour, prices));
}

function clearHour(mtuStart: EpochMs, bids: readonly BidLine[], { clearingPrice, volumeW }: AuctionPrices): Line[] {
  const price = clearingPrice(mtuStart);
  if (price === null) return [];
  let leftW = volumeW(mtuStart) ?? Infinity;
  return bids
    .toSorted((a, b) => compare(a.priceEurPerMwH, b.priceEurPerMwH) || (a.bidId < b.bidId ? -1 : 1))
    .map(({ bidId, quantityW, priceEurPerMwH }) => {
      const awardedW = compare(priceEurPerMwH, price) <= 0 ? Math.min(quantityW, leftW) : 0;
      leftW -= awardedW;
      return {
        bidId,
        mtuStart,
        offeredW: quantityW,
        offerPriceEurPerMwH: priceEurPerMwH,
        awardedW,
        priceEurPerMwH: price,
      };
    });
}

const compare = (a: string, b: string): number => CapacityPrice.of(a).compare(CapacityPrice.of(b));

export const perBidResult = (product: string, deliveryDay: DeliveryDay, bids: readonly Line[]): AllocationPerBid => ({
  kind: 'allocation-per-bid',
  mrid: deterministicUuid('tso', 'allocation-per-bid', product, deliveryDay),
  product,
  deliveryDay,
  bids,
});

export function aggregateResult(product: string, deliveryDay: DeliveryDay, bids: readonly Line[]): AllocationAggregate {
  const mtus = new Map<EpochMs, AllocationAggregate['mtus'][number]>();
  for (const { mtuStart, awardedW, priceEurPerMwH } of bids)
    mtus.set(mtuStart, { mtuStart, awardedW: (mtus.get(mtuStart)?.awardedW ?? 0) + awardedW, priceEurPerMwH });
  const mrid = deterministicUuid('tso', 'allocation-aggregate', product, deliveryDay);
  return { kind: 'allocation-aggregate', mrid, product, deliveryDay, mtus: [...mtus.values()] };
}

/** The same aggregate with one awarded hour 0.1 MW too low: what a slip at the TSO looks like. */
export function contradictory(result: AllocationAggregate, stepW: number): AllocationAggregate {
  const slipped = result.mtus.find((mtu) => mtu.awardedW >= stepW);
  const mtus = result.mtus.map((mtu) => (mtu === slipped ? { ...mtu, awardedW: mtu.awardedW - stepW } : mtu));
  return { ...result, mtus };
}
