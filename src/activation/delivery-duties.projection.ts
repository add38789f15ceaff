import { epochMs, parseInstant, type EpochMs, type Recorded } from '../kernel/index.js';
import { FCR_N, type CapacityCommitted } from '../market/index.js';
import { refill } from '../platform/index.js';
import type { DeliveryScored } from './activation.events.js';

/** An MTU that was sold and has no score yet. */
export interface DeliveryDuty {
  readonly mtuStart: EpochMs;
  readonly committedW: number;
}

/** What is still to be scored, from the log alone: sold, and no score on record. */
export class DeliveryDuties {
  static readonly types: readonly string[] = ['CapacityCommitted', 'DeliveryScored'];
  private readonly unscored = new Map<number, number>();

  apply(event: Recorded): void {
    const { product } = event.data as { readonly product?: string };
    if (product !== FCR_N) return;
    if (event.type === 'CapacityCommitted')
      for (const { mtuStart, awardedW } of (event as Recorded<CapacityCommitted>).data.mtus)
        this.unscored.set(parseInstant(mtuStart), awardedW);
    if (event.type === 'DeliveryScored')
      this.unscored.delete(parseInstant((event as Recorded<DeliveryScored>).data.mtuStart));
  }

  snapshot() {
    const { unscored } = this;
    return { unscored };
  }

  restore(snapshot: ReturnType<DeliveryDuties['snapshot']>): void {
    refill(this.unscored, snapshot.unscored);
  }

  /** The oldest; null: everything that was sold is scored. */
  first(): DeliveryDuty | null {
    let oldest = Infinity;
    for (const mtuStart of this.unscored.keys()) if (mtuStart < oldest) oldest = mtuStart;
    return oldest === Infinity ? null : this.dutyOf(oldest);
  }

  /** Oldest first. */
  all(): DeliveryDuty[] {
    return [...this.unscored.keys()].sort((a, b) => a - b).map((mtuStart) => this.dutyOf(mtuStart));
  }

  private dutyOf(mtuStart: number): DeliveryDuty {
    return { mtuStart: epochMs(mtuStart), committedW: this.unscored.get(mtuStart) as number };
  }
}
