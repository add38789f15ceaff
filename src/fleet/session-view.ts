import { MS_PER_MINUTE, type DeliveryDay, type EpochMs } from '../kernel/index.js';
import type { Charger } from './charger.js';
import { dischargeAllowanceWh } from './discharge-limits.js';
import type { SocPowerPoint } from './fleet.events.js';
import type { Session } from './session-state.js';

/** How far the gauge can be trusted. Unknown or stale SoC earns no capacity. */
export type SocQuality = 'measured' | 'estimated' | 'stale' | 'unknown';

/** One plugged-in car as the other rooms see it: limits are already the least of car and charger. */
export interface SessionView {
  readonly sessionId: string;
  readonly chargerId: string;
  readonly siteId: string | null;
  readonly driverId: string | null;
  readonly pluggedInAt: EpochMs;
  readonly batteryWh: number | null;
  readonly socPermille: number | null;
  readonly socAt: EpochMs | null;
  readonly socQuality: SocQuality;
  /** Injection positive. */
  readonly powerW: number | null;
  readonly maxChargeW: number;
  /** 0 when V2G is off or the charger is not ready for it. */
  readonly maxDischargeW: number;
  /** Limits that taper with the state of charge, below the two above; absent or null: none stated. */
  readonly chargeCurve?: readonly SocPowerPoint[] | null;
  readonly dischargeCurve?: readonly SocPowerPoint[] | null;
  /** Loss while plugged in, battery-side W; absent: none. */
  readonly standbyW?: number;
  /** Battery-side Wh that the owner's limits still let be discharged; absent or null: no such limit. */
  readonly dischargeAllowanceWh?: number | null;
  /** Of the charger; null where it was never registered. */
  readonly current?: 'AC' | 'DC' | null;
  readonly chargeEfficiencyPermille: number;
  readonly dischargeEfficiencyPermille: number;
  readonly targetSocPermille: number;
  readonly minSocPermille: number;
  readonly maxSocPermille: number;
  readonly departureAt: EpochMs | null;
  readonly v2g: boolean;
  /** May be part of a bid. */
  readonly prequalified: boolean;
}

/** Default age at which a SoC report no longer counts. */
export const SOC_STALE_AFTER_MS = 30 * MS_PER_MINUTE;

/**
 * A charger that was never registered takes its limits from the plug-in message and counts as prequalified, so that a
 * first installation earns before its paperwork is typed in; a registered one counts as its registration says.
 */
export function sessionView(session: Session, charger: Charger | null, day: DeliveryDay | null = null): SessionView {
  const canDischarge = session.v2g && (charger === null || charger.v2gReady);
  return {
    sessionId: session.sessionId,
    chargerId: session.chargerId,
    siteId: charger?.siteId ?? null,
    driverId: session.driverId,
    pluggedInAt: session.pluggedInAt,
    batteryWh: session.batteryWh,
    socPermille: session.socPermille,
    socAt: session.socAt,
    socQuality: session.socQuality,
    powerW: session.powerW,
    maxChargeW: Math.min(session.maxChargeW, charger?.maxChargeW ?? Infinity),
    maxDischargeW: canDischarge ? Math.min(session.maxDischargeW, charger?.maxDischargeW ?? Infinity) : 0,
    chargeCurve: session.chargeCurve,
    dischargeCurve: session.dischargeCurve,
    standbyW: session.standbyW,
    dischargeAllowanceWh: allowanceOf(session, charger, day),
    current: charger?.current ?? null,
    chargeEfficiencyPermille: session.chargeEfficiencyPermille,
    dischargeEfficiencyPermille: session.dischargeEfficiencyPermille,
    targetSocPermille: session.targetSocPermille,
    minSocPermille: session.minSocPermille,
    maxSocPermille: session.maxSocPermille,
    departureAt: session.departureAt,
    v2g: session.v2g,
    prequalified: charger === null || (charger.v2gReady && charger.prequalification === 'prequalified'),
  };
}

/** @param day whose cycles count; null: the last one that saw any use. */
function allowanceOf(session: Session, charger: Charger | null, day: DeliveryDay | null): number | null {
  const owner = {
    maxDischargeWh: charger?.maxDischargeWh ?? null,
    maxDailyCyclesPermille: charger?.maxDailyCyclesPermille ?? null,
  };
  return dischargeAllowanceWh([session.dischargeLimits, owner], session.dischargeUse, session.batteryWh, day);
}

/** The view as of `now`: a SoC older than `staleAfterMs` is stale. The same object where nothing changes. */
export function agedView(view: SessionView, now: EpochMs, staleAfterMs: number = SOC_STALE_AFTER_MS): SessionView {
  const aged = view.socAt !== null && view.socQuality !== 'stale' && now - view.socAt > staleAfterMs;
  return aged ? { ...view, socQuality: 'stale' } : view;
}
