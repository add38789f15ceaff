import { describe, expect, it } from '@jest/globals';
import { deliveryDay, mtusOf, parseInstant } from '../kernel/index.js';
import { comparableTo, kindOfDay } from './kind-of-day.js';

describe('comparable MTUs', () => {
  it.each([
    ['2026-01-14T12:00:00Z', 'workday'],
    ['2026-01-17T12:00:00Z', 'free-day'],
    // Friday 23:00 UTC is Saturday in the market's zone.
    ['2026-01-16T23:00:00Z', 'free-day'],
    ['2026-01-18T23:00:00Z', 'workday'],
    ['2026-01-06T12:00:00Z', 'free-day'],
  ])('%s is on a %s', (at, kind) => {
    expect(kindOfDay(parseInstant(at))).toBe(kind);
  });

  it('are of the country in which the cars stand: 6 December is a workday in Norway', () => {
    expect(kindOfDay(parseInstant('2019-12-06T12:00:00Z'))).toBe('free-day');
    expect(kindOfDay(parseInstant('2019-12-06T12:00:00Z'), { country: 'NO', days: [] })).toBe('workday');
  });

  it('are at the same time of the market clock, in summer and in winter', () => {
    expect(comparableTo(parseInstant('2026-01-14T06:00:00Z'))).toBe(comparableTo(parseInstant('2026-07-15T05:00:00Z')));
    expect(comparableTo(parseInstant('2026-01-14T06:00:00Z'))).not.toBe(
      comparableTo(parseInstant('2026-01-14T06:15:00Z')),
    );
  });

  it('are 23 on the short day and 24 on the long one, which has one of them twice', () => {
    const timesOf = (day: string) => mtusOf(deliveryDay(day), 60).map((mtu) => comparableTo(mtu.start));
    expect(new Set(timesOf('2026-03-29')).size).toBe(23);
    expect(timesOf('2026-10-25')).toHaveLength(25);
    expect(new Set(timesOf('2026-10-25')).size).toBe(24);
  });
});
