import type { EpochMs } from '../kernel/index.js';
import { refill } from '../platform/index.js';
import type { Charger } from './charger.js';
import type { Session } from './session-state.js';

interface OpenSession {
  readonly sessionId: string;
  readonly pluggedInAt: EpochMs;
}

/**
 * Who is on which charger, oldest first. Overlapping sessions of one charger are two connectors. Only where a
 * registered charger has fewer connectors than open sessions, an unplug message must have got lost: the oldest
 * sessions are then displaced and earn nothing, until a report later than the plug-in that took their place proves
 * them to be there.
 */
export class ConnectorBook {
  private readonly open = new Map<string, readonly OpenSession[]>();

  /** Every charger ever seen plugged in, idle ones too. */
  chargerIds(): IterableIterator<string> {
    return this.open.keys();
  }

  plugIn(chargerId: string, sessionId: string, pluggedInAt: EpochMs): void {
    this.open.set(chargerId, [...this.without(chargerId, sessionId), { sessionId, pluggedInAt }]);
  }

  unplug(chargerId: string, sessionId: string): void {
    this.open.set(chargerId, this.without(chargerId, sessionId));
  }

  sessionsOf(chargerId: string): string[] {
    return (this.open.get(chargerId) ?? []).map(({ sessionId }) => sessionId);
  }

  isDisplaced(session: Session, charger: Charger | null): boolean {
    if (charger === null) return false;
    const open = this.open.get(session.chargerId) ?? [];
    if (open.length <= charger.connectors) return false;
    const index = open.findIndex(({ sessionId }) => sessionId === session.sessionId);
    const successor = open[index + charger.connectors];
    return index >= 0 && successor !== undefined && (session.socAt ?? session.pluggedInAt) <= successor.pluggedInAt;
  }

  snapshot(): ReadonlyMap<string, readonly OpenSession[]> {
    return this.open;
  }

  restore(snapshot: ReadonlyMap<string, readonly OpenSession[]>): void {
    refill(this.open, snapshot);
  }

  private without(chargerId: string, gone: string): readonly OpenSession[] {
    return (this.open.get(chargerId) ?? []).filter(({ sessionId }) => sessionId !== gone);
  }
}
