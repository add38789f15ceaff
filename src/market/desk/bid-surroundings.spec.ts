import { describe, expect, it } from '@jest/globals';
import { aBidDocument, stated } from '../../../test/support/market-samples.js';
import { DELIVERY_DAY_RULES } from '../bid.rules.js';
import { quantityOf, surroundingsOf } from './bid-surroundings.js';
import { BidRegister } from './tso-desk.js';

describe('what surrounds a bid', () => {
  it('is the rest of its document', () => {
    const { bids, period, createdAt } = stated(
      aBidDocument('2026-01-13', [{}, { quantityMw: '0.3' }, { hour0: 1, seriesMrid: 'x' }, { seriesMrid: 'x' }]),
    );
    const rest = { period, createdAt, at: createdAt, desk: new BidRegister(), rules: DELIVERY_DAY_RULES };
    const { ids, offeredW } = surroundingsOf(bids, rest);
    expect([...ids.values()]).toEqual([1, 1, 2]);
    const start = bids[0]?.hour?.start ?? createdAt;
    expect([start, createdAt].map((at) => at && offeredW('FCR-N', at))).toEqual([1_300_000, 0]);
    expect(start && offeredW('FCR-D-up', start)).toBe(0);
  });

  it('counts nothing that can not be read', () => {
    expect(['0.5', '-0.5', null].map((quantityMw) => quantityOf({ quantityMw }))).toEqual([500_000, 0, 0]);
  });
});
