import { describe, expect, it } from '@jest/globals';
import { deliveryDay, epochMs, MS_PER_HOUR, parseInstant } from '../../kernel/index.js';
import { clearDay, type DayMarket, type StandingOffer } from './day-clearing.js';

const DAY = deliveryDay('2026-01-13');
const start = parseInstant('2026-01-12T23:00:00Z');
const offer = (party: string, seriesMrid: string, hour: number, quantityW: number, eur: string): StandingOffer => ({
  party,
  seriesMrid,
  product: 'FCR-N',
  mtuStart: epochMs(start + hour * MS_PER_HOUR),
  quantityW,
  priceEurPerMwH: eur,
  name: null,
  createdAt: epochMs(0),
});
const market: DayMarket = {
  marketOf: () => ({ kind: 'supply-curve', demandW: 600_000, competing: [] }),
  rulesOf: () => ({ bidStepW: 100_000 }),
};
const summary = (offers: readonly StandingOffer[], of: Partial<DayMarket> = {}) =>
  clearDay(DAY, offers, { ...market, ...of }).map(({ party, offers: cleared }) => [
    party,
    ...cleared.map(
      ({ offer: { seriesMrid }, awardedW, priceEurPerMwH }) => `${seriesMrid} ${awardedW} at ${priceEurPerMwH}`,
    ),
  ]);

describe('a day', () => {
  it('is cleared with everybody’s bids of an hour against each other', () => {
    expect(summary([offer('B', 'b', 0, 500_000, '9'), offer('A', 'a', 0, 500_000, '5')])).toEqual([
      ['A', 'a 500000 at 9'],
      ['B', 'b 100000 at 9'],
    ]);
  });

  it('takes the same series of two participants for two bids', () => {
    expect(summary([offer('A', 'x', 0, 100_000, '5'), offer('B', 'x', 0, 200_000, '5')])).toEqual([
      ['A', 'x 100000 at 5'],
      ['B', 'x 200000 at 5'],
    ]);
  });

  it('has the hours in order of time, an hour’s bids in merit order', () => {
    const offers = [
      offer('A', 'late', 1, 100_000, '1'),
      offer('A', 'dear', 0, 600_000, '9'),
      offer('A', 'cheap', 0, 100_000, '5'),
    ];
    expect(summary(offers)).toEqual([['A', 'cheap 100000 at 9', 'dear 500000 at 9', 'late 100000 at 1']]);
  });

  it('has a result for each product', () => {
    const other = { ...offer('A', 'd', 0, 1_000_000, '2'), product: 'FCR-D-up' as const };
    expect(clearDay(DAY, [offer('A', 'a', 0, 100_000, '5'), other], market).map(({ product }) => product)).toEqual([
      'FCR-D-up',
      'FCR-N',
    ]);
  });

  it('leaves an hour out that is not auctioned', () => {
    const marketOf: DayMarket['marketOf'] = (product, mtuStart) =>
      mtuStart === start ? null : market.marketOf(product, mtuStart);
    expect(summary([offer('A', 'a', 0, 500_000, '5'), offer('A', 'b', 1, 500_000, '5')], { marketOf })).toEqual([
      ['A', 'b 500000 at 5'],
    ]);
    expect(summary([])).toEqual([]);
  });
});
