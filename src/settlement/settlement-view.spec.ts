import { describe, expect, it } from '@jest/globals';
import { aSettledMonth } from '../../test/support/settled-month.js';
import { SettlementBook } from './settlement-book.projection.js';
import { settlementView } from './settlement-view.js';

describe('settlement view', () => {
  it('shows totals, days and lines', () => {
    const view = settlementView(aSettledMonth());
    expect(view.totals).toMatchObject({ netEur: '4.60', unpricedMwh: '0.004000002' });
    expect(view.days).toMatchObject([{ deliveryDay: '2026-01-12', capacityEur: '6.00', blockedMtus: 1 }]);
    expect(view.days[0]?.lines.map((line) => line.status)).toEqual(['settled', 'blocked', 'settled-without-score']);
  });

  it('is empty before the first settled day', () => {
    const book = new SettlementBook();
    expect(settlementView(book.month(book.latestMonth()))).toMatchObject({
      month: null,
      totals: { netEur: '0.00' },
      days: [],
    });
  });
});
