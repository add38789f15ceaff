/**
 * A new allocation: what each member holds from `at` on, until the next one. Stream `activation-<product>-<mtuStart>`.
 * A member's power at activation a ∈ [−1, 1] is baselineW + a⁺·upW − a⁻·downW + NEM·(nemUpW | nemDownW), injection positive.
 */
export interface SharesAllocated {
  readonly type: 'SharesAllocated';
  readonly data: {
    readonly product: string;
    readonly mtuStart: string;
    readonly at: string;
    readonly cause:
      'mtu-start' | 'recovery' | 'member-left' | 'member-joined' | 'limit-reached' | 'preferences' | 'restart';
    readonly committedW: number;
    /** What the members can hold together until the MTU ends: min(committed, Σ up, Σ down). */
    readonly heldW: number;
    /** Σ of 1-hour shares, W·h each way: the reservoir that endurance counts from. */
    readonly reservoirUpWh: number;
    readonly reservoirDownWh: number;
    /** Columns of one table, one row per session whose values differ from the allocation before. */
    readonly sessionIds: readonly string[];
    readonly baselineW: readonly number[];
    readonly upW: readonly number[];
    readonly downW: readonly number[];
    readonly nemUpW: readonly number[];
    readonly nemDownW: readonly number[];
  };
}
export type DispatchEvent = SharesAllocated;
