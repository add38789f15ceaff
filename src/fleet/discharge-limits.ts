import type { DeliveryDay } from '../kernel/index.js';

/** What a driver or an owner lets be taken out of a battery; null: no limit. Battery-side. */
export interface DischargeLimits {
  /** In one plug-in. */
  readonly maxDischargeWh: number | null;
  /** Full equivalent cycles in one delivery day, in thousandths: 1000 is the battery's size once. */
  readonly maxDailyCyclesPermille: number | null;
}

/** What was taken out by the log: in the plug-in, and in the last delivery day that saw any. */
export interface DischargeUse {
  readonly sessionWh: number;
  readonly day: DeliveryDay | null;
  readonly dayWh: number;
}

export const NOTHING_USED: DischargeUse = { sessionWh: 0, day: null, dayWh: 0 };

/** Days come in order. */
export const withUse = (use: DischargeUse, day: DeliveryDay, dischargedWh: number): DischargeUse => ({
  sessionWh: use.sessionWh + dischargedWh,
  day,
  dayWh: (use.day === day ? use.dayWh : 0) + dischargedWh,
});

/**
 * Battery-side Wh that all limits together still let be taken out on `day` (null: on the last day of use), ≥ 0; null: there is no limit. A limit on
 * cycles of a battery of unknown size lets nothing be taken.
 */
export function dischargeAllowanceWh(
  limits: readonly DischargeLimits[],
  use: DischargeUse,
  batteryWh: number | null,
  day: DeliveryDay | null,
): number | null {
  let allowance = Infinity;
  const dayWh = day === null || day === use.day ? use.dayWh : 0;
  for (const { maxDischargeWh, maxDailyCyclesPermille } of limits) {
    if (maxDischargeWh !== null) allowance = Math.min(allowance, maxDischargeWh - use.sessionWh);
    if (maxDailyCyclesPermille !== null)
      allowance = Math.min(allowance, ((batteryWh ?? 0) * maxDailyCyclesPermille) / 1000 - dayWh);
  }
  return allowance === Infinity ? null : Math.max(0, allowance);
}
