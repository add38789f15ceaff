import { clamp, epochMs, MS_PER_HOUR } from '../../kernel/index.js';
import { thetaBaselineW } from '../theta.js';
import { energyAfterWh, type Vehicle } from '../vehicle.js';
import type { Courses } from './courses.js';

/**
 * What every car does by the simple rule of `thetaBaselineW`: energies at `vehicle·(mtus + 1) + boundary`, Wh, within
 * the promises of a plan. The rule knows no prices and no fuses: a plan that is worth less has gone wrong.
 */
export function waitingPaths(courses: Courses, theta: number): Float64Array {
  const { mtus, question } = courses;
  const energiesWh = courses.givenWh.slice();
  const rule = { mtuHours: question.mtuHours, theta, enduranceHours: question.enduranceHours };
  question.vehicles.forEach((car, index) => {
    const row = energiesWh.subarray(index * (mtus + 1), (index + 1) * (mtus + 1));
    const highWh = courses.highWh[index] as number;
    let allowanceWh = courses.allowanceWh[index] as number;
    for (let mtu = courses.first[index] as number; mtu < (courses.last[index] as number); mtu++) {
      const energyWh = row[mtu] as number;
      const now: Vehicle = { ...car, energyWh, ...(allowanceWh < Infinity && { dischargeAllowanceWh: allowanceWh }) };
      const start = epochMs(question.at + Math.round(mtu * question.mtuHours * MS_PER_HOUR));
      const hours = courses.hours[index * mtus + mtu] as number;
      const lowWh = courses.lowWh[index * (mtus + 1) + mtu + 1] as number;
      const nextWh = clamp(energyAfterWh(now, thetaBaselineW(now, start, rule), hours), lowWh, Math.max(lowWh, highWh));
      row[mtu + 1] = nextWh;
      allowanceWh = Math.max(0, allowanceWh - courses.dischargedWh(index, mtu, energyWh, nextWh));
    }
  });
  return energiesWh;
}
