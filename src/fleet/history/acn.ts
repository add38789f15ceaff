import { epochMs, InputError, type EpochMs } from '../../kernel/index.js';
import { readInstant } from '../instant.js';
import type { HistorySession } from './session-history.js';

type Fields = Readonly<Record<string, unknown>>;

export const isAcnSession = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && 'connectionTime' in value && 'kWhDelivered' in value;

/**
 * A session of ACN-Data (Lee, Li, Low 2019; ev.caltech.edu/dataset): the charger is the station; the stated departure
 * is the driver's last input during the session. ACN-Data knows neither SoC nor battery, so such a session earns nothing.
 * @throws InputError when a field is missing or can't be read, or the car was unplugged before it was plugged in.
 */
export function sessionOfAcn(item: Fields, where: string): HistorySession {
  const pluggedInAt = instant(item, 'connectionTime', where);
  const unpluggedAt = instant(item, 'disconnectTime', where);
  if (unpluggedAt < pluggedInAt) throw new InputError(`${where}: disconnectTime is before connectionTime; check both`);
  const energyKwh = item['kWhDelivered'];
  if (typeof energyKwh !== 'number' || !(energyKwh >= 0))
    throw new InputError(
      `${where}: kWhDelivered ${JSON.stringify(energyKwh)} is not an energy; write it as a number of kWh`,
    );
  return {
    sessionId: id(item, 'sessionID', where),
    chargerId: id(item, 'stationID', where),
    pluggedInAt,
    unpluggedAt,
    energyWh: Math.round(energyKwh * 1000),
    arrivalSocPermille: null,
    targetSocPermille: null,
    departureEstimateAt: statedDeparture(item['userInputs'], pluggedInAt, unpluggedAt),
    batteryWh: null,
    maxChargeW: null,
    maxDischargeW: null,
  };
}

function id(item: Fields, field: string, where: string): string {
  const value = item[field];
  if (typeof value === 'string' && value !== '') return value;
  throw new InputError(`${where}: ${field} is missing; every ACN-Data session has one`);
}

function instant(item: Fields, field: string, where: string): EpochMs {
  const at = readAcnTime(item[field]);
  if (at === null)
    throw new InputError(
      `${where}: ${field} ${JSON.stringify(item[field])} is no time like "Sat, 01 May 2021 20:42:47 GMT"`,
    );
  return at;
}

/** RFC 1123 in GMT as the API answers, or ISO 8601 with an offset. */
function readAcnTime(value: unknown): EpochMs | null {
  if (typeof value !== 'string') return null;
  if (!value.endsWith('GMT')) return readInstant(value);
  const at = Date.parse(value);
  return Number.isNaN(at) ? null : epochMs(at);
}

/** Drivers change their minds: the last input made before the unplug counts. */
function statedDeparture(inputs: unknown, pluggedInAt: EpochMs, unpluggedAt: EpochMs): EpochMs | null {
  let last: { readonly modifiedAt: EpochMs; readonly departureAt: EpochMs } | null = null;
  for (const input of Array.isArray(inputs) ? (inputs as readonly Fields[]) : []) {
    const modifiedAt = readAcnTime(input['modifiedAt']);
    const departureAt = readAcnTime(input['requestedDeparture']);
    if (modifiedAt === null || departureAt === null || modifiedAt > unpluggedAt || departureAt <= pluggedInAt) continue;
    if (last === null || modifiedAt >= last.modifiedAt) last = { modifiedAt, departureAt };
  }
  return last?.departureAt ?? null;
}
