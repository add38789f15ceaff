import { describe, expect, it } from '@jest/globals';
import { aBidDocument, stated, type BidChoice } from '../../../test/support/market-samples.js';
import { DELIVERY_DAY_RULES } from '../bid.rules.js';
import { amountProblems } from './bid-amount-checks.js';
import { surroundingsOf } from './bid-surroundings.js';
import { BidRegister } from './tso-desk.js';

function broken(choices: readonly BidChoice[], day = '2026-03-01', desk = new BidRegister()) {
  const { bids, period, createdAt } = stated(aBidDocument(day, choices));
  const around = surroundingsOf(bids, { period, createdAt, at: createdAt, desk, rules: DELIVERY_DAY_RULES });
  return bids.flatMap((bid) => {
    const { product, hour } = bid;
    if (!product || !hour) throw new Error('a sample has a product and an hour');
    return amountProblems(bid, product, hour, '/bid', around).map(({ rule, text }) => [rule, text]);
  });
}
const D = { product: 'FCR-D-up', kind: 'dynamic' } as const;

describe('a quantity', () => {
  it.each<[string, BidChoice]>([
    ['0.1', {}],
    ['5.0', {}],
    ['5', {}],
    ['0', {}],
    ['0.0', {}],
    ['-0', {}],
    ['1.0', D],
    ['10', D],
  ])('of %s MW is taken', (quantityMw, bid) => {
    expect(broken([{ ...bid, quantityMw }])).toEqual([]);
  });

  it.each<[string, string, string | null, BidChoice]>([
    ['5.1', 'quantity-maximum', 'Maximum quantity 5 MW for FCR-N and 10 MW for FCR-D', {}],
    ['10.1', 'quantity-maximum', 'Maximum quantity 5 MW for FCR-N and 10 MW for FCR-D', D],
    ['0.9', 'quantity-minimum', null, D],
    ['0.15', 'quantity-decimals', 'Quantity contains too many decimals; position 1', {}],
    ['-0.1', 'quantity-negative', 'Quantities must be 0 or larger; position 1', {}],
  ])('of %s MW breaks %s', (quantityMw, rule, text, bid) => {
    expect(broken([{ ...bid, quantityMw }])).toEqual([[rule, text]]);
  });
});

describe('a price', () => {
  it('is 0 or more, with two decimals', () => {
    expect(broken([{ priceEurPerMwH: '0' }, { priceEurPerMwH: '99999.99' }])).toEqual([]);
    expect(broken([{ priceEurPerMwH: '-0.01' }])).toEqual([
      ['price-minimum', 'Price is lower than the lower limit; position 1'],
    ]);
    expect(broken([{ priceEurPerMwH: '1.001' }])).toEqual([['price-decimals', null]]);
  });
});

describe('a reserve object', () => {
  it('of upward FCR-D was one of three words until August 2025, and is not read since', () => {
    const text = 'Reserve object must valid and connected to the subject party';
    const bid = { ...D, quantityMw: '1.0' };
    expect(broken([{ ...bid, reserveObject: 'X' }], '2022-06-15')).toEqual([['reserve-object', text]]);
    expect(broken([{ ...bid, reserveObject: 'Kulutus' }], '2022-06-15')).toEqual([]);
    expect(broken([{ ...bid, reserveObject: 'X' }])).toEqual([['reserve-object', null]]);
  });
});

describe('the portfolio limit', () => {
  const limited = () => new BidRegister({ portfolioLimitW: () => 900_000 });

  it('holds for what would stand afterwards', () => {
    const desk = limited();
    expect(broken([{ quantityMw: '0.9' }], '2026-03-01', desk)).toEqual([]);
    desk.take(aBidDocument('2026-03-01', [{ seriesMrid: 'standing', quantityMw: '0.6' }]));
    const text = 'Portfolio limit 0.9 MW exceeded; position 1';
    expect(broken([{ quantityMw: '0.4' }], '2026-03-01', desk)).toEqual([['portfolio-limit', text]]);
    expect(broken([{ quantityMw: '0.3' }], '2026-03-01', desk)).toEqual([]);
    expect(broken([{ seriesMrid: 'standing', quantityMw: '0.9' }], '2026-03-01', desk)).toEqual([]);
  });

  it('did not hold before February 2026', () => {
    expect(broken([{ quantityMw: '5.0' }], '2026-01-31', limited())).toEqual([]);
    expect(broken([{ quantityMw: '5.0' }], '2026-02-01', limited())).toHaveLength(1);
  });
});
