import { dayInterval, deterministicUuid, mtusOf, type DeliveryDay, type EpochMs } from '../../kernel/index.js';
import type { AllocationAggregate, AllocationPerBid } from '../bid.js';
import { ALLOCATION_AGGREGATE, type AllocationAggregateDocument } from './allocation-aggregate.js';
import { ALLOCATION_RESULT, type AllocationResultDocument, type AwardOutcome } from './allocation-result.js';
import { BID_NAME, type BidForm } from './bid-messages.js';
import { megawattText, wholeSecond } from './market-text.js';
import { hourFrom, isUuid, productNamed, seriesOrOwn } from './message-terms.js';

export interface ResultAddress {
  readonly createdAt: EpochMs;
  readonly receiverEic: string;
}

/** A result per bid as the document that says it. */
export function allocationResultFrom(
  { mrid, product, deliveryDay, bids }: AllocationPerBid,
  { createdAt, receiverEic }: ResultAddress,
  form: BidForm,
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
      name: form.bidNames && !isUuid(bid.bidId) && BID_NAME.test(bid.bidId) ? bid.bidId : null,
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
