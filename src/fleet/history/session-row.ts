import { epochMs, InputError, type EpochMs } from '../../kernel/index.js';
import { INSTANT_FIX, readInstant } from '../instant.js';
import { IDENTIFIER } from '../telemetry.js';
import type { HistorySession } from './session-history.js';

export const REQUIRED_COLUMNS = ['session_id', 'charger_id', 'plugged_in_at', 'unplugged_at', 'energy_kwh'] as const;
export const OPTIONAL_COLUMNS = [
  'arrival_soc',
  'target_soc',
  'departure_estimate',
  'battery_kwh',
  'max_charge_kw',
  'max_discharge_kw',
] as const;
export type SessionColumn = (typeof REQUIRED_COLUMNS)[number] | (typeof OPTIONAL_COLUMNS)[number];

/** One row as it stands in the file: texts of a CSV, or a JSON object's values. */
export type RawRow = Readonly<Partial<Record<SessionColumn, unknown>>>;

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

/**
 * A row's cells as a session. `where` names file and line. An estimate that is not after the plug-in says nothing
 * about the departure and is left out.
 * @throws InputError when a cell is missing, can't be read or lies outside its range.
 */
export function sessionOfRow(row: RawRow, where: string): HistorySession {
  const pluggedInAt = instant(row, 'plugged_in_at', where);
  const unpluggedAt = instant(row, 'unplugged_at', where);
  if (unpluggedAt < pluggedInAt)
    throw new InputError(`${where}: unplugged_at is before plugged_in_at; check both times and their offsets`);
  const estimate = isEmpty(row.departure_estimate) ? null : instant(row, 'departure_estimate', where);
  return {
    sessionId: identifier(row, 'session_id', where),
    chargerId: identifier(row, 'charger_id', where),
    pluggedInAt,
    unpluggedAt,
    energyWh: required(row, 'energy_kwh', where, thousandfold(scaled(row, 'energy_kwh', where, 0))),
    arrivalSocPermille: tenfold(scaled(row, 'arrival_soc', where, 0, 100)),
    targetSocPermille: tenfold(scaled(row, 'target_soc', where, 0, 100)),
    departureEstimateAt: estimate !== null && estimate > pluggedInAt ? estimate : null,
    batteryWh: thousandfold(scaled(row, 'battery_kwh', where, 0.001)),
    maxChargeW: thousandfold(scaled(row, 'max_charge_kw', where, 0)),
    maxDischargeW: thousandfold(scaled(row, 'max_discharge_kw', where, 0)),
  };
}

const isEmpty = (cell: unknown): boolean => cell === undefined || cell === null || cell === '';
const thousandfold = (value: number | null): number | null => (value === null ? null : Math.round(value * 1000));
const tenfold = (value: number | null): number | null => (value === null ? null : Math.round(value * 10));

function required<T>(row: RawRow, column: SessionColumn, where: string, value: T | null): T {
  if (value !== null && !isEmpty(row[column])) return value;
  throw new InputError(`${where}: ${column} is empty; every session needs one`);
}

function text(row: RawRow, column: SessionColumn, where: string): string {
  const cell = row[column];
  return required(row, column, where, typeof cell === 'number' ? String(cell) : typeof cell === 'string' ? cell : null);
}

function identifier(row: RawRow, column: SessionColumn, where: string): string {
  const cell = text(row, column, where);
  if (cell.length <= IDENTIFIER.maxLength && new RegExp(IDENTIFIER.pattern, 'u').test(cell)) return cell;
  throw new InputError(`${where}: ${column} must be printable text of at most ${IDENTIFIER.maxLength} characters`);
}

/** ISO 8601 with an offset; a space for the `T`, as many tools write it, is understood. */
function instant(row: RawRow, column: SessionColumn, where: string): EpochMs {
  const cell = text(row, column, where);
  const at = readInstant(cell.replace(' ', 'T'));
  if (at === null) throw new InputError(`${where}: ${column} "${cell}" is no instant; ${INSTANT_FIX}`);
  return epochMs(at);
}

/** A number within [least, most], null where the cell is empty. */
function scaled(row: RawRow, column: SessionColumn, where: string, least: number, most = 1e9): number | null {
  const cell = row[column];
  if (isEmpty(cell)) return null;
  const value =
    typeof cell === 'number' ? cell : typeof cell === 'string' && NUMBER.test(cell.trim()) ? Number(cell) : NaN;
  if (!Number.isFinite(value))
    throw new InputError(`${where}: ${column} ${JSON.stringify(cell)} is not a number; write it like 12.5`);
  if (value < least || value > most)
    throw new InputError(`${where}: ${column} ${value} is outside ${least} to ${most}; check the value and its unit`);
  return value;
}
