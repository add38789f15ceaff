import { newest } from '../../kernel/index.js';
import { PLANNING_WEAR } from '../wear.rules.js';
import type { CapacityWorth, PlanCosts } from './plan-question.js';

/** What a plan weighs against each other. Prices of MTUs that have not cleared, energy and wear are assumptions. */
export interface PlanEconomics {
  /** What capacity is expected to pay where nothing of ours has cleared, EUR/MW,h. */
  readonly capacityEurPerMwH: number;
  /** A watt that was sold is worth so many times one that was not: the pay, the sanction, and our name. */
  readonly soldFactor: number;
  /** What energy is expected to cost at any hour, and as much where it is sold, EUR/MWh. */
  readonly energyEurPerMwh: number;
  /** Wear per kWh taken out of a battery, EUR: what weighs in a decision, not what is booked. */
  readonly wearEurPerKwh: number;
}

/** Assumed: the mean FCR-N price of DK2 in 2019–2020 and a usual Nordic energy price, rounded. Wear is a rule of its own. */
export const PLAN_ECONOMICS: PlanEconomics = {
  capacityEurPerMwH: 24,
  soldFactor: 4,
  energyEurPerMwh: 40,
  wearEurPerKwh: newest(PLANNING_WEAR).value.eurPerKwh,
};

const W_PER_MW = 1e6;

/** Worth of capacity in an MTU, EUR per W: first what was sold in it, at its clearing price where that is the higher one. */
export function economicWorth(
  { capacityEurPerMwH, soldFactor }: PlanEconomics,
  mtuHours: number,
  committedW: number,
  priceEurPerMwH: number | null,
): CapacityWorth {
  const rest = { upToW: Infinity, worth: (capacityEurPerMwH / W_PER_MW) * mtuHours };
  if (committedW <= 0) return [rest];
  const soldEurPerMwH = soldFactor * Math.max(capacityEurPerMwH, priceEurPerMwH ?? 0);
  return [{ upToW: committedW, worth: (soldEurPerMwH / W_PER_MW) * mtuHours }, rest];
}

/** Costs of moving energy, EUR per Wh, the same in every one of `mtus` MTUs; what is left in a battery is worth its price. */
export function economicCosts({ energyEurPerMwh, wearEurPerKwh }: PlanEconomics, mtus: number): PlanCosts {
  const energyPerWh = energyEurPerMwh / W_PER_MW;
  const flat = Array.from({ length: mtus }, () => energyPerWh);
  return { buyPerWh: flat, sellPerWh: flat, wearPerWh: wearEurPerKwh / 1000, storedPerWh: energyPerWh };
}
