import { describe, expect, it } from '@jest/globals';
import { DateTime } from 'luxon';
import type { HistorySession } from '../fleet/index.js';
import { epochMs, MARKET_ZONE, MS_PER_HOUR } from '../kernel/index.js';
import { stayOf, studySessions } from './study-fleet.js';

/** An autumn week that shifts across the end of summer time. */
const FIRST = Date.UTC(2019, 9, 21, 14);
const session = (change: Partial<HistorySession> = {}): HistorySession => ({
  sessionId: 'S1',
  chargerId: 'C1',
  pluggedInAt: epochMs(FIRST),
  unpluggedAt: epochMs(FIRST + 14 * MS_PER_HOUR),
  energyWh: 20_000,
  arrivalSocPermille: 500,
  targetSocPermille: null,
  departureEstimateAt: null,
  batteryWh: 60_000,
  maxChargeW: 7_400,
  maxDischargeW: null,
  ...change,
});
const history = Array.from({ length: 40 }, (_, index) =>
  session({
    sessionId: `S${index}`,
    chargerId: `C${index % 10}`,
    pluggedInAt: epochMs(FIRST + index * MS_PER_HOUR),
    unpluggedAt: epochMs(FIRST + (index + 9) * MS_PER_HOUR),
  }),
);
const chargersOf = (sessions: readonly HistorySession[]): string[] => [
  ...new Set(sessions.map((one) => one.chargerId)),
];

describe('the sessions of a study', () => {
  it('are all of them unless asked otherwise', () => {
    expect(studySessions(history, { seed: 1 })).toEqual(history);
    expect(studySessions(history, { seed: 1, chargers: 10 })).toEqual(history);
  });
  it('are those of a seeded sample, whole chargers in the file’s order', () => {
    const few = studySessions(history, { seed: 1, chargers: 4 });
    expect(chargersOf(few)).toHaveLength(4);
    expect(few).toEqual(history.filter(({ chargerId }) => chargersOf(few).includes(chargerId)));
    expect(studySessions(history, { seed: 1, chargers: 4 })).toEqual(few);
    expect(chargersOf(studySessions(history, { seed: 2, chargers: 4 }))).not.toEqual(chargersOf(few));
  });
  it('are joined by copies that go round within a span of weeks, so that every week has as many', () => {
    const weekOf = (at: number) => DateTime.fromMillis(at, { zone: MARKET_ZONE }).toFormat("kkkk-'W'WW");
    const monday = (weeks: number) => DateTime.fromISO('2019-10-07', { zone: MARKET_ZONE }).plus({ weeks });
    const weekly = Array.from({ length: 6 }, (_, week) => {
      const at = monday(week).plus({ days: week, hours: 18 }).toMillis();
      return session({ sessionId: `S${week}`, pluggedInAt: epochMs(at), unpluggedAt: epochMs(at + 9 * MS_PER_HOUR) });
    });
    const outside = session({ sessionId: 'before', pluggedInAt: epochMs(monday(-1).toMillis()) });
    const around = { start: epochMs(monday(0).toMillis()), end: epochMs(monday(6).toMillis()) };
    const many = studySessions([outside, ...weekly], { seed: 3, chargers: 50 }, around);
    const counts = new Map<string, number>();
    for (const { pluggedInAt } of many) counts.set(weekOf(pluggedInAt), (counts.get(weekOf(pluggedInAt)) ?? 0) + 1);
    expect([...counts.values()]).toEqual([1, 50, 50, 50, 50, 50, 50]);
  });
  it('are joined by copies of whole histories, whole weeks apart on the wall clock', () => {
    const many = studySessions(history, { seed: 1, chargers: 60 });
    expect(chargersOf(many)).toHaveLength(60);
    expect(new Set(many.map(({ sessionId }) => sessionId)).size).toBe(many.length);
    expect(many.map(({ pluggedInAt }) => pluggedInAt)).toEqual(
      many.map((one) => one.pluggedInAt).sort((a, b) => a - b),
    );
    const local = (at: number) => DateTime.fromMillis(at, { zone: MARKET_ZONE });
    let overTheChange = 0;
    for (const copy of many.filter(({ sessionId }) => sessionId.includes('~'))) {
      const [id, number] = copy.sessionId.split('~') as [string, string];
      const original = history.find(({ sessionId }) => sessionId === id) as HistorySession;
      expect(copy.chargerId).toBe(`${original.chargerId}~${number}`);
      for (const field of ['pluggedInAt', 'unpluggedAt'] as const) {
        const [then, now] = [local(original[field]), local(copy[field])];
        expect(now.toFormat('c HH:mm')).toBe(then.toFormat('c HH:mm'));
        expect(Math.abs(now.diff(then, 'weeks').weeks)).toBeLessThanOrEqual(8);
        if (now.offset !== then.offset) overTheChange++;
      }
    }
    expect(overTheChange).toBeGreaterThan(0);
  });
});

describe('a stay', () => {
  it('takes what the file says, and the assumptions where it says nothing', () => {
    expect(stayOf(session(), { seed: 1 })).toMatchObject({
      targetSocPermille: 800,
      minSocPermille: 200,
      maxChargeW: 7_400,
      maxDischargeW: 0,
      statedDepartureAt: FIRST + 14 * MS_PER_HOUR,
    });
  });
  it('takes the study’s power and battery before the file’s', () => {
    expect(stayOf(session(), { seed: 1, v2gPowerW: 11_000, batteryWh: 40_000 })).toMatchObject({
      maxChargeW: 11_000,
      maxDischargeW: 11_000,
      batteryWh: 40_000,
    });
  });
  it('never asks a car to hold more than it came with', () => {
    expect(stayOf(session({ arrivalSocPermille: 150 }), { seed: 1 })?.minSocPermille).toBe(150);
    expect(stayOf(session({ targetSocPermille: 100 }), { seed: 1 })?.minSocPermille).toBe(100);
  });
  it('believes the estimate of the departure if it lies after the plug-in', () => {
    const estimate = (hours: number) => session({ departureEstimateAt: epochMs(FIRST + hours * MS_PER_HOUR) });
    expect(stayOf(estimate(5), { seed: 1 })?.statedDepartureAt).toBe(FIRST + 5 * MS_PER_HOUR);
    expect(stayOf(estimate(-1), { seed: 1 })?.statedDepartureAt).toBe(FIRST + 14 * MS_PER_HOUR);
  });
  it.each([{ arrivalSocPermille: null }, { batteryWh: null }, { maxChargeW: null }, { unpluggedAt: epochMs(FIRST) }])(
    'is none with %p: such a session earns nothing',
    (change) => {
      expect(stayOf(session(change), { seed: 1 })).toBeNull();
    },
  );
});
