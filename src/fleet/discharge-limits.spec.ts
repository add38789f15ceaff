import { describe, expect, it } from '@jest/globals';
import type { DeliveryDay } from '../kernel/index.js';
import { dischargeAllowanceWh, NOTHING_USED, withUse, type DischargeLimits } from './discharge-limits.js';

const [MONDAY, TUESDAY] = ['2026-01-12', '2026-01-13'] as [DeliveryDay, DeliveryDay];
const limit = (maxDischargeWh: number | null, maxDailyCyclesPermille: number | null = null): DischargeLimits => ({
  maxDischargeWh,
  maxDailyCyclesPermille,
});

describe('limits on discharge', () => {
  it('leave what was not taken out of the battery yet', () => {
    const use = withUse(withUse(NOTHING_USED, MONDAY, 4_000), MONDAY, 1_000);
    expect(dischargeAllowanceWh([limit(12_000)], use, 60_000, MONDAY)).toBe(7_000);
    // Half a cycle of 60 kWh a day.
    expect(dischargeAllowanceWh([limit(null, 500)], use, 60_000, MONDAY)).toBe(25_000);
    expect(dischargeAllowanceWh([limit(3_000)], use, 60_000, MONDAY)).toBe(0);
  });
  it('begin anew with the day, but not with the plug-in', () => {
    const use = withUse(NOTHING_USED, MONDAY, 30_000);
    expect(dischargeAllowanceWh([limit(40_000, 500)], use, 60_000, MONDAY)).toBe(0);
    expect(dischargeAllowanceWh([limit(40_000, 500)], use, 60_000, TUESDAY)).toBe(10_000);
    expect(withUse(use, TUESDAY, 1_000)).toEqual({ sessionWh: 31_000, day: TUESDAY, dayWh: 1_000 });
  });
  it('hold all at once: the driver’s and the owner’s', () => {
    expect(dischargeAllowanceWh([limit(9_000), limit(null, 100)], NOTHING_USED, 60_000, MONDAY)).toBe(6_000);
    expect(dischargeAllowanceWh([limit(5_000), limit(null, 100)], NOTHING_USED, 60_000, MONDAY)).toBe(5_000);
  });
  it('are none where nobody set one, and let nothing be taken where the battery is unknown', () => {
    expect(dischargeAllowanceWh([limit(null), limit(null)], NOTHING_USED, 60_000, MONDAY)).toBeNull();
    expect(dischargeAllowanceWh([limit(null, 500)], NOTHING_USED, null, MONDAY)).toBe(0);
  });
});
