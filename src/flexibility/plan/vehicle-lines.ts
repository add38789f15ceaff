import type { Courses } from './courses.js';

/**
 * The lines that bound a group's capacity are sums over its cars. A car's part of them in one MTU, W: upward share,
 * downward share, power above and power below its baseline that NEM may use, and the baseline itself.
 */
export const UP = 0;
export const DOWN = 1;
export const POWER_UP = 2;
export const POWER_DOWN = 3;
export const BASELINE = 4;
export const LINES = 5;

/**
 * Writes a car's lines of one MTU to `into` from `offset` on, for a path from `energyWh` at the MTU's start to `nextWh`
 * at its end: zeros but for the baseline where it leaves before the endurance is over.
 * @returns what moving the energy costs.
 */
export function vehicleLines(
  courses: Courses,
  vehicle: number,
  mtu: number,
  energyWh: number,
  nextWh: number,
  into: Float64Array,
  offset: number,
): number {
  const { costs, vehicles } = courses.question;
  const car = vehicles[vehicle] as (typeof vehicles)[number];
  const { maxChargeW, maxDischargeW, chargeEfficiency, dischargeEfficiency, standbyW = 0 } = car;
  const index = vehicle * courses.mtus + mtu;
  const hours = courses.hours[index] as number;
  const drainedWh = energyWh - nextWh - standbyW * hours;
  const gridWh = drainedWh >= 0 ? drainedWh * dischargeEfficiency : drainedWh / chargeEfficiency;
  const baselineW = gridWh / hours;
  into[offset + BASELINE] = baselineW;
  if (courses.stays[index] === 1) {
    const aboveWh = energyWh - (courses.floorWh[index] as number);
    const sustainedWh = aboveWh >= 0 ? aboveWh * dischargeEfficiency : aboveWh / chargeEfficiency;
    const highestW = Math.min(maxDischargeW, sustainedWh / courses.enduranceHours);
    const roomWh = Math.max(0, (courses.roomTopWh[vehicle] as number) - energyWh);
    const lowestW = -Math.min(maxChargeW, roomWh / chargeEfficiency / courses.enduranceHours);
    const slackW = chargeEfficiency * dischargeEfficiency * (highestW - lowestW);
    into[offset + UP] = highestW - baselineW;
    into[offset + DOWN] = baselineW - lowestW;
    into[offset + POWER_UP] = Math.min(maxDischargeW, highestW + slackW) - baselineW;
    into[offset + POWER_DOWN] = Math.min(maxChargeW, slackW - lowestW) + baselineW;
  } else into[offset + UP] = into[offset + DOWN] = into[offset + POWER_UP] = into[offset + POWER_DOWN] = 0;
  if (costs === undefined) return 0;
  return drainedWh >= 0
    ? drainedWh * costs.wearPerWh - gridWh * (costs.sellPerWh[mtu] ?? 0)
    : -gridWh * (costs.buyPerWh[mtu] ?? 0);
}
