import { describe, expect, it } from '@jest/globals';
import { aSettledBook, aSettledMonth } from '../../test/support/settled-month.js';
import type { DeliveryDay, Recorded } from '../kernel/index.js';
import { SettlementBook } from './settlement-book.projection.js';
import { settlementHistory, settlementView } from './settlement-view.js';

describe('settlement view', () => {
  it('shows totals, days and lines', () => {
    const view = settlementView(aSettledMonth());
    expect(view.totals).toMatchObject({ netEur: '4.60', unpricedMwh: '0.004000002' });
    expect(view.days).toMatchObject([{ deliveryDay: '2026-01-12', capacityEur: '6.00', blockedMtus: 1 }]);
    expect(view.days[0]?.lines.map((line) => line.status)).toEqual(['settled', 'blocked', 'settled-without-score']);
  });

  it('tells the history of a day: every account, its reasons and its own lines', () => {
    const book = aSettledBook();
    const [day] = book.month('2026-01').days;
    const [priced] = day?.mtus ?? [];
    const correction = { version: 2, reason: 'prices came', netDifferenceEur: '0.10' };
    const made = { version: 2, reasons: ['prices came'], causes: ['m1'], netDifferenceEur: '0.10', netEur: '4.70' };
    const events = [
      { type: 'MtuPriced', data: { ...priced, energyEur: '0.90', correction } },
      { type: 'DayCorrected', data: { ...day?.totals, ...made }, recordedAt: Date.UTC(2026, 0, 14) },
    ];
    for (const event of events) book.apply(event as unknown as Recorded);
    expect(settlementView(book.month('2026-01')).days).toMatchObject([{ version: 2, netEur: '4.70' }]);
    const { versions } = settlementHistory('2026-01-12', book.day('2026-01-12' as DeliveryDay));
    expect(versions.map(({ version, lines }) => [version, lines.length])).toEqual([
      [1, 3],
      [2, 1],
    ]);
    expect(versions[1]).toMatchObject({
      ...{ at: '2026-01-14T00:00:00.000Z', netEur: '4.70', netDifferenceEur: '0.10', reasons: ['prices came'] },
      lines: [{ energy_eur: '0.90', version: '2', correction_eur: '0.10', correction_reason: 'prices came' }],
    });
    expect(settlementHistory('2026-02-01', null)).toEqual({ deliveryDay: '2026-02-01', versions: [] });
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
