import { describe, expect, it } from '@jest/globals';
import { deliveryDay, Eur } from '../kernel/index.js';
import { correctDay, netOf, rowKey, type LateFact } from './correction.js';
import type { DaySettled, MtuPriced, SettlementRowEvent } from './settlement.events.js';

const at = (hour: number): string => `2026-01-12T${hour}:00:00.000Z`;
const priced = (hour: number, change: Partial<MtuPriced['data']> = {}): MtuPriced => ({
  type: 'MtuPriced',
  data: {
    ...{ product: 'FCR-N', deliveryDay: deliveryDay('2026-01-12'), mtuStart: at(hour), mtuMinutes: 60, offeredW: 1 },
    ...{ committedW: 1, maintainedW: 1, deliveryBasis: 'scored', priceEurPerMwH: '20', ruleSource: 'test', isps: [] },
    ...{ capacityEur: '3.00', energyEur: '0.00', energyNetting: 'gross', unpricedMilliWh: 0, sanctionEur: '1.00' },
    ...{ sanctionFactor: '1', sanctionSource: 'test', dischargedMilliWh: 10, wearEur: '0.50' },
    ...change,
  },
});
const blocked = (hour: number): SettlementRowEvent => ({
  type: 'MtuBlocked',
  data: { product: 'FCR-N', deliveryDay: deliveryDay('2026-01-12'), mtuStart: at(hour), reason: 'two results' },
});
const closing = (rows: readonly SettlementRowEvent[]): DaySettled['data'] => ({
  ...{ product: 'FCR-N', deliveryDay: deliveryDay('2026-01-12'), wearSource: 'of today', unpricedMilliWh: 0 },
  ...{ capacityEur: '0', energyEur: '0', sanctionEur: '0', wearEur: '0', mtus: rows.length, blockedMtus: 0 },
  netEur: Eur.sum(rows.map(netOf)).toString(),
});
const prices: LateFact = { messageId: 'p', reason: 'imbalance prices were published', mtuStarts: null };
const score: LateFact = { messageId: 's', reason: 'delivery was scored', mtuStarts: [at(11)] };

function corrected(before: SettlementRowEvent[], fresh: SettlementRowEvent[], late = [prices]) {
  const day = { ...closing(before), wearSource: 'of then' };
  return correctDay({ rows: before, day, version: 1 }, fresh, late, closing);
}

describe('the correction of a settled day', () => {
  it('holds the rows that are different now, what each changes, and the new sums', () => {
    const events = corrected([priced(10), priced(11)], [priced(10), priced(11, { energyEur: '-0.07' })]);
    expect(events.map(({ type }) => type)).toEqual(['MtuPriced', 'DayCorrected']);
    expect(events[0]?.data).toMatchObject({
      mtuStart: at(11),
      energyEur: '-0.07',
      correction: { version: 2, reason: prices.reason, netDifferenceEur: '-0.07' },
    });
    expect(events[1]?.data).toMatchObject({
      ...{ version: 2, netEur: '2.93', netDifferenceEur: '-0.07', causes: ['p'], reasons: [prices.reason] },
      ...{ mtus: 2, wearSource: 'of then' },
    });
  });
  it('is nothing where nothing is different, whatever was corrected before', () => {
    expect(corrected([priced(10)], [priced(10)])).toEqual([]);
    const before = priced(10, { correction: { version: 2, reason: 'x', netDifferenceEur: '1.00' } });
    expect(corrected([before], [priced(10)])).toEqual([]);
  });
  it('prices an hour that was blocked, and takes back what is in dispute', () => {
    const [row, day] = corrected([priced(10), blocked(11)], [priced(10), priced(11)]);
    expect(row).toMatchObject({ type: 'MtuPriced', data: { correction: { netDifferenceEur: '1.50' } } });
    expect(day?.data).toMatchObject({ netEur: '3.00', netDifferenceEur: '1.50' });
    const [back, rest] = corrected([priced(10), priced(11)], [priced(10), blocked(11)]);
    expect(back).toMatchObject({ type: 'MtuBlocked', data: { correction: { netDifferenceEur: '-1.50' } } });
    expect(rest?.data).toMatchObject({ netEur: '1.50', netDifferenceEur: '-1.50' });
  });
  it('gives each row the reasons that speak of it, or all where none does', () => {
    const fresh = [priced(10, { energyEur: '1.00' }), priced(11, { capacityEur: '4.00' })];
    const reasons = (late: LateFact[]) =>
      corrected([priced(10), priced(11)], fresh, late).map(({ data }) =>
        'correction' in data ? data.correction?.reason : null,
      );
    expect(reasons([score, prices])).toEqual([prices.reason, `${score.reason}; ${prices.reason}`, null]);
    expect(reasons([score])).toEqual([score.reason, score.reason, null]);
  });
  it('leaves wear that was not measured anew at its price', () => {
    expect(corrected([priced(10)], [priced(10, { wearEur: '0.90' })])).toEqual([]);
    const [row] = corrected([priced(10)], [priced(10, { wearEur: '0.90', dischargedMilliWh: 20 })]);
    expect(row?.data).toMatchObject({ wearEur: '0.90', correction: { netDifferenceEur: '-0.40' } });
  });
  it('knows a row by its hour, and a day’s own wear by itself', () => {
    expect([rowKey(priced(10)), rowKey(blocked(10))]).toEqual([at(10), at(10)]);
  });
});
