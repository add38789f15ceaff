import { describe, expect, it } from '@jest/globals';
import type { DeliveryDay, Recorded } from '../kernel/index.js';
import { SettlementBook } from './settlement-book.projection.js';

const event = (type: string, data: object) => ({ type, data }) as unknown as Recorded;
const mtu = (deliveryDay: string, mtuStart: string) => event('MtuPriced', { deliveryDay, mtuStart });
const closed = (deliveryDay: string, netEur: string) =>
  event('DaySettled', {
    deliveryDay,
    capacityEur: netEur,
    energyEur: '-0.10',
    sanctionEur: '0.00',
    wearEur: '0.01',
    netEur,
    mtus: 1,
    blockedMtus: 0,
    unpricedMilliWh: 5,
  });

const events = [
  mtu('2026-01-31', '2026-01-31T11:00:00.000Z'),
  mtu('2026-01-31', '2026-01-31T10:00:00.000Z'),
  closed('2026-01-31', '1.10'),
  mtu('2026-01-30', '2026-01-30T10:00:00.000Z'),
  closed('2026-01-30', '2.25'),
  mtu('2026-02-01', '2026-02-01T10:00:00.000Z'),
  closed('2026-02-01', '4.00'),
  mtu('2026-02-02', '2026-02-02T10:00:00.000Z'),
];
function bookOf(fed: readonly Recorded[]): SettlementBook {
  const book = new SettlementBook();
  for (const each of fed) book.apply(each);
  return book;
}

describe('settlement book', () => {
  it('adds a month’s days', () => {
    expect(bookOf(events).month('2026-01')).toMatchObject({
      totals: { netEur: '3.35', energyEur: '-0.20', wearEur: '0.02', mtus: 2, unpricedMilliWh: 10 }, // 1.10 + 2.25
      days: [{ totals: { deliveryDay: '2026-01-30' } }, { totals: { deliveryDay: '2026-01-31' } }],
    });
  });

  it('orders a day’s hours', () => {
    const day = bookOf(events).day('2026-01-31' as DeliveryDay);
    expect(day?.mtus.map((row) => row.mtuStart.slice(11, 13))).toEqual(['10', '11']);
  });

  it('shows a day when it is closed, not before', () => {
    const book = bookOf(events);
    expect(book.day('2026-02-02' as DeliveryDay)).toBeNull();
    expect(book.month('2026-02').days).toHaveLength(1);
    expect(book.latestMonth()).toBe('2026-02');
  });

  it('keeps the wear of a day that has no priced hour', () => {
    const wear = { deliveryDay: '2026-02-03', mtuStart: '2026-02-03T10:00:00.000Z', wearEur: '0.01' };
    const book = bookOf([...events, event('DayWearBooked', wear), closed('2026-02-03', '-0.01')]);
    expect(book.day('2026-02-03' as DeliveryDay)).toMatchObject({ wear, mtus: [] });
    expect(book.day('2026-02-01' as DeliveryDay)?.wear).toBeNull();
  });

  it('has zeros for a month without a day, and no month before the first', () => {
    expect(bookOf([]).month('2026-01')).toMatchObject({ totals: { netEur: '0.00', mtus: 0 }, days: [] });
    expect(bookOf([]).latestMonth()).toBeNull();
  });

  it('shows a corrected day as it stands, once, and keeps every account of it', () => {
    const mtuStart = '2026-01-31T11:00:00.000Z';
    const blocked = { deliveryDay: '2026-01-31', mtuStart, reason: 'two results' };
    const made = { version: 2, reasons: ['results came in'], causes: ['m'], netDifferenceEur: '-0.10' };
    const again = event('DayCorrected', { ...closed('2026-01-31', '1.00').data, ...made });
    const corrected = [...events, event('MtuBlocked', blocked), again];
    const day = bookOf(corrected).day('2026-01-31' as DeliveryDay);
    expect(day).toMatchObject({ totals: { netEur: '1.00' }, blocked: [blocked] });
    expect(day?.mtus.map((mtu) => mtu.mtuStart)).toEqual(['2026-01-31T10:00:00.000Z']);
    expect(day?.versions).toMatchObject([
      { version: 1, netEur: '1.10', netDifferenceEur: '1.10', reasons: [] },
      {
        version: 2,
        netEur: '1.00',
        netDifferenceEur: '-0.10',
        reasons: ['results came in'],
        rows: [{ data: blocked }],
      },
    ]);
    expect(bookOf([...corrected, ...corrected]).month('2026-01')).toEqual(bookOf(corrected).month('2026-01'));
  });

  it('is the same when the log is read twice', () => {
    expect(bookOf([...events, ...events]).month('2026-01')).toEqual(bookOf(events).month('2026-01'));
  });
});
