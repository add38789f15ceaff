import type { ChargerRegistered, VehiclePluggedIn, VehicleUnplugged } from '../fleet/index.js';
import type { Recorded } from '../kernel/index.js';
import { refill } from '../platform/index.js';

/** Whom a charger's event concerns: its registration, and one car coming or going, change what its other cars may do. */
export class SessionsByCharger {
  private readonly open = new Map<string, readonly string[]>();

  snapshot(): ReadonlyMap<string, readonly string[]> {
    return this.open;
  }

  restore(snapshot: ReadonlyMap<string, readonly string[]>): void {
    refill(this.open, snapshot);
  }

  /** Takes a plug-in, unplug or registration. @returns every session that it concerns. */
  apply(event: Recorded): readonly string[] {
    const { chargerId, sessionId } = event.data as (VehiclePluggedIn | VehicleUnplugged)['data'];
    const before = this.open.get(chargerId) ?? [];
    if ((event.type as ChargerRegistered['type']) === 'ChargerRegistered') return before;
    const others = before.filter((id) => id !== sessionId);
    const all = [...others, sessionId];
    if (event.type === 'VehiclePluggedIn') this.open.set(chargerId, all);
    else if (others.length > 0) this.open.set(chargerId, others);
    else this.open.delete(chargerId);
    return all;
  }
}
