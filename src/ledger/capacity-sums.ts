import { columnCapacity, emptyColumns, type GroupColumns } from '../flexibility/index.js';
import { invariant, MS_PER_MINUTE, type EpochMs } from '../kernel/index.js';
import type { Contribution } from './contribution.js';

/** Running sums of one MTU over the cars that have a share in it, W. */
export interface MtuSums {
  readonly upW: number;
  readonly downW: number;
  readonly sessions: number;
}

/** Counted in place: a car in or out makes no object. */
type Running = { -readonly [Field in keyof MtuSums]: MtuSums[Field] };

const NOTHING: MtuSums = { upW: 0, downW: 0, sessions: 0 };

/**
 * The capacity of a set of cars per MTU. A car in or out costs its own MTUs, however many other cars there are; the
 * group rule on top is evaluated when asked, and only for MTUs that changed since. The order in which cars came and
 * went leaves no trace: sums are whole numbers, and the group rule sees the cars in the order of their ids.
 */
export class CapacitySums {
  private readonly contributions = new Map<string, Contribution>();
  /** By the minute in which an MTU starts, as its members' paths have it. */
  private readonly sums = new Map<number, Running>();
  private readonly firm = new Map<number, number>();
  private members = emptyColumns(0);
  /** In order, with some that have left since: whoever comes back finds the old place. */
  private sortedIds: readonly string[] | null = null;
  private sorted: ReadonlySet<string> = new Set();

  add(contribution: Contribution): void {
    invariant(!this.contributions.has(contribution.sessionId), `session ${contribution.sessionId} is counted once`);
    this.contributions.set(contribution.sessionId, contribution);
    if (!this.sorted.has(contribution.sessionId)) this.sortedIds = null;
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
    return this.sums.get(mtuStart / MS_PER_MINUTE) ?? NOTHING;
  }

  /** Firm capacity by the group rule, whole W, not floored to bid steps. */
  firmW(mtuStart: EpochMs, nemPowerFactor: number): number {
    const minute = mtuStart / MS_PER_MINUTE;
    const known = this.firm.get(minute);
    if (known !== undefined) return known;
    const { upW, downW } = this.at(mtuStart);
    if (upW === 0 || downW === 0) return 0;
    const firmW = Math.floor(columnCapacity(this.membersAt(minute), nemPowerFactor).capacityW);
    this.firm.set(minute, firmW);
    return firmW;
  }

  private membersAt(startMinute: number): GroupColumns {
    this.sortedIds ??= this.sortAnew();
    if (this.sortedIds.length > 2 * this.contributions.size) this.sortedIds = this.sortAnew();
    if (this.members.upW.length < this.sortedIds.length) this.members = emptyColumns(2 * this.sortedIds.length);
    this.members.count = 0;
    for (const sessionId of this.sortedIds)
      this.contributions.get(sessionId)?.members.appendTo(this.members, startMinute);
    return this.members;
  }

  private sortAnew(): string[] {
    const ids = [...this.contributions.keys()].sort();
    this.sorted = new Set(ids);
    return ids;
  }

  private book({ members }: Contribution, sign: 1 | -1): void {
    for (let index = 0; index < members.size; index++) {
      const minute = members.startMinuteAt(index);
      this.firm.delete(minute);
      let sums = this.sums.get(minute);
      if (sums === undefined) this.sums.set(minute, (sums = { ...NOTHING }));
      sums.upW += sign * members.upWAt(index);
      sums.downW += sign * members.downWAt(index);
      sums.sessions += sign;
      if (sums.sessions === 0) this.sums.delete(minute);
    }
  }
}
