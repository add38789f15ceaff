import { isoInstant, Refusal } from '../kernel/index.js';
import { INSTANT_FIX, isCanonical, readInstant } from './instant.js';
import { withDefaults } from './preferences.js';
import type { ReportedFact } from './session.js';

interface TelemetryBase {
  readonly messageId: string;
  readonly chargerId: string;
  readonly sessionId: string;
  /** ISO 8601 with an offset. */
  readonly at: string;
}

/** SoC in percent with one decimal, efficiencies in (0, 1], energies battery-side Wh, powers grid-side W. */
export interface PluggedInMessage extends TelemetryBase {
  readonly type: 'plugged-in';
  readonly driverId?: string | null;
  readonly batteryWh?: number | null;
  readonly soc?: number | null;
  readonly maxChargeW: number;
  readonly maxDischargeW?: number;
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
 * message alone, so that a repeated message gives an equal fact. Refuses NOT_AN_INSTANT.
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
      chargeEfficiencyPermille: Math.round((message.chargeEfficiency ?? DEFAULT_EFFICIENCY) * 1000),
      dischargeEfficiencyPermille: Math.round((message.dischargeEfficiency ?? DEFAULT_EFFICIENCY) * 1000),
      ...withDefaults(stated, socPermille),
      departureAt,
      v2g: message.v2g ?? maxDischargeW > 0,
    },
  };
}

const permilleOrNull = (percent: number | null | undefined): number | null =>
  percent == null ? null : percentToPermille(percent);

function normalised(text: string): string | null {
  if (isCanonical(text)) return text;
  const at = readInstant(text);
  return at === null ? null : isoInstant(at);
}

const notAnInstant = (field: string, text: string): Refusal =>
  new Refusal('NOT_AN_INSTANT', `${field} "${text}" is no instant; ${INSTANT_FIX}`, field);
