import { describe, expect, it } from '@jest/globals';
import { dayInterval, deliveryDay, epochMs } from '../../kernel/index.js';
import type { AllocationAggregate, AllocationPerBid } from '../bid.js';
import { seriesMridOf } from '../message-terms.js';
import { allocationAggregateFrom, allocationResultFrom, ownNames } from './result-documents.js';
import { messagesOf } from './tso-messages.js';

const day = deliveryDay('2026-03-29');
const { start } = dayInterval(day);
const address = { createdAt: epochMs(start), receiverEic: '44X-00000000001H' };
const line = (bidId: string, awardedW: number): AllocationPerBid['bids'][number] => ({
  bidId,
  mtuStart: start,
  offeredW: 500_000,
  offerPriceEurPerMwH: '12.5',
  awardedW,
  priceEurPerMwH: '17',
});
const perBid: AllocationPerBid = {
  kind: 'allocation-per-bid',
  mrid: 'r',
  product: 'FCR-N',
  deliveryDay: day,
  bids: [line('a', 500_000), line('b', 300_000), line('c', 0)],
};

describe('a result as a document', () => {
  it('says accepted, partly and not, and repeats offer and name', () => {
    const { awards } = allocationResultFrom(perBid, address, ownNames({ bidNames: true }));
    expect(awards.map(({ outcome, awardedMw, offeredMw, name }) => [outcome, awardedMw, offeredMw, name])).toEqual([
      ['A73', '0.5', '0.5', 'a'],
      ['A72', '0.3', '0.5', 'b'],
      ['B09', '0.0', '0.5', 'c'],
    ]);
  });

  it('has names where the day’s form has them, and the bid goes by one', () => {
    const names = ['a', 'a b', seriesMridOf('a')];
    expect(names.map(ownNames({ bidNames: true }))).toEqual(['a', null, null]);
    expect(names.map(ownNames({ bidNames: false }))).toEqual([null, null, null]);
  });

  it('is understood as it was meant', () => {
    const [message] = messagesOf(allocationResultFrom(perBid, address, ownNames({ bidNames: true })));
    expect(message).toEqual({
      ...perBid,
      bids: perBid.bids.map((bid) => ({ ...bid, bidId: seriesMridOf(bid.bidId) })),
    });
  });

  it('of a day has every hour, 0 MW where nothing was said', () => {
    const aggregate: AllocationAggregate = {
      kind: 'allocation-aggregate',
      mrid: 'g',
      product: 'FCR-N',
      deliveryDay: day,
      mtus: [{ mtuStart: epochMs(start + 3_600_000), awardedW: 800_000, priceEurPerMwH: '17' }],
    };
    const [series] = allocationAggregateFrom(aggregate, address).series;
    expect(series?.hours).toHaveLength(23);
    expect(series?.hours.slice(0, 2)).toEqual([
      { awardedMw: '0.0', priceEurPerMwH: '0' },
      { awardedMw: '0.8', priceEurPerMwH: '17' },
    ]);
  });
});
