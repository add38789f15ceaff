import { describe, expect, it } from '@jest/globals';
import { aBidDocument, stated, type BidChoice } from '../../../test/support/market-samples.js';
import { DELIVERY_DAY_RULES } from '../bid.rules.js';
import { BID_NAME, bidProblems } from './bid-checks.js';
import { surroundingsOf } from './bid-surroundings.js';
import { BidRegister } from './tso-desk.js';

function rulesBroken(choices: readonly BidChoice[], day = '2026-01-13', desk = new BidRegister()): string[][] {
  const { bids, period, createdAt } = stated(aBidDocument(day, choices));
  const around = surroundingsOf(bids, { period, createdAt, at: createdAt, desk, rules: DELIVERY_DAY_RULES });
  return bids.map((bid) => bidProblems(bid, '/bid', around).map(({ rule, weight }) => `${weight} ${rule}`));
}
const hourOf = (day: string, hour0: number) => aBidDocument(day, [{ hour0 }]).bids[0]?.hour;

describe('a bid', () => {
  it('keeps the rules', () => {
    expect(
      rulesBroken([
        { name: 'a', linkedBids: '10' },
        { product: 'FCR-D-up', kind: 'dynamic', quantityMw: '1' },
      ]),
    ).toEqual([[], []]);
  });

  it('stands in a document once, under a UUID', () => {
    expect(rulesBroken([{ seriesMrid: 'a' }, { seriesMrid: 'a' }])).toEqual([
      ['noted series-identifier', 'refused series-unique'],
      ['noted series-identifier', 'refused series-unique'],
    ]);
  });

  it('is for one whole hour of the document’s day', () => {
    const hour = hourOf('2026-01-13', 4);
    const half = hour && { start: hour.start, end: (hour.start + 1_800_000) as typeof hour.end };
    expect(rulesBroken([half ? { hour: half } : {}])).toEqual([['refused one-hour']]);
    const elsewhere = hourOf('2026-01-14', 4);
    expect(rulesBroken([elsewhere ? { hour: elsewhere } : {}])).toEqual([['refused within-period']]);
  });

  it('has the product type that its product has', () => {
    expect(rulesBroken([{ kind: 'dynamic' }])).toEqual([['refused product-type']]);
    expect(rulesBroken([{ product: 'FCR-D-up', quantityMw: '1.0' }])).toEqual([['refused product-type']]);
    expect(rulesBroken([{ product: 'FCR-D-down', kind: 'static', quantityMw: '1.0' }], '2021-06-15')).toEqual([
      ['refused product-sold'],
    ]);
  });

  it('is linked by 1 to 10, FCR-N only', () => {
    expect(rulesBroken([{ linkedBids: '0' }, { linkedBids: '011' }])).toEqual([
      ['refused linked-bids'],
      ['refused linked-bids'],
    ]);
    expect(rulesBroken([{ product: 'FCR-D-up', kind: 'static', quantityMw: '1', linkedBids: '1' }])).toEqual([
      ['refused linked-bids'],
    ]);
  });

  it('has a name from September 2025 on', () => {
    expect(rulesBroken([{ name: 'a b' }])).toEqual([['refused bid-name']]);
    expect(rulesBroken([{ name: 'ab' }], '2025-08-31')).toEqual([['refused bid-name']]);
    expect(rulesBroken([{ name: 'ab' }], '2025-09-01')).toEqual([[]]);
  });

  it('has a name of a hundred plain characters', () => {
    expect(['depot-1', 'a/b(c)+d,e_f'].every((name) => BID_NAME.test(name))).toBe(true);
    expect(['', 'depot 1', 'ä', 'x'.repeat(101)].some((name) => BID_NAME.test(name))).toBe(false);
  });

  it('changes by a newer document, and not its hour', () => {
    const desk = new BidRegister();
    desk.take(aBidDocument('2026-01-13', [{ hour0: 2 }]));
    expect(rulesBroken([{ hour0: 3 }], '2026-01-13', desk)).toEqual([
      ['refused hour-unchanged', 'refused newer-document'],
    ]);
  });
});
