import type { AvailabilityQuantile } from '../forecast/index.js';
import {
  CapacityPrice,
  Eur,
  floorToStep,
  isoInstant,
  type DecimalText,
  type DeliveryDay,
  type Interval,
} from '../kernel/index.js';
import { FCR_N, type FcrnRules } from '../market/index.js';
import type { AuctionPlanned, AuctionSkipped, PlannedBid } from './auction.events.js';

type PlanInput = AuctionPlanned['data']['inputs'][number];

export interface PlanRequest {
  readonly day: DeliveryDay;
  /** The day's MTUs in order: 23, 24 or 25 of them. */
  readonly mtus: readonly Interval[];
  /** Firm capacity that will be there with `reliability`. */
  readonly forecast: (mtu: Interval) => AvailabilityQuantile;
  readonly rules: Pick<FcrnRules, 'minimumBidW' | 'maximumBidW' | 'bidStepW' | 'bidPriceDecimals'>;
  readonly reliability: number;
  /** EUR/MW,h below which holding capacity costs more than it earns; no more decimals than the rules permit. */
  readonly floorPrice: DecimalText;
  /** What the TSO lets us offer in one MTU at most; null: no limit. */
  readonly portfolioLimitW: number | null;
}

export interface BidPlan {
  readonly strategy: string;
  readonly bids: readonly PlannedBid[];
  /** One per MTU, in the request's order. */
  readonly inputs: readonly PlanInput[];
  readonly skipReason: Extract<AuctionSkipped['data']['reason'], 'NOTHING_TO_SELL' | 'TOO_FEW_SAMPLES'> | null;
}

export const PRICE_TAKER = 'price-taker-1';

/**
 * A price-taker's bids: in each MTU the quantile of the forecast, floored to the product's step, at the floor price. The
 * hour pays its marginal price whatever we ask, so that asking more than our cost only loses hours that would have paid.
 * More than one bid's maximum becomes several bids.
 */
export function planBids(request: PlanRequest): BidPlan {
  const inputs = request.mtus.map((mtu) => inputOf(mtu, request));
  const bids = inputs.flatMap((input, index) => bidsOf(input, index + 1, request));
  const enough = inputs.some((input) => input.boundBy !== 'too-few-samples');
  const skipReason = bids.length > 0 ? null : enough ? 'NOTHING_TO_SELL' : 'TOO_FEW_SAMPLES';
  return { strategy: PRICE_TAKER, bids, inputs, skipReason };
}

/**
 * Energy that one megawatt of FCR-N moves in an hour, both ways together: the mean of |50 Hz − f| over 0.1 Hz. Half of
 * it is discharged. With 1.34 ct of wear a kWh that makes 2.35 EUR/MW,h.
 */
export const ENERGY_MOVED_MWH_PER_MWH_SOLD = 0.35;

/** The floor price that pays for wear, EUR/MW,h to the cent above; half of the energy moved is discharged. */
export function floorPriceForWear(wearEurPerKwhDischarged: DecimalText): DecimalText {
  const discharged = ENERGY_MOVED_MWH_PER_MWH_SOLD / 2;
  const exact = Eur.of(wearEurPerKwhDischarged).times(1000).times(discharged);
  const cents = exact.toCents();
  return (cents.compare(exact) < 0 ? cents.plus(Eur.of('0.01')) : cents).toString();
}

function inputOf(mtu: Interval, { forecast, rules, portfolioLimitW }: PlanRequest): PlanInput {
  const { quantileW, samples, sufficient } = forecast(mtu);
  const input = { mtuStart: isoInstant(mtu.start), samples, quantileW, limitW: portfolioLimitW };
  if (!sufficient) return { ...input, boundBy: 'too-few-samples' };
  const sellableW = floorToStep(quantileW, rules.bidStepW);
  if (Math.min(sellableW, portfolioLimitW ?? Infinity) < rules.minimumBidW)
    return { ...input, boundBy: 'below-minimum' };
  return {
    ...input,
    boundBy: portfolioLimitW !== null && portfolioLimitW < sellableW ? 'portfolio-limit' : 'forecast',
  };
}

/** `position` is the MTU's place in the day, from 1, as in the market documents: it tells the doubled hour in autumn apart. */
function bidsOf(input: PlanInput, position: number, { day, rules, floorPrice }: PlanRequest): PlannedBid[] {
  if (input.boundBy === 'too-few-samples' || input.boundBy === 'below-minimum') return [];
  const priceEurPerMwH = CapacityPrice.of(floorPrice).toNumber().toFixed(rules.bidPriceDecimals);
  const bids: PlannedBid[] = [];
  let left: number = floorToStep(Math.min(input.quantileW, input.limitW ?? Infinity), rules.bidStepW);
  while (left >= rules.minimumBidW) {
    const quantityW = Math.min(left, rules.maximumBidW);
    const bidId = `${FCR_N}-${day}-${String(position).padStart(2, '0')}-${bids.length + 1}`;
    bids.push({ bidId, mtuStart: input.mtuStart, quantityW, priceEurPerMwH });
    left -= quantityW;
  }
  return bids;
}
