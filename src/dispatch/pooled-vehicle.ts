import { MJ_PER_WH } from '../kernel/index.js';
import { energyDependenceOf, mayHoldReserve } from '../flexibility/index.js';
import type { SessionView } from '../fleet/index.js';
import type { PooledVehicle } from './pool.js';

/** Battery energy at a gauge reading, mJ: whole for every whole Wh and permille. */
export const energyAt = (batteryWh: number, socPermille: number): number =>
  (batteryWh * socPermille * MJ_PER_WH) / 1000;

/** Battery and gauge: without them nobody can say what a car has, nor when it is full. */
export const hasKnownState = ({ batteryWh, socPermille }: SessionView): boolean =>
  batteryWh !== null && socPermille !== null;

/** Null: battery or gauge unknown; it charges by its own rules within its limit and is no part of the pool. */
export function pooledVehicle(session: SessionView): PooledVehicle | null {
  const { batteryWh, socPermille } = session;
  if (batteryWh === null || socPermille === null) return null;
  const maxMj = energyAt(batteryWh, session.maxSocPermille);
  return {
    sessionId: session.sessionId,
    energyMj: energyAt(batteryWh, socPermille),
    minMj: energyAt(batteryWh, session.minSocPermille),
    maxMj,
    targetMj: Math.min(energyAt(batteryWh, session.targetSocPermille), maxMj),
    departureAt: session.departureAt ?? session.pluggedInAt,
    chargeLimitW: session.maxChargeW,
    dischargeLimitW: session.maxDischargeW,
    chargeEfficiencyPermille: session.chargeEfficiencyPermille,
    dischargeEfficiencyPermille: session.dischargeEfficiencyPermille,
    ...energyDependence(session),
    reserve: session.departureAt !== null && mayHoldReserve(session),
  };
}

/** Nothing at all for most cars: their limits are the same at any energy. */
function energyDependence(session: SessionView): Pick<PooledVehicle, 'curves' | 'standbyW' | 'dischargeAllowanceMj'> {
  const { standbyW = 0, dischargeAllowanceWh, ...curves } = energyDependenceOf(session);
  return {
    ...(Object.keys(curves).length > 0 ? { curves } : undefined),
    ...(standbyW > 0 ? { standbyW } : undefined),
    ...(dischargeAllowanceWh === undefined ? undefined : { dischargeAllowanceMj: dischargeAllowanceWh * MJ_PER_WH }),
  };
}

/**
 * The energy to go on with after a gauge report: ours while it rounds to what the gauge says (a gauge knows a tenth of
 * a percent, we know every watt-second that we asked for), the gauge's where it does not.
 */
export function reconciled(ownMj: number, batteryWh: number, socPermille: number): number {
  const reported = energyAt(batteryWh, socPermille);
  return Math.abs(ownMj - reported) <= (batteryWh * MJ_PER_WH) / 1000 ? ownMj : reported;
}
