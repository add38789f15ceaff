import { describe, expect, it } from '@jest/globals';
import { deliveryScored, feed, sharesAllocated } from '../../../test/support/trading-events.js';
import { AlertsProjection } from './alerts.projection.js';

const TEN = '2026-01-13T10:00:00.000Z';
const alertsAfter = (...events: { type: string; data: object }[]) => {
  const alerts = new AlertsProjection();
  feed(alerts, events);
  return alerts.rows();
};

describe('alerts of delivery and promises', () => {
  it('raises a shortfall, takes it back when it is made good', () => {
    const short = sharesAllocated(TEN, 500_000, 410_000);
    expect(alertsAfter(short)).toMatchObject([
      { kind: 'shortfall', severity: 'critical', title: 'Short 0.090 MW in the MTU from 11:00', resolvedAt: null },
    ]);
    const [made] = alertsAfter(short, sharesAllocated(TEN, 500_000, 500_000));
    expect(made?.resolvedAt).toBe(Date.parse(TEN));
    expect(alertsAfter(sharesAllocated(TEN, 500_000, 500_000))).toEqual([]);
  });

  it('says what came of the MTU once it is over', () => {
    const [row] = alertsAfter(sharesAllocated(TEN, 500_000, 410_000), deliveryScored(TEN, 500_000, 430_000));
    expect(row).toMatchObject({
      severity: 'warning',
      title: 'Maintained 0.430 of 0.5 MW, Tue 13 Jan 11:00',
      resolvedAt: Date.parse('2026-01-13T11:00:00Z'),
    });
    const [nearly] = alertsAfter(sharesAllocated(TEN, 500_000, 500_000), deliveryScored(TEN, 500_000, 499_917));
    expect(nearly?.title).toContain('Maintained 0.499917 of 0.5 MW');
  });

  it('tells by how much a promise was missed', () => {
    const missed = { type: 'PromiseMissed', data: { sessionId: 's9', at: TEN, targetWh: 48_000, departureWh: 46_120 } };
    expect(alertsAfter(missed)).toMatchObject([
      { kind: 'promise-missed', detail: 'Left with 46.1 kWh; 48.0 kWh were promised.', resolvedAt: null },
    ]);
  });

  it('tells of a document that was refused, until one of its kind can be taken', () => {
    const refused = {
      type: 'MarketDocumentRefused',
      data: {
        deliveryDay: '2026-01-13',
        dayTold: true,
        kind: 'ReserveAllocationResultDocument',
        reasons: [{ place: '/A', rule: 'required', message: 'b is missing' }],
        reasonsInAll: 3,
      },
    };
    expect(alertsAfter(refused)).toMatchObject([
      {
        kind: 'document-refused',
        title: 'Refused: ReserveAllocationResultDocument, 2026-01-13',
        detail: '/A: b is missing [required]; 2 more. It is kept; the TSO must send it anew.',
        resolvedAt: null,
      },
    ]);
    const received = (kind: string) => ({ type: 'MarketDocumentReceived', data: { deliveryDay: '2026-01-13', kind } });
    expect(alertsAfter(refused, received('Other'))[0]?.resolvedAt).toBeNull();
    expect(alertsAfter(refused, received('ReserveAllocationResultDocument'))[0]?.resolvedAt).not.toBeNull();
    const unread = { ...refused, data: { ...refused.data, kind: null, dayTold: false } };
    expect(alertsAfter(unread)[0]?.title).toBe('Refused: a message, came on 2026-01-13');
  });

  it('keeps a halt until trading is resumed', () => {
    const halted = { type: 'TradingHalted', data: { by: 'anna', at: TEN, reason: 'drill' } };
    const resumed = { type: 'TradingResumed', data: { by: 'anna', at: TEN } };
    expect(alertsAfter(halted)).toMatchObject([
      { detail: expect.stringContaining('By anna: drill.'), resolvedAt: null },
    ]);
    expect(alertsAfter(halted, resumed)[0]?.resolvedAt).not.toBeNull();
  });

  it('names blocked and skipped days', () => {
    const blocked = {
      type: 'MtuBlocked',
      data: { product: 'FCR-N', deliveryDay: '2026-01-13', mtuStart: TEN, reason: 'results contradict' },
    };
    const skipped = {
      type: 'AuctionSkipped',
      data: { product: 'FCR-N', deliveryDay: '2026-01-14', reason: 'TOO_FEW_SAMPLES' },
    };
    expect(
      alertsAfter(blocked, skipped)
        .map((row) => row.title)
        .sort(),
    ).toEqual(['No bids for 2026-01-14', 'Not settled: 2026-01-13, MTU from 11:00']);
  });

  it('is over with a blocked hour once a correction has priced it', () => {
    const hour = { product: 'FCR-N', deliveryDay: '2026-01-13', mtuStart: TEN };
    const [alert, ...more] = alertsAfter(
      { type: 'MtuBlocked', data: { ...hour, reason: 'results contradict' } },
      { type: 'MtuPriced', data: hour },
    );
    expect([alert?.kind, alert?.resolvedAt === null, more]).toEqual(['settlement-blocked', false, []]);
  });

  it('is bounded', () => {
    const missed = (n: number) => ({
      type: 'PromiseMissed',
      data: { sessionId: `s${n}`, at: TEN, targetWh: 1, departureWh: 0 },
    });
    expect(alertsAfter(...Array.from({ length: 200 }, (_, n) => missed(n)))).toHaveLength(60);
  });
});
