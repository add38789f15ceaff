import type { EpochMs } from '../kernel/index.js';
import { NOTHING_USED, type DischargeLimits, type DischargeUse } from './discharge-limits.js';
import type {
  MeterValuesRecorded,
  PreferencesStated,
  SessionEvent,
  SocPowerPoint,
  SocReported,
  VehiclePluggedIn,
} from './fleet.events.js';
import { instantOf } from './instant.js';

/** Everything the log says of one plug-in. SoC in permille of the battery, energies battery-side Wh, powers grid-side W. */
export interface Session {
  readonly sessionId: string;
  readonly chargerId: string;
  readonly driverId: string | null;
  readonly pluggedInAt: EpochMs;
  readonly unpluggedAt: EpochMs | null;
  readonly batteryWh: number | null;
  readonly arrivalSocPermille: number | null;
  readonly socPermille: number | null;
  readonly socAt: EpochMs | null;
  readonly socQuality: 'measured' | 'estimated' | 'unknown';
  /** Injection positive; null where never measured. */
  readonly powerW: number | null;
  readonly meterAt: EpochMs | null;
  readonly importWhCumulated: number;
  readonly exportWhCumulated: number;
  /** The car's and cable's limits as the plug-in stated them, before the charger's. */
  readonly maxChargeW: number;
  readonly maxDischargeW: number;
  /** Limits that taper with the state of charge; null where none were stated. */
  readonly chargeCurve: readonly SocPowerPoint[] | null;
  readonly dischargeCurve: readonly SocPowerPoint[] | null;
  readonly standbyW: number;
  readonly chargeEfficiencyPermille: number;
  readonly dischargeEfficiencyPermille: number;
  readonly targetSocPermille: number;
  readonly minSocPermille: number;
  readonly maxSocPermille: number;
  readonly departureAt: EpochMs | null;
  readonly v2g: boolean;
  /** As the driver stated them; the charger's come on top. */
  readonly dischargeLimits: DischargeLimits;
  /** As far as this stream knows: the fleet's read model counts it, the session's own decisions do not. */
  readonly dischargeUse: DischargeUse;
  /** What the driver was told last; null while nothing could be promised. */
  readonly toldReachable: boolean | null;
  /** And how much may be used meanwhile, grid-side Wh. */
  readonly toldDischargeableWh: number | null;
}

/** Null before the plug-in. */
export type SessionState = Session | null;

export function evolveSession(state: SessionState, event: SessionEvent): SessionState {
  if (event.type === 'VehiclePluggedIn') return plugIn(event.data);
  if (state === null) return null;
  switch (event.type) {
    case 'SocReported':
      return reportSoc(state, event.data);
    case 'MeterValuesRecorded':
      return recordMeter(state, event.data);
    case 'PreferencesStated':
      return statePreferences(state, event.data);
    case 'GuaranteeGiven':
      return {
        ...state,
        toldReachable: event.data.reachable,
        toldDischargeableWh: event.data.safelyDischargeableWh,
      };
    case 'VehicleUnplugged':
      return {
        ...state,
        unpluggedAt: instantOf(event.data.at),
        socPermille: event.data.socPermille ?? state.socPermille,
      };
    default:
      return state;
  }
}

/** Written out field by field: rest and spread of a fresh object cost the telemetry path its speed. */
function plugIn(data: VehiclePluggedIn['data']): Session {
  const pluggedInAt = instantOf(data.at);
  return {
    sessionId: data.sessionId,
    chargerId: data.chargerId,
    driverId: data.driverId,
    pluggedInAt,
    unpluggedAt: null,
    batteryWh: data.batteryWh,
    arrivalSocPermille: data.socPermille,
    socPermille: data.socPermille,
    socAt: data.socPermille === null ? null : pluggedInAt,
    socQuality: data.socPermille === null ? 'unknown' : 'measured',
    powerW: null,
    meterAt: null,
    importWhCumulated: 0,
    exportWhCumulated: 0,
    maxChargeW: data.maxChargeW,
    maxDischargeW: data.maxDischargeW,
    chargeCurve: data.chargeCurve ?? null,
    dischargeCurve: data.dischargeCurve ?? null,
    standbyW: data.standbyW ?? 0,
    chargeEfficiencyPermille: data.chargeEfficiencyPermille,
    dischargeEfficiencyPermille: data.dischargeEfficiencyPermille,
    targetSocPermille: data.targetSocPermille,
    minSocPermille: data.minSocPermille,
    maxSocPermille: data.maxSocPermille,
    departureAt: data.departureAt === null ? null : instantOf(data.departureAt),
    v2g: data.v2g,
    dischargeLimits: { maxDischargeWh: null, maxDailyCyclesPermille: null },
    dischargeUse: NOTHING_USED,
    toldReachable: null,
    toldDischargeableWh: null,
  };
}

/** A car whose gauge was unknown at plug-in arrived with the first SoC it reports, as far as we know. */
function reportSoc(state: Session, data: SocReported['data']): Session {
  const next = copyOf(state);
  next.arrivalSocPermille ??= data.socPermille;
  next.socPermille = data.socPermille;
  next.socAt = instantOf(data.at);
  next.socQuality = data.quality;
  next.powerW = data.powerW ?? next.powerW;
  return next;
}

function recordMeter(state: Session, data: MeterValuesRecorded['data']): Session {
  const next = copyOf(state);
  next.meterAt = instantOf(data.at);
  next.importWhCumulated = data.importWhCumulated;
  next.exportWhCumulated = data.exportWhCumulated;
  return next;
}

/** Field by field, for the same reason. */
const copyOf = (state: Session): { -readonly [Field in keyof Session]: Session[Field] } => ({
  sessionId: state.sessionId,
  chargerId: state.chargerId,
  driverId: state.driverId,
  pluggedInAt: state.pluggedInAt,
  unpluggedAt: state.unpluggedAt,
  batteryWh: state.batteryWh,
  arrivalSocPermille: state.arrivalSocPermille,
  socPermille: state.socPermille,
  socAt: state.socAt,
  socQuality: state.socQuality,
  powerW: state.powerW,
  meterAt: state.meterAt,
  importWhCumulated: state.importWhCumulated,
  exportWhCumulated: state.exportWhCumulated,
  maxChargeW: state.maxChargeW,
  maxDischargeW: state.maxDischargeW,
  chargeCurve: state.chargeCurve,
  dischargeCurve: state.dischargeCurve,
  standbyW: state.standbyW,
  chargeEfficiencyPermille: state.chargeEfficiencyPermille,
  dischargeEfficiencyPermille: state.dischargeEfficiencyPermille,
  targetSocPermille: state.targetSocPermille,
  minSocPermille: state.minSocPermille,
  maxSocPermille: state.maxSocPermille,
  departureAt: state.departureAt,
  v2g: state.v2g,
  dischargeLimits: state.dischargeLimits,
  dischargeUse: state.dischargeUse,
  toldReachable: state.toldReachable,
  toldDischargeableWh: state.toldDischargeableWh,
});

function statePreferences(state: Session, data: PreferencesStated['data']): Session {
  return {
    ...state,
    targetSocPermille: data.targetSocPermille,
    minSocPermille: data.minSocPermille,
    departureAt: data.departureAt === null ? null : instantOf(data.departureAt),
    v2g: data.v2g,
    dischargeLimits: {
      maxDischargeWh: data.maxDischargeWh ?? null,
      maxDailyCyclesPermille: data.maxDailyCyclesPermille ?? null,
    },
  };
}
