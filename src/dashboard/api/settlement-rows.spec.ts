import { describe, expect, it } from '@jest/globals';
import { SettlementBook } from '../../settlement/index.js';
import { feed } from '../../../test/support/trading-events.js';
import { settlementRows } from './settlement-rows.js';

const priced = (deliveryDay: string, committedW: number, maintainedW: number) => ({
  type: 'MtuPriced',
  data: { deliveryDay, mtuStart: `${deliveryDay}T10:00:00.000Z`, committedW, maintainedW },
});
const settled = (deliveryDay: string) => ({
  type: 'DaySettled',
  data: {
    deliveryDay,
    capacityEur: '10.00',
    energyEur: '-1.00',
    sanctionEur: '0.50',
    wearEur: '2.00',
    netEur: '6.50',
    mtus: 1,
    blockedMtus: 0,
    unpricedMilliWh: 0,
  },
});

describe('settled days on the page', () => {
  it('has none before the first settlement', () => {
    expect(settlementRows(new SettlementBook())).toEqual([]);
  });

  it('goes back over the turn of the year, newest first', () => {
    const book = new SettlementBook();
    feed(book, [
      priced('2025-12-31', 400_000, 400_000),
      settled('2025-12-31'),
      priced('2026-01-01', 500_000, 450_000),
      settled('2026-01-01'),
    ]);
    expect(settlementRows(book)).toMatchObject([
      { deliveryDay: '2026-01-01', soldMwH: 0.5, maintainedMwH: 0.45, netEur: '6.50', blockedMtus: 0 },
      { deliveryDay: '2025-12-31', soldMwH: 0.4, version: 1, correctedByEur: null },
    ]);
  });

  it('shows the newest account of a corrected day, and what the correction changed', () => {
    const book = new SettlementBook();
    const { data } = settled('2026-01-01');
    const correction = { version: 2, reasons: ['prices'], causes: ['m'], netDifferenceEur: '-0.25' };
    feed(book, [
      priced('2026-01-01', 500_000, 450_000),
      settled('2026-01-01'),
      priced('2026-01-01', 500_000, 400_000),
      { type: 'DayCorrected', data: { ...data, ...correction, netEur: '6.25' } },
    ]);
    expect(settlementRows(book)).toMatchObject([
      { soldMwH: 0.5, maintainedMwH: 0.4, netEur: '6.25', version: 2, correctedByEur: '-0.25' },
    ]);
  });
});
