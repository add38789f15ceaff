import type { EpochMs } from '../kernel/index.js';
import { chargeNeedW } from './fuse-need.js';
import { fuseShares, type FuseShare } from './fuse-shares.js';
import type { SessionView } from './session-view.js';

/** Who has been guaranteed how much of their site's fuse; sessions of sites without a known fuse are not in it. */
export class SiteFuses {
  private readonly held = new Map<string, FuseShare>();

  shareOf(sessionId: string): FuseShare | null {
    return this.held.get(sessionId) ?? null;
  }

  /**
   * What everybody on a site would have, without giving it: `views` before any fuse, in the order of their right to it.
   */
  dealt(fuseW: number, views: readonly SessionView[], at: EpochMs): FuseShare[] {
    return fuseShares(
      fuseW,
      views.map((view) => ({
        needW: chargeNeedW(view, at, this.held.get(view.sessionId)?.chargeW ?? null),
        chargeW: view.maxChargeW,
        dischargeW: view.maxDischargeW,
      })),
    );
  }

  /** Deals a site's fuse anew; null: there is none. @returns whose share changed. */
  deal(fuseW: number | null, views: readonly SessionView[], at: EpochMs): string[] {
    const shares = fuseW === null ? null : this.dealt(fuseW, views, at);
    return views.flatMap(({ sessionId }, index) => {
      const before = this.held.get(sessionId);
      const now = shares?.[index];
      if (now === undefined) return this.held.delete(sessionId) ? [sessionId] : [];
      this.held.set(sessionId, now);
      return before?.chargeW === now.chargeW && before.dischargeW === now.dischargeW ? [] : [sessionId];
    });
  }

  forget(sessionId: string): void {
    this.held.delete(sessionId);
  }

  snapshot(): ReadonlyMap<string, FuseShare> {
    return this.held;
  }

  /** A snapshot from before fuses were dealt has none. */
  restore(snapshot: ReadonlyMap<string, FuseShare> | undefined): void {
    const held = [...(snapshot ?? [])];
    this.held.clear();
    for (const [sessionId, share] of held) this.held.set(sessionId, share);
  }
}

/** Limits that are the least of car, charger and fuse: whatever is calculated from them stays under it. */
export function underFuse<Limited extends Pick<SessionView, 'maxChargeW' | 'maxDischargeW'>>(
  limited: Limited,
  share: FuseShare | null,
): Limited {
  if (share === null) return limited;
  return {
    ...limited,
    maxChargeW: Math.min(limited.maxChargeW, share.chargeW),
    maxDischargeW: Math.min(limited.maxDischargeW, share.dischargeW),
  };
}
