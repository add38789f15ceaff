import { epochMs, type Timeline } from '../kernel/index.js';

/** What is booked: what a battery costs to replace, and how its life is used up by cycles. Our own cost: no document of the market sets it. */
export interface BatteryWear {
  /** EUR per kWh of battery, for a life that ends at 80 % of its first capacity. */
  readonly batteryEurPerKwh: number;
  /** Share of that life that a cycle of full depth uses, and how fast it falls with the depth: share · depth^exponent. */
  readonly lifePerFullCycle: number;
  readonly depthExponent: number;
}

/**
 * Depth: Xu, Zhao, Zheng, Litvinov, Kirschen, "Factoring the Cycle Aging Cost of Batteries Participating in Electricity
 * Markets", IEEE Transactions on Power Systems 33(2), 2018 (arXiv 1707.04567): 5.24e-4 · depth^2.03 of the life a cycle,
 * 3 000 cycles at 80 %, fitted to the NMC cells that Ecker et al. cycled (Journal of Power Sources 248, 2014, 839–851).
 * Check: it makes FCR-N droop with 9.2 kW on 40 kWh cost 1 to 2 % of the capacity in five years, as Calearo and Marinelli
 * calculate for DK2 (World Electric Vehicle Journal 11(3), 2020, 48).
 * Assumption: chemistry, temperature and rate of a car in the street are those of the cells; calendar ageing goes on
 * with and without V2G and is left out.
 */
const NMC_CYCLES = { lifePerFullCycle: 5.24e-4, depthExponent: 2.03 } as const;

const from = (day: string) => epochMs(Date.parse(`${day}T00:00:00Z`));

/** Price of a pack by the yearly survey of BloombergNEF, at the ECB's mean rate of the year. Fitting it into a car is left out. */
export const BATTERY_WEAR: Timeline<BatteryWear> = [
  {
    validFrom: from('2023-11-26'),
    source:
      'BloombergNEF battery price survey 2023: 139 USD per kWh of pack; 1.0813 USD per EUR; cycles by Xu et al. 2018',
    value: { batteryEurPerKwh: 128.55, ...NMC_CYCLES },
  },
  {
    validFrom: from('2024-12-10'),
    source:
      'BloombergNEF battery price survey 2024: 115 USD per kWh of pack; 1.0824 USD per EUR; cycles by Xu et al. 2018',
    value: { batteryEurPerKwh: 106.25, ...NMC_CYCLES },
  },
];

/**
 * What a plan takes a kWh out of a battery to cost when it decides what to move. It is no cost of anybody's and stands in
 * no account: `BATTERY_WEAR` makes what is booked.
 */
export interface PlanningWear {
  readonly eurPerKwh: number;
}

/**
 * Why a plan does not weigh what is booked. Booked is the mean of a cycle's kWh, known when it is over. A plan decides on
 * the last kWh of a cycle, and with lives that go by depth^2.03 that one wears 2.03 times the mean: 2.7 ct where the mean
 * is 1.34 ct, at a quarter of the battery. The rest is a margin: plans are made anew each hour, and what was moved for an
 * hour that turns out otherwise is moved back. How large it has to be is measured, not derived.
 */
export const PLANNING_WEAR: Timeline<PlanningWear> = [
  {
    validFrom: from('2026-11-23'),
    source:
      'own choice: of 1.34, 2.7, 5 and 8 ct the one that earned most after wear as booked, four months of residential sessions at prices of 2019 and 2020',
    value: { eurPerKwh: 0.05 },
  },
];
