import { describe, expect, it } from '@jest/globals';
import { aBidDocument } from '../../../test/support/market-samples.js';
import { hourOf, productOfSeries, quantityOf, surroundingsOf } from './bid-series.js';
import { reserveBidElement } from './reserve-bid.js';
import { BidRegister } from './tso-desk.js';
import { childrenNamed, element } from './xml-element.js';

const document = aBidDocument('2026-01-13', [{}, { quantityMw: '0.3' }, { hour0: 1 }]);
const series = childrenNamed(reserveBidElement(document), 'Bid_TimeSeries');

describe('a series', () => {
  it('tells its hour, product and quantity, or that it has none', () => {
    const [first] = series;
    expect(first && hourOf(first)).toEqual(document.bids[0]?.hour);
    expect(first && productOfSeries(first)?.name).toBe('FCR-N');
    expect(first && quantityOf(first)).toBe(500_000);
    const empty = element('Bid_TimeSeries', []);
    expect([hourOf(empty), productOfSeries(empty), quantityOf(empty)]).toEqual([null, null, 0]);
  });

  it('is surrounded by its document', () => {
    const rest = { period: document.period, createdAt: document.createdAt, desk: new BidRegister() };
    const { ids, offeredW } = surroundingsOf(series, rest);
    expect([...ids.values()]).toEqual([1, 1, 1]);
    expect(offeredW('FCR-N', document.period.start)).toBe(800_000);
    expect(offeredW('FCR-D-up', document.period.start)).toBe(0);
  });
});
