import type { Vehicle } from '../vehicle.js';
import type { Courses } from './courses.js';
import type { EstimatedReach } from './reach-estimate.js';

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

const reached: EstimatedReach = { highestW: 0.5, lowestW: 0.5, dischargeLimitW: 0.5, chargeLimitW: 0.5 };

/**
 * Writes a car's lines of one MTU to `into` from `offset` on, for a path from `energyWh` at the MTU's start to `nextWh`
 * at its end: zeros but for the baseline where it leaves before the endurance is over.
 * @param allowanceWh what the owner lets be discharged from the MTU's start on; infinite without such a limit.
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
  allowanceWh: number,
): number {
  const { costs, vehicles } = courses.question;
  const car = vehicles[vehicle] as (typeof vehicles)[number];
  const { chargeEfficiency, dischargeEfficiency, standbyW = 0 } = car;
  const index = vehicle * courses.mtus + mtu;
  const hours = courses.hours[index] as number;
  const drainedWh = energyWh - nextWh - standbyW * hours;
  const gridWh = drainedWh >= 0 ? drainedWh * dischargeEfficiency : drainedWh / chargeEfficiency;
  const baselineW = gridWh / hours;
  into[offset + BASELINE] = baselineW;
  if (courses.stays[index] === 1) {
    const floorWh = courses.floorWh[index] as number;
    const estimate = courses.reach[vehicle];
    if (estimate) estimate.write(energyWh, floorWh, allowanceWh, reached);
    else constantReach(car, energyWh, floorWh, courses.roomTopWh[vehicle] as number, courses.enduranceHours);
    const { highestW, lowestW, dischargeLimitW, chargeLimitW } = reached;
    const slackW = chargeEfficiency * dischargeEfficiency * (highestW - lowestW);
    into[offset + UP] = highestW - baselineW;
    into[offset + DOWN] = baselineW - lowestW;
    into[offset + POWER_UP] = Math.min(dischargeLimitW, highestW + slackW) - baselineW;
    into[offset + POWER_DOWN] = Math.min(chargeLimitW, slackW - lowestW) + baselineW;
  } else into[offset + UP] = into[offset + DOWN] = into[offset + POWER_UP] = into[offset + POWER_DOWN] = 0;
  if (costs === undefined) return 0;
  return drainedWh >= 0
    ? drainedWh * costs.wearPerWh - gridWh * (costs.sellPerWh[mtu] ?? 0)
    : -gridWh * (costs.buyPerWh[mtu] ?? 0);
}

function constantReach(car: Vehicle, energyWh: number, floorWh: number, topWh: number, hours: number): void {
  const { maxChargeW, maxDischargeW, chargeEfficiency, dischargeEfficiency } = car;
  const aboveWh = energyWh - floorWh;
  const sustainedWh = aboveWh >= 0 ? aboveWh * dischargeEfficiency : aboveWh / chargeEfficiency;
  const roomWh = Math.max(0, topWh - energyWh);
  reached.highestW = Math.min(maxDischargeW, sustainedWh / hours);
  reached.lowestW = -Math.min(maxChargeW, roomWh / chargeEfficiency / hours);
  reached.dischargeLimitW = maxDischargeW;
  reached.chargeLimitW = maxChargeW;
}
