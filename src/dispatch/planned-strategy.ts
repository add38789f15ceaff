import {
  groupCapacity,
  mostConstantChargeW,
  mostConstantDischargeW,
  planBaselines,
  thetaBaselineW,
  type CapacityWorth,
  type PlanCosts,
  type Vehicle,
} from '../flexibility/index.js';
import { clamp, epochMs, MS_PER_HOUR, type EpochMs } from '../kernel/index.js';
import type { BaselineQuestion, BaselineStrategy } from './baseline-strategy.js';

/** What a plan weighs against each other. Prices of MTUs that have not cleared, energy and wear are assumptions. */
export interface PlanEconomics {
  /** What capacity is expected to pay where nothing of ours has cleared, EUR/MW,h. */
  readonly capacityEurPerMwH: number;
  /** A watt that was sold is worth so many times one that was not: the pay, the sanction, and our name. */
  readonly soldFactor: number;
  /** What energy is expected to cost at any hour, and as much where it is sold, EUR/MWh. */
  readonly energyEurPerMwh: number;
  /** Wear per kWh taken out of a battery, EUR. */
  readonly wearEurPerKwh: number;
}

/** The mean FCR-N price of DK2 in 2017–2020 and of Finland lately lie around it; wear as the settlement assumes it. */
export const PLAN_ECONOMICS: PlanEconomics = {
  capacityEurPerMwH: 24,
  soldFactor: 4,
  energyEurPerMwh: 40,
  wearEurPerKwh: 0.05,
};

/** Most cars leave within so many MTUs; those that stay longer are planned as if the rest of their stay were free. */
const HORIZON_MTUS = 24;
/** Turns for each car: more gain less than half a percent and cost time at every MTU's start. */
const SWEEPS = 6;
/** A car that joins inside an MTU waits in the middle of its useful band until the group is planned again. */
const JOINING_THETA = 0.5;
const W_PER_MW = 1e6;

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
    capacity: groupCapacity,
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
      costs: costsOf(economics, mtus),
      vehicles: staying.map(({ sessionId, vehicle }) => ({ ...vehicle, id: sessionId })),
    },
    { sweeps: SWEEPS, bound: false },
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

function worthOfMtu(question: BaselineQuestion, mtu: number, economics: PlanEconomics): CapacityWorth {
  const { obligation, coming } = question;
  const { capacityEurPerMwH, soldFactor } = economics;
  const mtuMs = obligation.mtuHours * MS_PER_HOUR;
  const start: EpochMs = epochMs(obligation.mtuEnd + (mtu - 1) * mtuMs);
  const { committedW, priceEurPerMwH } = mtu === 0 ? { ...obligation, priceEurPerMwH: null } : coming(start);
  const worth = (capacityEurPerMwH / W_PER_MW) * obligation.mtuHours;
  const cleared = Math.max(capacityEurPerMwH, priceEurPerMwH ?? 0) / capacityEurPerMwH;
  const rest = { upToW: Infinity, worth };
  return committedW > 0 ? [{ upToW: committedW, worth: soldFactor * cleared * worth }, rest] : [rest];
}

function costsOf({ energyEurPerMwh, wearEurPerKwh }: PlanEconomics, mtus: number): PlanCosts {
  const energyPerWh = energyEurPerMwh / W_PER_MW;
  const flat = Array.from({ length: mtus }, () => energyPerWh);
  return { buyPerWh: flat, sellPerWh: flat, wearPerWh: wearEurPerKwh / 1000, storedPerWh: energyPerWh };
}

/** Whole watts, rounded towards charging so that no promise is missed by a fraction, within what the car can hold. */
function wholeW(vehicle: Vehicle, baselineW: number, hours: number): number {
  const lowestW = -Math.floor(mostConstantChargeW(vehicle, hours));
  const highestW = Math.floor(mostConstantDischargeW(vehicle, hours));
  return clamp(Math.floor(baselineW + ROUNDING_W), lowestW, Math.max(lowestW, highestW)) + 0;
}

/** A baseline this much below a whole watt is that watt. */
const ROUNDING_W = 1e-3;
