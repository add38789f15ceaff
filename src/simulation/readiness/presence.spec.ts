import { describe, expect, it } from '@jest/globals';
import { aHistorySession, mondayPlus } from '../../../test/support/history-session.js';
import { Presence } from './presence.js';

const at = (chargerId: string, from: number, until: number, maxDischargeW = 11_000) => ({
  chargerId,
  pluggedInAt: mondayPlus(from),
  unpluggedAt: mondayPlus(until),
  maxDischargeW,
});

describe('presence at chargers', () => {
  const presence = new Presence([at('B', 0, 2), at('A', 1.5, 3, 22_000)], [at('C', 1, 2)]);
  const all = ['A', 'B', 'C'];

  it('finds the chargers of a time, and their power', () => {
    expect(presence.chargerIds(mondayPlus(0), mondayPlus(168))).toEqual(all);
    expect(presence.chargerIds(mondayPlus(2), mondayPlus(3))).toEqual(['A']);
    expect(presence.installedW(all)).toBe(44_000);
  });
  it('tells chargers without a car from cars of which nothing is known', () => {
    expect(presence.idleW(mondayPlus(0), all)).toEqual([33_000, 0]);
    expect(presence.idleW(mondayPlus(1), all)).toEqual([22_000, 11_000]);
    expect(presence.idleW(mondayPlus(2), all)).toEqual([22_000, 0]);
  });
  it('is idle where the measured energy needed no time', () => {
    // 18 kWh at 11 kW are 1.64 of 13 hours.
    expect(presence.idleShare([aHistorySession({})], [])).toBeCloseTo(1 - 18 / 11 / 13);
    // At an unknown charger the common wallbox counts; more energy than time is no idleness below zero.
    expect(presence.idleShare([aHistorySession({ maxChargeW: null, energyWh: 900_000 })], [])).toBe(0);
    expect(presence.idleShare([], [])).toBe(0);
  });
});
