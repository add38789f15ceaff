import { isoInstant, Refusal } from '../kernel/index.js';
import { INSTANT_FIX, isCanonical, readInstant } from './instant.js';
import { withDefaults } from './preferences.js';
import type { SocPowerPoint } from './fleet.events.js';
import type { ReportedFact } from './session.js';

interface TelemetryBase {
  readonly messageId: string;
  readonly chargerId: string;
  readonly sessionId: string;
  /** ISO 8601 with an offset. */
  readonly at: string;
}

/** A limit that depends on the state of charge. */
export interface CurvePoint {
  readonly soc: number;
  readonly maxW: number;
}

/** SoC in percent with one decimal, efficiencies in (0, 1], energies battery-side Wh, powers grid-side W. */
export interface PluggedInMessage extends TelemetryBase {
  readonly type: 'plugged-in';
  readonly driverId?: string | null;
  readonly batteryWh?: number | null;
  readonly soc?: number | null;
  readonly maxChargeW: number;
  readonly maxDischargeW?: number;
  /** What the battery takes (or gives) at most at a state of charge, percent, rising; grid-side W. */
  readonly chargeCurve?: readonly CurvePoint[];
  readonly dischargeCurve?: readonly CurvePoint[];
  /** Loss while plugged in, battery-side W. */
  readonly standbyW?: number;
  readonly targetSoc?: number;
  readonly minSoc?: number;
  readonly maxSoc?: number;
  readonly departureAt?: string | null;
  readonly v2g?: boolean;
  readonly chargeEfficiency?: number;
  readonly dischargeEfficiency?: number;
}

export interface SocMessage extends TelemetryBase {
  readonly type: 'soc';
  readonly soc: number;
  /** Injection positive. */
  readonly powerW?: number | null;
}

/** Registers of the charger's meter: they only grow. */
export interface MeterMessage extends TelemetryBase {
  readonly type: 'meter';
  readonly importWh: number;
  readonly exportWh: number;
}

export interface UnpluggedMessage extends TelemetryBase {
  readonly type: 'unplugged';
  readonly soc?: number | null;
}

/** What a charger, a CPO's backend or a Kafka producer sends: the same four messages on every way in. */
export type TelemetryMessage = PluggedInMessage | SocMessage | MeterMessage | UnpluggedMessage;

/** Ids become stream names and log lines: short, and nothing that a store or a terminal would choke on. */
export const IDENTIFIER = { maxLength: 128, pattern: '^[^\\p{Cc}\\p{Cs}]+$' } as const;

const DEFAULT_EFFICIENCY = 0.95;

export const percentToPermille = (percent: number): number => Math.round(percent * 10);

/**
 * The message as a fact of its session, in the core's units: the one place where they are turned. Depends on the
 * message alone, so that a repeated message gives an equal fact. Refuses NOT_AN_INSTANT and CURVE_NOT_RISING.
 */
export function factOf(message: TelemetryMessage): ReportedFact | Refusal {
  const at = normalised(message.at);
  if (at === null) return notAnInstant('at', message.at);
  const { sessionId, chargerId } = message;
  switch (message.type) {
    case 'plugged-in':
      return pluggedIn(message, at);
    case 'soc':
      return {
        type: 'SocReported',
        data: {
          sessionId,
          chargerId,
          at,
          socPermille: percentToPermille(message.soc),
          powerW: message.powerW ?? null,
          quality: 'measured',
        },
      };
    case 'meter':
      return {
        type: 'MeterValuesRecorded',
        data: { sessionId, chargerId, at, importWhCumulated: message.importWh, exportWhCumulated: message.exportWh },
      };
    case 'unplugged':
      return { type: 'VehicleUnplugged', data: { sessionId, chargerId, at, socPermille: permilleOrNull(message.soc) } };
  }
}

function pluggedIn(message: PluggedInMessage, at: string): ReportedFact | Refusal {
  const departureAt = message.departureAt == null ? null : normalised(message.departureAt);
  if (departureAt === null && message.departureAt != null) return notAnInstant('departureAt', message.departureAt);
  const unordered = (['chargeCurve', 'dischargeCurve'] as const).find((field) => !rises(message[field] ?? []));
  if (unordered !== undefined) return notRising(unordered);
  const socPermille = permilleOrNull(message.soc);
  const maxDischargeW = message.maxDischargeW ?? 0;
  const stated = {
    ...(message.targetSoc === undefined ? {} : { targetSocPermille: percentToPermille(message.targetSoc) }),
    ...(message.minSoc === undefined ? {} : { minSocPermille: percentToPermille(message.minSoc) }),
    ...(message.maxSoc === undefined ? {} : { maxSocPermille: percentToPermille(message.maxSoc) }),
  };
  return {
    type: 'VehiclePluggedIn',
    data: {
      sessionId: message.sessionId,
      chargerId: message.chargerId,
      driverId: message.driverId ?? null,
      at,
      batteryWh: message.batteryWh ?? null,
      socPermille,
      maxChargeW: message.maxChargeW,
      maxDischargeW,
      ...statedCurves(message),
      chargeEfficiencyPermille: Math.round((message.chargeEfficiency ?? DEFAULT_EFFICIENCY) * 1000),
      dischargeEfficiencyPermille: Math.round((message.dischargeEfficiency ?? DEFAULT_EFFICIENCY) * 1000),
      ...withDefaults(stated, socPermille),
      departureAt,
      v2g: message.v2g ?? maxDischargeW > 0,
    },
  };
}

function statedCurves({ chargeCurve, dischargeCurve, standbyW }: PluggedInMessage) {
  const inPermille = (curve: readonly CurvePoint[]): SocPowerPoint[] =>
    curve.map(({ soc, maxW }) => ({ socPermille: percentToPermille(soc), maxW }));
  return {
    ...(chargeCurve === undefined ? {} : { chargeCurve: inPermille(chargeCurve) }),
    ...(dischargeCurve === undefined ? {} : { dischargeCurve: inPermille(dischargeCurve) }),
    ...(standbyW === undefined ? {} : { standbyW }),
  };
}

/** In steps that a gauge can tell apart. */
const rises = (curve: readonly CurvePoint[]): boolean =>
  curve.every(
    ({ soc }, index) => index === 0 || percentToPermille(soc) > percentToPermille(curve[index - 1]?.soc ?? 0),
  );

const notRising = (field: string): Refusal =>
  new Refusal('CURVE_NOT_RISING', `${field} has states of charge that don't rise; order its points by soc`, field);

const permilleOrNull = (percent: number | null | undefined): number | null =>
  percent == null ? null : percentToPermille(percent);

function normalised(text: string): string | null {
  if (isCanonical(text)) return text;
  const at = readInstant(text);
  return at === null ? null : isoInstant(at);
}

const notAnInstant = (field: string, text: string): Refusal =>
  new Refusal('NOT_AN_INSTANT', `${field} "${text}" is no instant; ${INSTANT_FIX}`, field);
