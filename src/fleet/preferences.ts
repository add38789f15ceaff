import { Refusal } from '../kernel/index.js';

/** What the driver is promised: SoC in permille with minimum ≤ target ≤ maximum, departure as an ISO instant. */
export interface Promised {
  readonly targetSocPermille: number;
  readonly minSocPermille: number;
  readonly maxSocPermille: number;
}

/** The parts of a promise that a message or a driver stated. Absent: not stated. */
export interface StatedPreferences {
  readonly targetSocPermille?: number;
  readonly minSocPermille?: number;
  /** null: no departure is known any more. */
  readonly departureAt?: string | null;
  readonly v2g?: boolean;
  /** null: no limit any more. */
  readonly maxDischargeWh?: number | null;
  readonly maxDailyCyclesPermille?: number | null;
}

const DEFAULT_TARGET_PERMILLE = 800;
const DEFAULT_MINIMUM_PERMILLE = 200;
const FULL_PERMILLE = 1000;
/** What preserves a battery; the driver or fleet manager decides. */
export const RECOMMENDED_TARGET_PERMILLE = { from: 700, to: 900 } as const;

/** Fills in what was not stated, so that a default never contradicts what was. */
export function withDefaults(stated: Partial<Promised>, arrivalSocPermille: number | null): Promised {
  const maxSocPermille = stated.maxSocPermille ?? FULL_PERMILLE;
  const targetSocPermille =
    stated.targetSocPermille ?? Math.max(Math.min(DEFAULT_TARGET_PERMILLE, maxSocPermille), stated.minSocPermille ?? 0);
  const minSocPermille =
    stated.minSocPermille ?? Math.min(DEFAULT_MINIMUM_PERMILLE, arrivalSocPermille ?? FULL_PERMILLE, targetSocPermille);
  return { targetSocPermille, minSocPermille, maxSocPermille };
}

/** Refuses TARGET_ABOVE_MAXIMUM and MINIMUM_ABOVE_TARGET; null when the promise makes sense. */
export function checkPromised(promised: Promised): Refusal | null {
  const { targetSocPermille, minSocPermille, maxSocPermille } = promised;
  if (targetSocPermille > maxSocPermille)
    return new Refusal(
      'TARGET_ABOVE_MAXIMUM',
      `targetSoc ${percent(targetSocPermille)} is above the car's maxSoc ${percent(maxSocPermille)}; state a target up to it`,
      'targetSoc',
    );
  if (minSocPermille > targetSocPermille)
    return new Refusal(
      'MINIMUM_ABOVE_TARGET',
      `minSoc ${percent(minSocPermille)} is above targetSoc ${percent(targetSocPermille)}; lower the minimum or raise the target`,
      'minSoc',
    );
  return null;
}

/** A hint for the driver, or null inside the recommended range. */
export function targetHint(targetSocPermille: number): string | null {
  const { from, to } = RECOMMENDED_TARGET_PERMILLE;
  if (targetSocPermille >= from && targetSocPermille <= to) return null;
  const effect =
    targetSocPermille > to
      ? 'a higher one wears the battery and leaves less to sell'
      : 'a lower one leaves little range';
  return `a target of ${percent(from)}–${percent(to)} is recommended; ${effect}. Your choice of ${percent(targetSocPermille)} stands.`;
}

export const percent = (permille: number): string => `${permille / 10} %`;
