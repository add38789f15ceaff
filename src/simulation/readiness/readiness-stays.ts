import type { HistorySession } from '../../fleet/index.js';
import type { Stay } from '../simulated-fleet.js';
import { EFFICIENCY_PERMILLE } from '../simulated-vehicle.js';
import { ASSUMED_TARGET_SOC_PERMILLE, stayOf, type StudyFleetOptions } from '../study-fleet.js';

/** Power of the bidirectional charger that a study puts where the file has none, both ways. */
export const ASSUMED_V2G_POWER_W = 11_000;

export interface ReadinessStays {
  /** In order of plug-in. */
  readonly stays: readonly Stay[];
  /** Sessions of which battery or state of charge is unknown: plugged in, and nothing can be promised of them. */
  readonly unknown: readonly UnknownStay[];
  /** Of `stays`: those whose arrival SoC was estimated. */
  readonly estimated: number;
}

export interface UnknownStay extends Pick<HistorySession, 'chargerId' | 'pluggedInAt' | 'unpluggedAt'> {
  readonly maxDischargeW: number;
}

/**
 * What the sessions would have been at bidirectional chargers: the power asked for, else the file's where its chargers
 * discharge, else that of a common wallbox. All else is as in a backtest.
 */
export function readinessStays(
  sessions: readonly HistorySession[],
  { v2gPowerW, batteryWh }: Pick<StudyFleetOptions, 'v2gPowerW' | 'batteryWh'>,
): ReadinessStays {
  const stays: Stay[] = [];
  const unknown: UnknownStay[] = [];
  let estimated = 0;
  for (const session of sessions.map((row) => withArrivalSoc(row, batteryWh ?? row.batteryWh))) {
    if (session.unpluggedAt <= session.pluggedInAt) continue;
    const powerW = v2gPowerW ?? ((session.maxDischargeW ?? 0) > 0 ? undefined : ASSUMED_V2G_POWER_W);
    const stay = stayOf(session, {
      ...(powerW !== undefined && { v2gPowerW: powerW }),
      ...(batteryWh !== undefined && { batteryWh }),
      seed: 0,
    });
    const maxDischargeW = powerW ?? session.maxDischargeW ?? ASSUMED_V2G_POWER_W;
    if (stay === null) unknown.push({ ...session, maxDischargeW });
    else {
      stays.push(stay);
      if (session.estimated) estimated++;
    }
  }
  return { stays, unknown, estimated };
}

/**
 * An AC charger does not know the state of charge. Where the battery is known, the car is taken to have come with what it
 * lacked: its target less the energy that it charged.
 */
function withArrivalSoc(session: HistorySession, batteryWh: number | null): HistorySession & { estimated: boolean } {
  if (session.arrivalSocPermille !== null || batteryWh === null) return { ...session, estimated: false };
  const target = session.targetSocPermille ?? ASSUMED_TARGET_SOC_PERMILLE;
  const chargedPermille = (session.energyWh * EFFICIENCY_PERMILLE) / batteryWh;
  return { ...session, arrivalSocPermille: Math.max(0, Math.round(target - chargedPermille)), estimated: true };
}
