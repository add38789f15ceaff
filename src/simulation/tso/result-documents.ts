import { dayInterval, deterministicUuid, mtusOf, type EpochMs } from '../../kernel/index.js';
import {
  ALLOCATION_AGGREGATE,
  ALLOCATION_RESULT,
  bidFormRules,
  bidRulesOf,
  megawattText,
  wattsOf,
  type AllocationAggregateDocument,
  type AllocationResultDocument,
  type BidAward,
} from '../../market/index.js';
import type { ClearedOffer, DayResult } from './offer-book.js';

interface Address {
  readonly createdAt: EpochMs;
  readonly receiverEic: string;
}

/** The result bid by bid; the bidder's own name comes back where the day's form has names. */
export function perBidDocument({ party, product, day, offers }: DayResult, address: Address): AllocationResultDocument {
  const mrid = deterministicUuid('tso', 'allocation-per-bid', party, product, day);
  const period = dayInterval(day);
  const { bidNames } = bidFormRules(period.start);
  return {
    kind: ALLOCATION_RESULT,
    mrid,
    ...address,
    period,
    awards: offers.map((cleared) => ({ ...awardOf(cleared, mrid), name: bidNames ? cleared.offer.name : null })),
  };
}

function awardOf({ offer, offeredW, awardedW, priceEurPerMwH }: ClearedOffer, mrid: string): Omit<BidAward, 'name'> {
  return {
    seriesMrid: deterministicUuid('result-series', mrid, offer.seriesMrid),
    bidSeriesMrid: offer.seriesMrid,
    tenderingEic: offer.party,
    product: offer.product,
    hour: offer.hour,
    awardedMw: megawattText(awardedW),
    priceEurPerMwH,
    offeredMw: megawattText(offeredW),
    offerPriceEurPerMwH: offer.priceEurPerMwH,
    outcome: awardedW === 0 ? 'B09' : awardedW < offeredW ? 'A72' : 'A73',
  };
}

/** The day's sum per hour; hours without a bid are 0 MW at price 0. */
export function aggregateDocument(
  { party, product, day, offers }: DayResult,
  address: Address,
): AllocationAggregateDocument {
  const mrid = deterministicUuid('tso', 'allocation-aggregate', party, product, day);
  const hours = mtusOf(day, bidRulesOf(product, dayInterval(day).start).mtuMinutes).map(({ start }) => {
    const ofHour = offers.filter(({ offer }) => offer.hour.start === start);
    const awardedW = ofHour.reduce((sum, cleared) => sum + cleared.awardedW, 0);
    return { awardedMw: megawattText(awardedW), priceEurPerMwH: ofHour[0]?.priceEurPerMwH ?? '0' };
  });
  return {
    kind: ALLOCATION_AGGREGATE,
    mrid,
    ...address,
    deliveryDay: day,
    series: [{ seriesMrid: deterministicUuid('result-series', mrid, product), product, hours }],
  };
}

const SLIP_W = 100_000;

/** The same aggregate with one awarded hour 0.1 MW too low: what a slip at the TSO looks like. */
export function slipped(document: AllocationAggregateDocument): AllocationAggregateDocument {
  let done = false;
  const series = document.series.map((one) => ({
    ...one,
    hours: one.hours.map((hour) => {
      const awardedW = wattsOf(hour.awardedMw) ?? 0;
      if (done || awardedW < SLIP_W) return hour;
      done = true;
      return { ...hour, awardedMw: megawattText(awardedW - SLIP_W) };
    }),
  }));
  return { ...document, series };
}
