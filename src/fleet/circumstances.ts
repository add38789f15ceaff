import { deliveryDayOf, type EpochMs } from '../kernel/index.js';
import type { Charger } from './charger.js';
import { NOTHING_USED, type DischargeUse } from './discharge-limits.js';
import type { VehiclePluggedIn } from './fleet.events.js';
import type { Session } from './session-state.js';
import { sessionView, type SessionView } from './session-view.js';

/** What a promise depends on and a session's own events don't say. */
export interface Circumstances {
  /** As it limits the session; null when it was never registered. */
  readonly charger: Charger | null;
  /** What the record says was taken out of the battery; absent: nothing. */
  readonly used?: DischargeUse;
}

/** Who knows them: the fleet's read model, or less than it where only chargers matter. */
export interface KnownCircumstances {
  /** Null for a charger that was never registered. */
  charger(chargerId: string): Charger | null;
  /** The charger as it limits a session, where several share a site's fuse. */
  chargerFor?(chargerId: string, sessionId: string, pluggingIn?: VehiclePluggedIn): Charger | null;
  /** `driverId`: whose day it is that a plug-in goes on with. */
  dischargeUseOf?(sessionId: string, driverId: string | null): DischargeUse;
}

/** @param pluggingIn the plug-in, where it is not on record yet. */
export function circumstancesOf(
  known: KnownCircumstances,
  { sessionId, chargerId, driverId }: Pick<Session, 'sessionId' | 'chargerId' | 'driverId'>,
  pluggingIn?: VehiclePluggedIn,
): Circumstances {
  const charger =
    known.chargerFor === undefined ? known.charger(chargerId) : known.chargerFor(chargerId, sessionId, pluggingIn);
  return { charger, used: known.dischargeUseOf?.(sessionId, driverId) ?? NOTHING_USED };
}

/** A session as a promise at `at` sees it: of its limits on discharge, what is used already is gone. */
export function promisedView(
  session: Session,
  { charger, used = NOTHING_USED }: Circumstances,
  at: EpochMs,
): SessionView {
  const day = used.day === null ? null : deliveryDayOf(at);
  return sessionView({ ...session, dischargeUse: used }, charger, day);
}
