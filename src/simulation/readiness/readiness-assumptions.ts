import { ASSUMED_MIN_SOC_PERMILLE, ASSUMED_TARGET_SOC_PERMILLE, type StudyFleetOptions } from '../study-fleet.js';
import { ASSUMED_V2G_POWER_W } from './readiness-stays.js';

/** How the numbers were made, and what they rest on, in words. */
export function readinessAssumptions(
  { v2gPowerW, batteryWh, chargers, seed }: StudyFleetOptions,
  strategy: string,
  estimated: number,
): { readonly method: readonly string[]; readonly assumptions: readonly string[] } {
  return {
    method: [
      'Weeks studied: the latest, up to 26, in which at least half as many chargers were in use as in the busiest week.',
      `Firm capacity: hour by hour through those weeks by the product’s own group rule, cars waiting by the simple rule (${strategy}); planned day by day they hold more; nothing is activated in between.`,
      'Firm at 90 %: the largest capacity that another week of the same kind falls short of with probability of at most 10 %; with fewer than 9 weeks the hours beside lend their samples.',
      'Chargers needed: bootstrap of 12 fleets, each a sequence of whole charger histories drawn with replacement, one drawn again moved by up to 8 whole weeks; in each hour of every week of each fleet the shortest beginning of the sequence that holds 0.1 MW. The figure is what in 90 (99) % of the fleets is firm at 90 (99) %, in a quarter of the week’s hours or in every hour.',
      'Chargers per month: median slope (Theil–Sen) of the chargers in use over the last twelve months.',
      'What holds back: shares of the installed discharge power over all hours studied; with the firm share they add up to 1.',
    ],
    assumptions: [
      v2gPowerW === undefined
        ? `Charger power: the file’s where its chargers discharge, else ${ASSUMED_V2G_POWER_W / 1000} kW both ways.`
        : `Charger power: ${v2gPowerW / 1000} kW both ways at every charger.`,
      ...(batteryWh === undefined ? [] : [`Battery: ${batteryWh / 1000} kWh in every car.`]),
      ...(chargers === undefined
        ? []
        : [
            `Chargers: ${chargers} drawn with seed ${seed}, of which those count that are in use in the weeks studied; copies are whole histories shifted by up to eight weeks.`,
          ]),
      ...(estimated === 0
        ? []
        : [`${estimated} sessions without arrival SoC: the target less what was charged, as an AC charger sees it.`]),
      'Every driver consents to V2G, and the departure is known: the file’s estimate where it has one, else the unplugging.',
      `Driver’s minimum SoC ${ASSUMED_MIN_SOC_PERMILLE / 10} %, or the arrival SoC (or target) where that is lower; efficiency 0.95 each way; target ${ASSUMED_TARGET_SOC_PERMILLE / 10} % where the file has none.`,
      'Activation is left out: it moves energy, and a fleet that is in the market holds somewhat less. A backtest shows how much.',
      'A vendor’s rule of thumb to compare with: at least 20 V2G stations.',
    ],
  };
}
