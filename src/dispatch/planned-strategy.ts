import {
  economicCosts,
  economicWorth,
  bestCapacity,
  mostConstantChargeW,
  mostConstantDischargeW,
  PLAN_ECONOMICS,
  planBaselines,
  thetaBaselineW,
  type CapacityWorth,
  type PlanEconomics,
  type Vehicle,
} from '../flexibility/index.js';
import { clamp, epochMs, MS_PER_HOUR } from '../kernel/index.js';
import type { BaselineQuestion, BaselineStrategy } from './baseline-strategy.js';

/** Most cars leave within so many MTUs; those that stay longer are planned as if the rest of their stay were free. */
const HORIZON_MTUS = 24;
/**
 * Turns for each car. On hours of the standard backtest a plan of three is worth 99.4 % of what no plan can exceed, one of
 * twenty 99.7 %; and no baselines, chosen together with the shares for their own hour alone, hold on average 1 % more in
 * it. In a large pool prices settle within one.
 */
const SWEEPS = 3;
const LARGE_POOL = 1_000;
/** A car that joins inside an MTU waits in the middle of its useful band until the group is planned again. */
const JOINING_THETA = 0.5;

/**
 * Plans all plugged-in cars until they leave, anew at each MTU's start, and takes the plan's first MTU. Cars that will
 * come are left out: what was sold comes first in every MTU to come, and beyond it capacity is worth what it is
 * expected to pay, less energy, losses and wear of moving it there. Nothing is remembered from one MTU to the next.
 */
export function plannedStrategy(economics: PlanEconomics = PLAN_ECONOMICS): BaselineStrategy {
  return {
    name: 'planned',
    baselinesW: (question) => plannedBaselinesW(question, economics),
    joiningBaselineW: (vehicle, at, { mtuEnd, enduranceHours }) =>
      thetaBaselineW(vehicle, at, { mtuHours: (mtuEnd - at) / MS_PER_HOUR, theta: JOINING_THETA, enduranceHours }),
    capacity: bestCapacity,
  };
}

function plannedBaselinesW(question: BaselineQuestion, economics: PlanEconomics): readonly number[] {
  const { staying, at, obligation } = question;
  if (staying.length === 0) return [];
  const { mtuHours, enduranceHours, nemPowerFactor } = obligation;
  const mtus = mtusAhead(question);
  const { baselinesW } = planBaselines(
    {
      // After a restart inside an MTU its rest is planned as a whole one: the next start puts that right.
      at,
      mtuHours,
      enduranceHours,
      nemPowerFactor,
      worth: Array.from({ length: mtus }, (_, mtu) => worthOfMtu(question, mtu, economics)),
      costs: economicCosts(economics, mtus),
      vehicles: staying.map(({ sessionId, vehicle }) => ({ ...vehicle, id: sessionId })),
    },
    { sweeps: staying.length > LARGE_POOL ? 1 : SWEEPS, bound: false },
  );
  const hours = Math.max(mtuHours, enduranceHours);
  return staying.map(({ vehicle }, index) => wholeW(vehicle, baselinesW[index]?.[0] ?? 0, hours));
}

/** Until the last car leaves, within the horizon. */
function mtusAhead({ staying, obligation }: BaselineQuestion): number {
  const last = staying.reduce((latest, { vehicle }) => Math.max(latest, vehicle.departureAt), 0);
  const after = Math.ceil((last - obligation.mtuEnd) / (obligation.mtuHours * MS_PER_HOUR));
  return clamp(after + 1, 1, HORIZON_MTUS);
}

function worthOfMtu({ obligation, coming }: BaselineQuestion, mtu: number, economics: PlanEconomics): CapacityWorth {
  const { mtuHours, mtuEnd, committedW } = obligation;
  if (mtu === 0) return economicWorth(economics, mtuHours, committedW, null);
  const later = coming(epochMs(mtuEnd + (mtu - 1) * mtuHours * MS_PER_HOUR));
  return economicWorth(economics, mtuHours, later.committedW, later.priceEurPerMwH);
}

/** Whole watts, rounded towards charging so that no promise is missed by a fraction, within what the car can hold. */
function wholeW(vehicle: Vehicle, baselineW: number, hours: number): number {
  const lowestW = -Math.floor(mostConstantChargeW(vehicle, hours));
  const highestW = Math.floor(mostConstantDischargeW(vehicle, hours));
  return clamp(Math.floor(baselineW + ROUNDING_W), lowestW, Math.max(lowestW, highestW)) + 0;
}

/** A baseline this much below a whole watt is that watt. */
const ROUNDING_W = 1e-3;
