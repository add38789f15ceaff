/**
 * What the batteries under control gave in one MTU, sold or not, and what that used of their lives; cars that gave and
 * used nothing are left out. Stream `activation-<product>-<mtuStart>`. Drivers' and owners' limits on throughput and
 * cycles are counted from it, and wear is charged by it.
 */
export interface BatteriesDischarged {
  readonly type: 'BatteriesDischarged';
  readonly data: {
    readonly product: string;
    readonly mtuStart: string;
    /** Columns of one table, one row per session. */
    readonly sessionIds: readonly string[];
    /** Taken out of the battery, rounded up. */
    readonly dischargedWh: readonly number[];
    /** Battery size times the share of its life used up, over what plain charging would have used; rounded. */
    readonly wornMicroWh: readonly number[];
  };
}
