import { describe, expect, it } from '@jest/globals';
import { aSettledMonth } from '../../../test/support/settled-month.js';
import type { DeliveryDay } from '../../kernel/index.js';
import { lineOf, SETTLEMENT_COLUMNS, settlementExport, wearLine } from './rows.js';

describe('settlement lines', () => {
  it('print one line per hour in the columns of the contract', () => {
    const [line] = settlementExport(aSettledMonth()).lines;
    expect(line).toEqual({
      delivery_day: '2026-01-12',
      mtu_start: '2026-01-12T10:00:00.000Z',
      product: 'FCR-N',
      status: 'settled',
      offered_mw: '0.300000',
      awarded_mw: '0.200000',
      maintained_mw: '0.150000',
      price_eur_per_mw_h: '20',
      capacity_eur: '3.00',
      activated_up_mwh: '0.010000000',
      activated_down_mwh: '0.002000001',
      unpriced_mwh: '0.002000001',
      energy_eur: '0.80',
      sanction_factor: '1',
      sanction_eur: '1.00',
      discharged_mwh: '0.010000000',
      wear_eur: '0.50',
      net_eur: '2.30', // 3.00 + 0.80 − 1.00 − 0.50
      note: '',
      rule_source: 'terms 2026, 4.2',
      version: '1',
      correction_eur: '',
      correction_reason: '',
    });
  });

  it('keep a blocked hour in its place, with its reason and no amount', () => {
    const [, blocked, unscored] = settlementExport(aSettledMonth()).lines;
    expect(blocked).toMatchObject({ status: 'blocked', note: '=two results', capacity_eur: '', awarded_mw: '' });
    expect(unscored).toMatchObject({ status: 'settled-without-score', maintained_mw: '0.000000' });
    expect(unscored?.note).toContain('not scored');
  });

  it('print the wear of a day without a priced hour, and nothing that is not known of it', () => {
    const line = wearLine({
      product: 'FCR-N',
      deliveryDay: '2026-01-14' as DeliveryDay,
      mtuStart: '2026-01-14T02:00:00.000Z',
      dischargedMilliWh: 30_000_000,
      wornMicroWh: 9_000_000,
      wearEur: '1.50',
    });
    const said = Object.fromEntries(Object.entries(line).filter(([, text]) => text !== ''));
    expect(said).toEqual({
      delivery_day: '2026-01-14',
      mtu_start: '2026-01-14T02:00:00.000Z',
      product: 'FCR-N',
      status: 'wear-only',
      discharged_mwh: '0.030000000',
      wear_eur: '1.50',
      net_eur: '-1.50',
      note: expect.stringContaining('no MTU of this day was priced'),
      version: '1',
    });
    expect(Object.keys(line)).toEqual([...SETTLEMENT_COLUMNS]);
  });

  it('say which account made them, what it changed and why', () => {
    const correction = { version: 3, reason: 'imbalance prices were published', netDifferenceEur: '-0.29' };
    const [mtu] = aSettledMonth().days[0]?.mtus ?? [];
    if (mtu === undefined) throw new Error('the example month has no priced hour');
    const cells = { version: '3', correction_eur: '-0.29', correction_reason: 'imbalance prices were published' };
    expect(lineOf({ type: 'MtuPriced', data: { ...mtu, correction } })).toMatchObject({ ...cells, net_eur: '2.30' });
    const { product, deliveryDay, mtuStart } = mtu;
    const blocked = { product, deliveryDay, mtuStart, reason: 'two results', correction };
    expect(lineOf({ type: 'MtuBlocked', data: blocked })).toMatchObject({ ...cells, status: 'blocked', net_eur: '' });
  });

  it('say which seconds nobody answered', () => {
    const [mtu] = aSettledMonth().days[0]?.mtus ?? [];
    if (mtu === undefined) throw new Error('the example month has no priced hour');
    const note = (seconds: object) => lineOf({ type: 'MtuPriced', data: { ...mtu, ...seconds } }).note;
    expect(note({ unrecordedSeconds: 120, controlOffSeconds: 5 })).toBe(
      '120 s are not on record; 5 s had no frequency in time: not maintained',
    );
    expect(note({ controlOffSeconds: 5 })).toBe('5 s had no frequency in time: not maintained');
    expect(note({})).toBe('');
  });

  it('have the columns that the contract documents, in its order', () => {
    expect(SETTLEMENT_COLUMNS.slice(0, 3)).toEqual(['delivery_day', 'mtu_start', 'product']);
    expect(new Set(SETTLEMENT_COLUMNS).size).toBe(SETTLEMENT_COLUMNS.length);
  });
});
