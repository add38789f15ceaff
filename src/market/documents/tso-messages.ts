import { dayInterval, deliveryDayOf, epochMs, MS_PER_HOUR } from '../../kernel/index.js';
import type { Acknowledgement, MarketMessage } from '../bid.js';
import { answerOf } from '../desk/verdict.js';
import { ACKNOWLEDGEMENT, type AcknowledgementDocument } from './acknowledgement.js';
import { ALLOCATION_AGGREGATE, type AllocationAggregateDocument } from './allocation-aggregate.js';
import { ALLOCATION_RESULT, type AllocationResultDocument } from './allocation-result.js';
import { byProduct, exactWatts } from '../message-terms.js';

/** What a received document says to the engine, one message per product; bids by the ids of their series. */
export function messagesOf(
  document: AcknowledgementDocument | AllocationResultDocument | AllocationAggregateDocument,
): MarketMessage[] {
  switch (document.kind) {
    case ACKNOWLEDGEMENT:
      return [acknowledgementMessage(document)];
    case ALLOCATION_RESULT:
      return byProduct(document.awards).map(([product, awards]) => ({
        kind: 'allocation-per-bid',
        mrid: document.mrid,
        product,
        deliveryDay: deliveryDayOf(document.period.start),
        bids: awards.map((award) => ({
          bidId: award.bidSeriesMrid,
          mtuStart: award.hour.start,
          offeredW: exactWatts(award.offeredMw),
          offerPriceEurPerMwH: award.offerPriceEurPerMwH,
          awardedW: exactWatts(award.awardedMw),
          priceEurPerMwH: award.priceEurPerMwH,
        })),
      }));
    case ALLOCATION_AGGREGATE:
      return document.series.map(({ product, hours }) => ({
        kind: 'allocation-aggregate',
        mrid: document.mrid,
        product,
        deliveryDay: document.deliveryDay,
        mtus: hours.map(({ awardedMw, priceEurPerMwH }, index) => ({
          mtuStart: epochMs(dayInterval(document.deliveryDay).start + index * MS_PER_HOUR),
          awardedW: exactWatts(awardedMw),
          priceEurPerMwH,
        })),
      }));
  }
}

const acknowledgementMessage = (document: AcknowledgementDocument): Acknowledgement => ({
  kind: 'acknowledgement',
  mrid: document.mrid,
  documentMrid: document.received.mrid,
  ...answerOf(document),
});
