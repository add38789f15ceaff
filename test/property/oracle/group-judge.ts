import { OracleEnergyManagement } from './energy-management.js';

/** What the product says it holds from an allocation on. */
export interface Held {
  readonly committedW: number;
  readonly heldW: number;
  readonly reservoirUpWh: number;
  readonly reservoirDownWh: number;
  /** Power for NEM that the members hold together each way: 0.34 of the capacity where it was sold as firm, else what there is. */
  readonly nemUpW: number;
  readonly nemDownW: number;
}

/** One second of the group as the product lived it. */
export interface GroupSecond {
  /** From 50 Hz, mHz; null with control off. */
  readonly deviationMhz: number | null;
  /** Σ of set-points less baselines over the members, W. */
  readonly responseW: number;
  readonly members: number;
  /** What the product claims to maintain, and what it says is required. */
  readonly maintainedW: number;
  readonly requiredW: number;
  /** The product says that a member met a limit in this second: it deals the shares anew in the next. */
  readonly cut: boolean;
}

/**
 * What the TSO was promised: the response that the requirements ask for, second by second, whenever the product claims
 * to maintain what it holds. Keeps its own book of the energy given and its own NEM and AEM.
 */
export class GroupJudge {
  private readonly management = new OracleEnergyManagement();
  private held: Held = { committedW: 0, heldW: 0, reservoirUpWh: 0, reservoirDownWh: 0, nemUpW: 0, nemDownW: 0 };
  private givenWs = 0;
  /** Seconds with a promise, of which maintained, of which cut short by a limit; and seconds with NEM, with AEM. */
  readonly seen = { promised: 0, maintained: 0, cut: 0, nem: 0, alert: 0 };

  allocated(held: Held): void {
    this.held = held;
    this.givenWs = 0;
  }

  /** The broken rule in words, or null. */
  second(second: number, lived: GroupSecond): string | null {
    const { committedW, heldW } = this.held;
    if (lived.deviationMhz === null || committedW === 0 || heldW === 0) {
      this.givenWs += lived.responseW;
      return lived.maintainedW === 0 ? null : `second ${second}: maintains ${lived.maintainedW} W of nothing`;
    }
    const required = this.management.step(lived.deviationMhz, {
      capacityW: heldW,
      storedWs: this.held.reservoirUpWh * 3600 - this.givenWs,
      roomWs: this.held.reservoirDownWh * 3600 + this.givenWs,
    });
    this.givenWs += lived.responseW;
    this.count(lived, required.nem !== 0, required.alert);
    const claimed = required.alert ? 0 : Math.min(committedW, heldW);
    if (lived.maintainedW !== claimed) return `second ${second}: claims ${lived.maintainedW} W, not ${claimed} W`;
    const requiredW = (required.powerW * committedW) / heldW;
    if (Math.abs(lived.requiredW - requiredW) > 1)
      return `second ${second}: says that ${lived.requiredW} W are due, not ${requiredW} W`;
    if (lived.cut) return null;
    if (Math.abs(lived.responseW) > 1.34 * heldW + 1)
      return `second ${second}: answers ${lived.responseW} W, over 1.34 times the ${heldW} W held`;
    if (required.alert) return null;
    const missingNemW = required.nem > 0 ? heldW * 0.34 - this.held.nemUpW : heldW * 0.34 - this.held.nemDownW;
    const dueW = required.powerW - required.nem * Math.max(0, missingNemW);
    // What a reference that alert state has let slide asks for beyond full activation is on nobody's share.
    const beyondW = heldW * (required.droop - Math.max(-1, Math.min(1, required.droop)));
    const [least, most] = [Math.min(dueW, dueW - beyondW), Math.max(dueW, dueW - beyondW)];
    return lived.responseW >= least - 1 && lived.responseW <= most + 1
      ? null
      : `second ${second}: answers ${lived.responseW} W where ${dueW} W are due (NEM ${required.nem}, droop ${required.droop})`;
  }

  private count(lived: GroupSecond, nem: boolean, alert: boolean): void {
    this.seen.promised += 1;
    if (lived.maintainedW > 0 && !lived.cut) this.seen.maintained += 1;
    if (lived.cut) this.seen.cut += 1;
    if (nem) this.seen.nem += 1;
    if (alert) this.seen.alert += 1;
  }
}
