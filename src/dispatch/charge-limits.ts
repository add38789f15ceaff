import type { SessionView } from '../fleet/index.js';
import { hasKnownState } from './pooled-vehicle.js';

/**
 * Cars of which battery or gauge is unknown. Nobody knows when they are full, so they are no part of the pool and charge
 * by their own rules; but a charger that is told nothing takes all that it can. So each is told the most it may take: the
 * least of car, charger and its share of the site's fuse, which others count on.
 */
export class ChargeLimits {
  private readonly limits = new Map<string, number>();

  /** By session, in order of plug-in: the most it may charge with, W, injection positive and so ≤ 0. */
  get byCar(): ReadonlyMap<string, number> {
    return this.limits;
  }

  /** A car as it is now: limited anew, or limited no more because the pool has it. */
  take(session: SessionView): void {
    if (hasKnownState(session)) this.limits.delete(session.sessionId);
    else this.limits.set(session.sessionId, 0 - Math.floor(session.maxChargeW));
  }

  forget(sessionId: string): void {
    this.limits.delete(sessionId);
  }
}
