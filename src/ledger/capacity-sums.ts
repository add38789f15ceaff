import { groupCapacity, type GroupMember } from '../flexibility/index.js';
import { invariant, type EpochMs } from '../kernel/index.js';
import type { Contribution } from './contribution.js';

/** Running sums of one MTU over the cars that have a share in it, W. */
export interface MtuSums {
  readonly upW: number;
  readonly downW: number;
  readonly sessions: number;
}

const NOTHING: MtuSums = { upW: 0, downW: 0, sessions: 0 };

/**
 * The capacity of a set of cars per MTU. A car in or out costs its own MTUs, however many other cars there are; the
 * group rule on top is evaluated when asked, and only for MTUs that changed since. The order in which cars came and
 * went leaves no trace: sums are whole numbers, and the group rule sees the cars in the order of their ids.
 */
export class CapacitySums {
  private readonly contributions = new Map<string, Contribution>();
  private readonly sums = new Map<EpochMs, MtuSums>();
  private readonly firm = new Map<EpochMs, number>();
  private sortedIds: readonly string[] | null = null;

  add(contribution: Contribution): void {
    invariant(!this.contributions.has(contribution.sessionId), `session ${contribution.sessionId} is counted once`);
    this.contributions.set(contribution.sessionId, contribution);
    this.book(contribution, 1);
  }

  remove(sessionId: string): void {
    const contribution = this.contributions.get(sessionId);
    if (contribution === undefined) return;
    this.contributions.delete(sessionId);
    this.book(contribution, -1);
  }

  has(sessionId: string): boolean {
    return this.contributions.has(sessionId);
  }

  isEmpty(): boolean {
    return this.contributions.size === 0;
  }

  at(mtuStart: EpochMs): MtuSums {
    return this.sums.get(mtuStart) ?? NOTHING;
  }

  /** Firm capacity by the group rule, whole W, not floored to bid steps. */
  firmW(mtuStart: EpochMs, nemPowerFactor: number): number {
    const known = this.firm.get(mtuStart);
    if (known !== undefined) return known;
    const { upW, downW } = this.at(mtuStart);
    if (upW === 0 || downW === 0) return 0;
    const firmW = Math.floor(groupCapacity(this.membersAt(mtuStart), nemPowerFactor).capacityW);
    this.firm.set(mtuStart, firmW);
    return firmW;
  }

  private membersAt(mtuStart: EpochMs): GroupMember[] {
    this.sortedIds ??= [...this.contributions.keys()].sort();
    const members: GroupMember[] = [];
    for (const sessionId of this.sortedIds) {
      const member = this.contributions.get(sessionId)?.members.get(mtuStart);
      if (member !== undefined) members.push(member);
    }
    return members;
  }

  private book(contribution: Contribution, sign: 1 | -1): void {
    this.sortedIds = null;
    for (const [mtuStart, member] of contribution.members) {
      const before = this.at(mtuStart);
      const sessions = before.sessions + sign;
      this.firm.delete(mtuStart);
      if (sessions === 0) this.sums.delete(mtuStart);
      else
        this.sums.set(mtuStart, {
          upW: before.upW + sign * member.upW,
          downW: before.downW + sign * member.downW,
          sessions,
        });
    }
  }
}
