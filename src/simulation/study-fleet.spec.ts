import { describe, expect, it } from '@jest/globals';
import type { HistorySession } from '../fleet/index.js';
import { epochMs, localHourOf, parseInstant } from '../kernel/index.js';
import { stayOf, studySessions } from './study-fleet.js';

const session = (over: Partial<HistorySession> = {}): HistorySession => ({
  sessionId: 'S1',
  chargerId: 'C1',
  pluggedInAt: parseInstant('2026-03-27T16:00:00Z'),
  unpluggedAt: parseInstant('2026-03-28T06:00:00Z'),
  energyWh: 20_000,
  arrivalSocPermille: 400,
  targetSocPermille: null,
  departureEstimateAt: null,
  batteryWh: 60_000,
  maxChargeW: 7_400,
  maxDischargeW: null,
  ...over,
});
const file = ['C1', 'C2', 'C3', 'C4'].map((chargerId, hour) =>
  session({ chargerId, sessionId: `S-${chargerId}`, pluggedInAt: epochMs(session().pluggedInAt + hour * 60_000) }),
);
const chargersOf = (sessions: readonly HistorySession[]): string[] => sessions.map(({ chargerId }) => chargerId);

describe('the fleet of a study', () => {
  it('is the file’s own unless another size is asked for', () => {
    expect(studySessions(file, { seed: 1 })).toEqual(file);
    expect(studySessions(file, { seed: 1, chargers: 4 })).toEqual(file);
  });

  it('is a sample by seed, in the file’s order, where it is to be smaller', () => {
    const two = studySessions(file, { seed: 1, chargers: 2 });
    expect(new Set(chargersOf(two)).size).toBe(2);
    expect(studySessions(file, { seed: 1, chargers: 2 })).toEqual(two);
    const samples = [1, 2, 3, 4, 5, 6, 7, 8].map((seed) =>
      chargersOf(studySessions(file, { seed, chargers: 2 })).join(),
    );
    expect(new Set(samples).size).toBeGreaterThan(1);
  });

  it('has copies of whole histories, whole weeks apart on the wall clock, where it is to be larger', () => {
    const many = studySessions(file, { seed: 1, chargers: 40 });
    expect(new Set(chargersOf(many)).size).toBe(40);
    expect(new Set(many.map(({ sessionId }) => sessionId)).size).toBe(many.length);
    for (const copy of many.filter(({ chargerId }) => chargerId.includes('~'))) {
      const original = file.find(({ chargerId }) => chargerId === copy.chargerId.split('~')[0]) as HistorySession;
      // The clocks go forward on 29 March: weeks later it is the same hour here, and another one in UTC.
      expect(localHourOf(copy.pluggedInAt)).toEqual(localHourOf(original.pluggedInAt));
      expect(Math.abs(copy.pluggedInAt - original.pluggedInAt)).toBeLessThanOrEqual((8 * 7 * 24 + 1) * 3_600_000);
    }
    expect(many.map(({ pluggedInAt }) => pluggedInAt)).toEqual(
      many.map(({ pluggedInAt }) => pluggedInAt).sort((a, b) => a - b),
    );
  });
});

describe('a stay of the study', () => {
  it('assumes what the file lacks: target 80 %, least 20 %, departure as it happened, no discharge', () => {
    expect(stayOf(session(), { seed: 1 })).toMatchObject({
      targetSocPermille: 800,
      minSocPermille: 200,
      statedDepartureAt: session().unpluggedAt,
      maxChargeW: 7_400,
      maxDischargeW: 0,
    });
  });

  it('takes the study’s charger and battery over the file’s', () => {
    const stay = stayOf(session(), { seed: 1, v2gPowerW: 11_000, batteryWh: 40_000 });
    expect(stay).toMatchObject({ maxChargeW: 11_000, maxDischargeW: 11_000, batteryWh: 40_000 });
  });

  it('never asks for more than the car brought as its least', () => {
    expect(stayOf(session({ arrivalSocPermille: 120 }), { seed: 1 })?.minSocPermille).toBe(120);
    expect(stayOf(session({ targetSocPermille: 150 }), { seed: 1 })?.minSocPermille).toBe(150);
  });

  it('believes an estimate of the departure only after the plug-in', () => {
    const estimate = epochMs(session().pluggedInAt + 3_600_000);
    expect(stayOf(session({ departureEstimateAt: estimate }), { seed: 1 })?.statedDepartureAt).toBe(estimate);
    const before = session({ departureEstimateAt: session().pluggedInAt });
    expect(stayOf(before, { seed: 1 })?.statedDepartureAt).toBe(session().unpluggedAt);
  });

  it('cannot be simulated without battery, state of charge, power or length', () => {
    const lacking: Partial<HistorySession>[] = [
      { batteryWh: null },
      { arrivalSocPermille: null },
      { maxChargeW: null },
      { unpluggedAt: session().pluggedInAt },
    ];
    for (const over of lacking) expect(stayOf(session(over), { seed: 1 })).toBeNull();
  });
});
