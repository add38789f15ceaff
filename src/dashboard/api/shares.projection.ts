import type { Recorded } from '../../kernel/index.js';
import type { SharesAllocated } from '../../dispatch/index.js';
import type { VehicleUnplugged } from '../../fleet/index.js';
import { refill } from '../../platform/index.js';

/** What one session holds, W, injection positive. */
export interface HeldShare {
  readonly baselineW: number;
  readonly upW: number;
  readonly downW: number;
}
export const NO_SHARE: HeldShare = { baselineW: 0, upW: 0, downW: 0 };

/** Each plugged-in session's baseline and share by the newest allocation that named it. */
export class SharesProjection {
  static readonly types: readonly string[] = ['SharesAllocated', 'VehicleUnplugged'];
  private readonly shares = new Map<string, HeldShare>();

  apply(event: Recorded): void {
    if (event.type === 'VehicleUnplugged') this.shares.delete((event.data as VehicleUnplugged['data']).sessionId);
    if (event.type !== 'SharesAllocated') return;
    const { sessionIds, baselineW, upW, downW } = event.data as SharesAllocated['data'];
    sessionIds.forEach((sessionId, row) =>
      this.shares.set(sessionId, { baselineW: baselineW[row] ?? 0, upW: upW[row] ?? 0, downW: downW[row] ?? 0 }),
    );
  }

  snapshot(): ReadonlyMap<string, HeldShare> {
    return this.shares;
  }

  restore(snapshot: ReadonlyMap<string, HeldShare>): void {
    refill(this.shares, snapshot);
  }

  /** null: no allocation has named the session yet. */
  of(sessionId: string): HeldShare | null {
    return this.shares.get(sessionId) ?? null;
  }
}
