import { describe, expect, it } from '@jest/globals';
import { parseInstant } from '../../kernel/index.js';
import { BidBook } from '../../bidding/index.js';
import { FleetProjection } from '../../fleet/index.js';
import { ledgerRow } from '../../ledger/index.js';
import { SettlementBook } from '../../settlement/index.js';
import { capacityCommitted, feed, responseRecorded, sharesAllocated } from '../../../test/support/trading-events.js';
import { Dashboard } from './dashboard.js';
import type { DashboardSource } from './dashboard-source.port.js';

const TEN = '2026-01-13T10:00:00.000Z';
const dashboardAt = (now: string): Dashboard => {
  const source: DashboardSource = {
    status: () => ({
      now: parseInstant(now),
      simulated: true,
      speed: 60,
      preparing: null,
      approval: 'policy',
      tradingHalted: false,
    }),
    ledger: {
      rows: ({ from = parseInstant(TEN), to = parseInstant(TEN) }) => {
        const at = parseInstant(TEN);
        return from <= at && at < to ? [ledgerRow(at, { firmW: 560_000, committedW: 500_000, sessions: 50 })] : [];
      },
    },
    fleet: new FleetProjection(),
    bidBook: new BidBook(),
    settlementBook: new SettlementBook(),
  };
  return new Dashboard(source);
};

describe('the dashboard', () => {
  it('is empty but whole before the first event', () => {
    const dashboard = dashboardAt('2026-01-13T10:20:00Z');
    expect(dashboard.position()).toBe(-1);
    expect(dashboard.section('sessions')).toMatchObject({ total: 0, rows: [] });
    expect(dashboard.section('bids')).toEqual([]);
    expect(dashboard.section('capacity')).toHaveLength(72);
    expect(dashboard.section('figures')).toMatchObject({
      committedW: 0,
      maintainedW: null,
      capacityPayTodayEur: '0.00',
    });
  });

  it('puts the running MTU together from the ledger, the commitment and the response', () => {
    const dashboard = dashboardAt('2026-01-13T10:20:00Z');
    feed(dashboard, [
      capacityCommitted([[TEN, 500_000, '20.00']]),
      sharesAllocated(TEN, 500_000, 490_000),
      responseRecorded(TEN, 1200, 480_000),
    ]);
    expect(dashboard.position()).toBe(2);
    expect(dashboard.section('figures')).toMatchObject({
      mtuStart: parseInstant(TEN),
      firmW: 560_000,
      committedW: 500_000,
      heldW: 490_000,
      maintainedW: 480_000,
      // 20 EUR × 0.48 MW × ⅓ h
      capacityPayTodayEur: '3.20',
    });
    const row = dashboard.section('capacity').find((line) => line.mtuStart === parseInstant(TEN));
    expect(row).toMatchObject({ firmW: 560_000, committedW: 500_000, maintainedW: 480_000, priceEurPerMwH: '20.00' });
  });
});
