import { planBids, type AuctionPlan, type AuctionPlanner } from '../bidding/index.js';
import type { AvailabilityForecast } from '../forecast/index.js';
import { digest, mtusOf, type DeliveryDay, type EpochMs } from '../kernel/index.js';
import type { FcrnRules } from '../market/index.js';

/** How bold the bids are. */
export interface BidPolicy {
  /** Share of hours that must not fall short. */
  readonly reliability: number;
  /** EUR/MW,h, decimal text: below it holding capacity costs more than it earns. */
  readonly floorPriceEurPerMwH: string;
  /** What the TSO lets us offer in one MTU; null: no limit. */
  readonly portfolioLimitW: number | null;
  /** What is assumed of wear, for whoever asks why a bid is what it is; left out: nothing is said of it. */
  readonly wear?: NonNullable<AuctionPlan['wear']>;
}

/** Plans a day from the forecast as of an instant; the digests name exactly what went in. */
export function auctionPlanner(
  forecast: AvailabilityForecast,
  rulesOfDay: (day: DeliveryDay) => FcrnRules,
  policy: BidPolicy,
): AuctionPlanner {
  return (day: DeliveryDay, asOf: EpochMs): AuctionPlan => {
    const rules = rulesOfDay(day);
    const mtus = mtusOf(day, rules.mtuMinutes);
    const plan = planBids({
      day,
      mtus,
      forecast: (mtu) => forecast.forecast(mtu.start, asOf, policy.reliability),
      rules,
      reliability: policy.reliability,
      floorPrice: policy.floorPriceEurPerMwH,
      portfolioLimitW: policy.portfolioLimitW,
    });
    const inputs = mtus.map((mtu) => ({
      knownW: forecast.knownW(mtu.start, asOf),
      samples: forecast.samplesFor(mtu.start, asOf),
    }));
    return {
      ...plan,
      reliability: policy.reliability,
      floorPriceEurPerMwH: policy.floorPriceEurPerMwH,
      calendar: forecast.calendarOf(day),
      ...(policy.wear && { wear: policy.wear }),
      digests: { forecast: digest(inputs), rules: digest(rules) },
    };
  };
}
