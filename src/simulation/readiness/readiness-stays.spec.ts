import { describe, expect, it } from '@jest/globals';
import { aHistorySession } from '../../../test/support/history-session.js';
import { ASSUMED_V2G_POWER_W, readinessStays } from './readiness-stays.js';

const staysOf = (change: Parameters<typeof aHistorySession>[0], options = {}) =>
  readinessStays([aHistorySession(change)], options);

describe('the stays of a readiness study', () => {
  it('stand at a common wallbox where the file’s chargers only charge', () => {
    const [stay] = staysOf({ maxChargeW: 3_500, maxDischargeW: null }).stays;
    expect(stay).toMatchObject({ maxChargeW: ASSUMED_V2G_POWER_W, maxDischargeW: ASSUMED_V2G_POWER_W });
  });
  it('stand at the file’s own chargers where these discharge, and at the asked-for ones before all', () => {
    const file = { maxChargeW: 22_000, maxDischargeW: 20_000 };
    expect(staysOf(file).stays[0]).toMatchObject(file);
    const asked = { maxChargeW: 50_000, maxDischargeW: 50_000 };
    expect(staysOf(file, { v2gPowerW: 50_000 }).stays[0]).toMatchObject(asked);
  });
  it('came with what they lacked, where only the battery is known: 80 % − 12 kWh · 0.95 / 60 kWh = 61 %', () => {
    const { stays, estimated } = staysOf({ arrivalSocPermille: null, targetSocPermille: null, energyWh: 12_000 });
    expect([stays[0]?.arrivalSocPermille, estimated]).toEqual([610, 1]);
    const emptied = staysOf({ arrivalSocPermille: null, energyWh: 90_000 });
    expect(emptied.stays[0]?.arrivalSocPermille).toBe(0);
  });
  it('are unknown without a battery, unless one is given', () => {
    const nothing = { batteryWh: null, arrivalSocPermille: null };
    expect(staysOf(nothing)).toMatchObject({ stays: [], unknown: [{ maxDischargeW: ASSUMED_V2G_POWER_W }] });
    expect(staysOf(nothing, { batteryWh: 60_000 })).toMatchObject({ unknown: [], estimated: 1 });
  });
  it('of no length are none', () => {
    const { pluggedInAt } = aHistorySession({});
    expect(staysOf({ unpluggedAt: pluggedInAt })).toEqual({ stays: [], unknown: [], estimated: 0 });
  });
});
