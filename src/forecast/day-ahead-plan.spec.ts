import { describe, expect, it } from '@jest/globals';
import { aSessionView } from '../../test/support/session-view.js';
import { dayInterval, deliveryDay, parseInstant } from '../kernel/index.js';
import { newestFcrnRules } from '../market/index.js';
import { dayAheadPlan } from './day-ahead-plan.js';

const TUESDAY = deliveryDay('2026-01-13');
const AFTERNOON = parseInstant('2026-01-12T16:00:00Z');
const day = { deliveryDay: TUESDAY, interval: dayInterval(TUESDAY) };
const until = (departure: string) => ({ departureAt: parseInstant(departure) });
const planOf = (sessions: Parameters<typeof dayAheadPlan>[0]) =>
  dayAheadPlan(sessions, AFTERNOON, day, newestFcrnRules());

describe('the plan of the next day', () => {
  it('says what the cars that are there will hold, hour by hour until they leave', () => {
    const plan = planOf([
      aSessionView(until('2026-01-13T05:30:00Z')),
      aSessionView({ sessionId: 'S2', ...until('2026-01-13T02:30:00Z') }),
    ]);
    expect(plan).toMatchObject({
      product: 'FCR-N',
      deliveryDay: '2026-01-13',
      plannedAt: '2026-01-12T16:00:00.000Z',
      sessions: 2,
    });
    expect(plan.mtus).toHaveLength(24);
    expect(plan.mtus[0]?.mtuStart).toBe('2026-01-12T23:00:00.000Z');
    const knownW = plan.mtus.map((mtu) => mtu.knownW);
    // Two cars of 11 kW hold up to 8.2 kW each, the second until three o'clock on the market's clock.
    expect(knownW[0]).toBeGreaterThan(12_000);
    expect(knownW[0]).toBeLessThanOrEqual((2 * 11_000) / 1.34);
    expect(knownW[4]).toBeGreaterThan(5_000);
    expect(knownW[4]).toBeLessThanOrEqual(11_000 / 1.34);
    expect(knownW.slice(6)).toEqual(Array.from({ length: 18 }, () => 0));
  });

  it('counts only cars that may hold reserve', () => {
    const stays = until('2026-01-13T12:00:00Z');
    const others = [
      aSessionView({ ...stays, v2g: false }),
      aSessionView({ ...stays, socQuality: 'stale' }),
      aSessionView({ ...stays, batteryWh: null }),
      aSessionView({ departureAt: null }),
    ];
    expect(planOf(others)).toMatchObject({ sessions: 0 });
    expect(planOf(others).mtus.every(({ knownW }) => knownW === 0)).toBe(true);
  });

  it('has an MTU for each hour of a day, also where the clocks change', () => {
    const sunday = deliveryDay('2026-10-25');
    const long = dayAheadPlan(
      [],
      parseInstant('2026-10-24T15:00:00Z'),
      { deliveryDay: sunday, interval: dayInterval(sunday) },
      newestFcrnRules(),
    );
    expect(long.mtus).toHaveLength(25);
    expect(long.mtus.at(-1)?.mtuStart).toBe('2026-10-25T22:00:00.000Z');
  });
});
