import { describe, expect, it } from '@jest/globals';
import { deliveryDay, epochMs, MS_PER_HOUR } from '../../kernel/index.js';
import { aggregateResult, contradictory, perBidResult } from './auction-results.js';
import type { ClearedOffer, DayResult } from './day-clearing.js';

const line = (seriesMrid: string, hour: number, quantityW: number, awardedW: number): ClearedOffer => ({
  offer: {
    party: 'A',
    seriesMrid,
    product: 'FCR-N',
    mtuStart: epochMs(hour * MS_PER_HOUR),
    quantityW,
    priceEurPerMwH: '9',
    name: null,
    createdAt: epochMs(0),
  },
  awardedW,
  priceEurPerMwH: '20',
});
const result: DayResult = {
  party: 'A',
  product: 'FCR-N',
  day: deliveryDay('2026-01-13'),
  offers: [line('alone', 1, 100_000, 0), line('cheap', 2, 500_000, 500_000), line('dear', 2, 300_000, 100_000)],
};

describe('results', () => {
  it('repeat each offer beside its award', () => {
    expect(perBidResult(result, 'r')).toMatchObject({ kind: 'allocation-per-bid', mrid: 'r', product: 'FCR-N' });
    expect(perBidResult(result, 'r').bids[2]).toEqual({
      bidId: 'dear',
      mtuStart: 2 * MS_PER_HOUR,
      offeredW: 300_000,
      offerPriceEurPerMwH: '9',
      awardedW: 100_000,
      priceEurPerMwH: '20',
    });
  });

  it('say the same summed up by hour', () => {
    expect(aggregateResult(result, 'g').mtus).toEqual([
      { mtuStart: MS_PER_HOUR, awardedW: 0, priceEurPerMwH: '20' },
      { mtuStart: 2 * MS_PER_HOUR, awardedW: 600_000, priceEurPerMwH: '20' },
    ]);
  });

  it('can slip by one step in one hour that has an award', () => {
    const slipped = contradictory(aggregateResult(result, 'g'), 100_000);
    expect(slipped.mtus.map((mtu) => mtu.awardedW)).toEqual([0, 500_000]);
  });
});
