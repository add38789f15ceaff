import type { NemOutlook } from '../flexibility/index.js';
import type { EnergyManagement, FcrnRules } from '../market/index.js';

/** NEM as it stands when shares are dealt: what its mean still brings, and the rules by which it goes on. */
export interface NemInHand {
  /** −1 (charging) … 1. */
  readonly mean: number;
  /** What it is allowed in this very second: −1, 0 or 1. */
  readonly allowed: number;
  readonly enableHours: number;
  readonly disableHours: number;
  readonly meanHours: number;
}

/** Nothing has acted, and nothing does until half an hour of net activation; what would end it doesn't matter. */
export const NEM_AT_REST: NemInHand = { mean: 0, allowed: 0, enableHours: 0.5, disableHours: 1, meanHours: 1 / 12 };

/** As energy management has it at this second. */
export const nemInHand = (
  { nemMean, nemAllowed }: Pick<EnergyManagement, 'nemMean' | 'nemAllowed'>,
  { nemEnableMinutes, nemDisableMinutes, energyManagementMeanSeconds }: FcrnRules,
): NemInHand => ({
  mean: nemMean,
  allowed: nemAllowed,
  enableHours: nemEnableMinutes / 60,
  disableHours: nemDisableMinutes / 60,
  meanHours: energyManagementMeanSeconds / 3600,
});

/**
 * The outlook for NEM in one direction (−1 charges, 1 discharges) over `hours`, when the endurance that it restores, up
 * for charging and down for discharging, is `enduranceHours` at the start of them.
 */
export function nemOutlook(nem: NemInHand, direction: -1 | 1, enduranceHours: number, hours: number): NemOutlook {
  const goesOn = nem.allowed === direction && enduranceHours < nem.disableHours;
  if (goesOn) return { hours, quietHours: 0, tailHours: 0 };
  const quietHours = Math.max(0, enduranceHours - nem.enableHours);
  // A mean of m over a window runs out with at most m·(1 − m/2) of the window at full NEM: its seconds were the latest.
  const mean = Math.max(0, nem.mean * direction);
  return { hours, quietHours, tailHours: nem.meanHours * mean * (1 - mean / 2) };
}
