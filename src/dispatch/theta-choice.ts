import {
  energyAfterWh,
  groupCapacity,
  memberOf,
  sharesAt,
  thetaBaselineW,
  type Vehicle,
} from '../flexibility/index.js';
import { epochMs, MS_PER_HOUR, type EpochMs } from '../kernel/index.js';
import type { Obligation } from './obligation.js';

const CANDIDATES = [0.5, 0.1, 0.2, 0.3, 0.4, 0.6, 0.7, 0.8, 0.9] as const;

/**
 * Where in its window every car should wait during the MTU from `at`: of nine candidates the one with the largest firm
 * capacity now plus in the next MTU without activation. A θ whose capacity now falls short of what was sold is taken
 * only when every other does too, and then the one that holds most now. Ties go to the middle.
 */
export function bestTheta(vehicles: readonly Vehicle[], at: EpochMs, obligation: Obligation): number {
  let best: number = CANDIDATES[0];
  let bestScore = -Infinity;
  for (const theta of CANDIDATES) {
    const score = scoreOf(vehicles, at, theta, obligation);
    if (score > bestScore + 0.5) {
      best = theta;
      bestScore = score;
    }
  }
  return best;
}

function scoreOf(vehicles: readonly Vehicle[], at: EpochMs, theta: number, obligation: Obligation): number {
  const { mtuEnd, mtuHours, enduranceHours, nemPowerFactor, committedW } = obligation;
  const rule = { mtuHours, theta, enduranceHours };
  const nextEnd = epochMs(mtuEnd + mtuHours * MS_PER_HOUR);
  const now = [];
  const next = [];
  for (const vehicle of vehicles) {
    const baselineW = thetaBaselineW(vehicle, at, rule);
    now.push(memberOf(vehicle, baselineW, sharesAt(vehicle, at, baselineW, { horizonHours: enduranceHours, mtuEnd })));
    if (vehicle.departureAt < nextEnd) continue;
    const later = { ...vehicle, energyWh: energyAfterWh(vehicle, baselineW, mtuHours) };
    const laterW = thetaBaselineW(later, mtuEnd, rule);
    next.push(
      memberOf(later, laterW, sharesAt(later, mtuEnd, laterW, { horizonHours: enduranceHours, mtuEnd: nextEnd })),
    );
  }
  const nowW = groupCapacity(now, nemPowerFactor).capacityW;
  const nextW = groupCapacity(next, nemPowerFactor).capacityW;
  return nowW < committedW ? nowW - committedW : nowW + nextW;
}
