import { dayInterval, deterministicUuid, mtusOf, type DeliveryDay, type EpochMs } from '../../kernel/index.js';
import type { AllocationAggregate, AllocationPerBid } from '../bid.js';
import { BID_NAME } from '../desk/bid-checks.js';
import { megawattText, wholeSecond } from '../megawatts.js';
import { hourFrom, isUuid, productNamed, seriesOrOwn } from '../message-terms.js';
import { ALLOCATION_AGGREGATE, type AllocationAggregateDocument } from './allocation-aggregate.js';
import { ALLOCATION_RESULT, type AllocationResultDocument, type AwardOutcome } from './allocation-result.js';
import type { BidForm } from './bid-messages.js';

export interface ResultAddress {
  readonly createdAt: EpochMs;
  readonly receiverEic: string;
}

/** The bidder's own name of a bid, which a result repeats; null: it has none. */
export type NameOf = (bidId: string) => string | null;

/** Bids that go by an id of ours have it as their name, where the day's form has names. */
export const ownNames =
  ({ bidNames }: BidForm): NameOf =>
  (bidId) =>
    bidNames && !isUuid(bidId) && BID_NAME.test(bidId) ? bidId : null;

/** A result per bid as the document that says it. */
export function allocationResultFrom(
  { mrid, product, deliveryDay, bids }: AllocationPerBid,
  { createdAt, receiverEic }: ResultAddress,
  nameOf: NameOf,
): AllocationResultDocument {
  const name = productNamed(product);
  return {
    kind: ALLOCATION_RESULT,
    mrid,
    createdAt: wholeSecond(createdAt),
    receiverEic,
    period: dayInterval(deliveryDay),
    awards: bids.map((bid) => ({
      seriesMrid: deterministicUuid('result-series', mrid, bid.bidId),
      bidSeriesMrid: seriesOrOwn(bid.bidId),
      tenderingEic: receiverEic,
      product: name,
      hour: hourFrom(bid.mtuStart),
      awardedMw: megawattText(bid.awardedW),
      priceEurPerMwH: bid.priceEurPerMwH,
      offeredMw: megawattText(bid.offeredW),
      offerPriceEurPerMwH: bid.offerPriceEurPerMwH,
      outcome: outcomeOf(bid.awardedW, bid.offeredW),
      name: nameOf(bid.bidId),
    })),
  };
}

/** An aggregate as the document that says it: hours that the message leaves out are 0 MW at price 0. */
export function allocationAggregateFrom(
  { mrid, product, deliveryDay, mtus }: AllocationAggregate,
  { createdAt, receiverEic }: ResultAddress,
): AllocationAggregateDocument {
  const byStart = new Map(mtus.map((mtu) => [mtu.mtuStart, mtu]));
  return {
    kind: ALLOCATION_AGGREGATE,
    mrid,
    createdAt: wholeSecond(createdAt),
    receiverEic,
    deliveryDay,
    series: [
      {
        seriesMrid: deterministicUuid('result-series', mrid, product),
        product: productNamed(product),
        hours: hoursOf(deliveryDay).map((start) => ({
          awardedMw: megawattText(byStart.get(start)?.awardedW ?? 0),
          priceEurPerMwH: byStart.get(start)?.priceEurPerMwH ?? '0',
        })),
      },
    ],
  };
}

const hoursOf = (day: DeliveryDay): EpochMs[] => mtusOf(day, 60).map(({ start }) => start);

const outcomeOf = (awardedW: number, offeredW: number): AwardOutcome =>
  awardedW === 0 ? 'B09' : awardedW < offeredW ? 'A72' : 'A73';
