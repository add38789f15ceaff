import type { EpochMs } from '../kernel/index.js';
import type { SessionView } from './session-view.js';

/** What can be promised to the driver of one plugged-in car, and how much may be used meanwhile. */
export interface Guarantee {
  /** False: charging alone at full power can't reach the target by the departure. */
  readonly reachable: boolean;
  /**
   * Grid-side Wh, integer ≥ 0, that can be supplied from now on and still be charged back in time, within what is left of
   * limits on discharge.
   */
  readonly safelyDischargeableWh: number;
  /** Latest instant at which charging at full power must start; null when the target is reached already. */
  readonly mustChargeAt: EpochMs | null;
}

/**
 * The mathematics of the promise lives in `flexibility`, a room to the right: the engine hands it in. Pure.
 * Null: nothing can be promised, because battery, SoC or departure is unknown.
 */
export type GuaranteeCalculator = (session: SessionView, at: EpochMs) => Guarantee | null;
