import { describe, expect, it } from '@jest/globals';
import { deliveryDay, parseInstant } from '../../kernel/index.js';
import {
  asRecorded,
  capacityCommitted,
  deliveryScored,
  feed,
  responseRecorded,
  sharesAllocated,
} from '../../../test/support/trading-events.js';
import { DayProjection } from './day.projection.js';

const TEN = '2026-01-13T10:00:00.000Z';
const ELEVEN = '2026-01-13T11:00:00.000Z';
const DAY = deliveryDay('2026-01-13');
const promise = (type: string, at: string) => ({ type, data: { sessionId: 's', at, targetWh: 1, departureWh: 1 } });

describe('the trader’s day', () => {
  it('earns price × min(committed, maintained), hour by hour and second by second', () => {
    const days = new DayProjection();
    feed(days, [
      capacityCommitted([
        [TEN, 500_000, '20.00'],
        [ELEVEN, 400_000, '30.00'],
      ]),
      responseRecorded(TEN, 1800, 500_000),
      responseRecorded(TEN, 1800, 450_000),
      deliveryScored(TEN, 500_000, 475_000),
      responseRecorded(ELEVEN, 900, 400_000),
    ]);
    // 20 × 0.475 MW,h + 30 × 0.4 MW × ¼ h = 9.50 + 3.00
    expect(days.capacityPay(DAY).toString()).toBe('12.50');
    expect(days.soldMwH(DAY)).toBeCloseTo(0.9, 9);
    expect(days.maintainedW(parseInstant(TEN))).toBe(475_000);
    expect(days.maintainedW(parseInstant(ELEVEN))).toBe(400_000);
  });

  it('knows what the allocation holds in the MTU it was made for, and in no other', () => {
    const days = new DayProjection();
    feed(days, [sharesAllocated(TEN, 500_000, 440_000)]);
    expect(days.heldW(parseInstant(TEN))).toBe(440_000);
    expect(days.heldW(parseInstant(ELEVEN))).toBeNull();
    expect(days.maintainedW(parseInstant(TEN))).toBeNull();
  });

  it('counts promises by the market’s day: 23:30 UTC is the next one', () => {
    const days = new DayProjection();
    feed(days, [
      promise('PromiseKept', '2026-01-12T22:30:00.000Z'),
      promise('PromiseKept', '2026-01-12T23:30:00.000Z'),
      promise('PromiseMissed', TEN),
      promise('PromiseUnreachable', ELEVEN),
    ]);
    expect(days.promisesKept(DAY, 1)).toEqual({ kept: 1, missed: 1, unreachable: 1 });
    expect(days.promisesKept(DAY, 7)).toEqual({ kept: 2, missed: 1, unreachable: 1 });
  });

  it('forgets MTUs that the page can no longer ask for', () => {
    const days = new DayProjection();
    const newest = '2026-02-13T10:00:00.000Z';
    feed(days, [capacityCommitted([[TEN, 500_000, '20.00']]), capacityCommitted([[newest, 100_000, '5.00']])]);
    expect(days.committedAt(parseInstant(TEN))).toBeNull();
    expect(days.committedAt(parseInstant(newest))?.awardedW).toBe(100_000);
  });

  it('leaves other events alone', () => {
    const days = new DayProjection();
    asRecorded([{ type: 'SomethingElse', data: {} }]).forEach((event) => days.apply(event));
    expect(days.capacityPay(DAY).toString()).toBe('0.00');
  });
});
