import type { EpochMs } from '../../kernel/index.js';
import type { SessionView } from '../../fleet/index.js';
import { isReachable, mustChargeAt, vehicleOf, type Vehicle } from '../../flexibility/index.js';
import { SESSION_ROWS_SHOWN, type SessionRow, type SessionState, type SessionsView } from './dashboard-view.js';
import { NO_SHARE, type HeldShare } from './shares.projection.js';

/** Most urgent first. */
const URGENCY: readonly SessionState[] = ['unreachable', 'must-charge', 'charging', 'in-reserve', 'waiting', 'blind'];

/**
 * A gauge shows thousandths and cuts off the rest: a car that waits on the very line from which full power still reaches
 * its target looks as if it lay below it, by up to one step.
 */
const withUnseenStep = (vehicle: Vehicle, session: SessionView): Vehicle => ({
  ...vehicle,
  energyWh: vehicle.energyWh + (session.batteryWh ?? 0) / 1000,
});

/** What a car is doing, as its driver would ask. A car that has left the reserve for its target's sake must charge. */
function stateOf(session: SessionView, share: HeldShare, now: EpochMs): Pick<SessionRow, 'state' | 'mustChargeAt'> {
  const vehicle = vehicleOf(session);
  if (!vehicle) return { state: 'blind', mustChargeAt: null };
  const latest = mustChargeAt(vehicle, now);
  const below = vehicle.energyWh < vehicle.targetEnergyWh;
  const state = (): SessionState => {
    if (below && !isReachable(withUnseenStep(vehicle, session), session.socAt ?? now)) return 'unreachable';
    if (share.upW > 0 || share.downW > 0) return 'in-reserve';
    if (below && latest <= now) return 'must-charge';
    return share.baselineW < 0 || (session.powerW ?? 0) < 0 ? 'charging' : 'waiting';
  };
  return { state: state(), mustChargeAt: latest };
}

/** A car that charges for its target's sake has no baseline of its own: it takes what it can. */
const CHARGES: readonly SessionState[] = ['unreachable', 'must-charge', 'charging'];
const baselineOf = (state: SessionState, { maxChargeW }: SessionView, { baselineW }: HeldShare): number =>
  baselineW === 0 && CHARGES.includes(state) ? -maxChargeW : baselineW;

function rowOf(session: SessionView, share: HeldShare, now: EpochMs): SessionRow {
  const doing = stateOf(session, share, now);
  return {
    sessionId: session.sessionId,
    chargerId: session.chargerId,
    ...doing,
    socPermille: session.socPermille,
    minSocPermille: session.minSocPermille,
    targetSocPermille: session.targetSocPermille,
    departureAt: session.departureAt,
    ...share,
    baselineW: baselineOf(doing.state, session, share),
  };
}

function byUrgency(a: SessionRow, b: SessionRow): number {
  const departure = (a.departureAt ?? Infinity) - (b.departureAt ?? Infinity);
  return URGENCY.indexOf(a.state) - URGENCY.indexOf(b.state) || departure || (a.sessionId < b.sessionId ? -1 : 1);
}

/** The plugged-in cars at `now`: counts of all, rows of the most urgent. */
export function sessionsView(
  sessions: Iterable<SessionView>,
  shareOf: (sessionId: string) => HeldShare | null,
  now: EpochMs,
): SessionsView {
  const rows = [...sessions].map((session) => rowOf(session, shareOf(session.sessionId) ?? NO_SHARE, now));
  const count = (state: SessionState): number => rows.reduce((sum, row) => sum + (row.state === state ? 1 : 0), 0);
  const byState = Object.fromEntries(URGENCY.map((state) => [state, count(state)])) as SessionsView['byState'];
  return { total: rows.length, byState, rows: rows.sort(byUrgency).slice(0, SESSION_ROWS_SHOWN) };
}
