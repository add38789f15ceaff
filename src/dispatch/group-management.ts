import { epochMs, MS_PER_SECOND, type EpochMs } from '../kernel/index.js';
import { EnergyManagement, type FcrnRules, type ManagedSeconds } from '../market/index.js';
import { CONTROL_OFF, type Frame } from './frame.js';
import { nemInHand, type NemInHand } from './nem-in-hand.js';

/** What energy management did before a restart. */
export interface PastManagement {
  /** End of the last second on record that was answered. */
  readonly until: EpochMs;
  /** The last of them, at least as many as the mean is long where there were so many; the latest last. */
  readonly past: readonly ManagedSeconds[];
}

/**
 * NEM and AEM of the group over time: while the reserve is off they stand still, and after as long as their mean is long
 * they begin anew, for then nothing in the mean is of now. Whether the process was there meanwhile makes no difference.
 */
export class GroupManagement {
  energy: EnergyManagement;
  /** End of the last frame with an answered second; null: none yet. */
  private answeredUntil: EpochMs | null = null;

  constructor(private rules: FcrnRules) {
    this.energy = new EnergyManagement(rules);
  }

  recall({ until, past }: PastManagement): void {
    this.energy.recall(past);
    this.answeredUntil = until;
  }

  /** Rules of another date start with nothing in their means. */
  follow(rules: FcrnRules): void {
    if (rules !== this.rules) this.energy = new EnergyManagement(rules);
    this.rules = rules;
  }

  /** Before an allocation or a frame from `at` on. */
  standAt(at: EpochMs): void {
    const windowMs = this.rules.energyManagementMeanSeconds * MS_PER_SECOND;
    if (this.answeredUntil === null || at - this.answeredUntil < windowMs) return;
    this.energy.reset();
    this.answeredUntil = null;
  }

  /** After a second was stepped: what was decided in it. */
  note(frame: Frame, second: number, heldW: number): void {
    const off = frame.millihertz[second] === CONTROL_OFF || frame.committedW === 0;
    frame.managed[second] = off || heldW <= 0 ? 0 : 1;
    frame.nemAllowed[second] = this.energy.nemAllowed;
    frame.aemOn[second] = this.energy.aemActive;
    if (!off) this.answeredUntil = epochMs(frame.from + (second + 1) * MS_PER_SECOND);
  }

  inHand(): NemInHand {
    return nemInHand(this.energy, this.rules);
  }
}
