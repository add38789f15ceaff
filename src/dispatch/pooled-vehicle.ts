import { MJ_PER_WH } from '../kernel/index.js';
import { mayHoldReserve } from '../flexibility/index.js';
import type { SessionView } from '../fleet/index.js';
import type { PooledVehicle } from './pool.js';

/** Battery energy at a gauge reading, mJ: whole for every whole Wh and permille. */
export const energyAt = (batteryWh: number, socPermille: number): number =>
  (batteryWh * socPermille * MJ_PER_WH) / 1000;

/** Null: battery or gauge unknown; the charger charges it by its own rules and it is no part of the pool. */
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
    reserve: session.departureAt !== null && mayHoldReserve(session),
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
