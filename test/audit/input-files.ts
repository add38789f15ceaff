import { cellsOf, rowsOf, textOf } from './table.js';

const HOUR = 3_600_000;
const QUARTER = 900_000;
const SECONDS_A_DAY = 86_400;
const MS_A_DAY = 86_400_000;

/** Price text by the quarter of an hour that it holds for. */
export type Prices = ReadonlyMap<number, string>;

/** `start,price…` by the hour, or the TSO's download with start and end. */
export function readPrices(path: string): Prices {
  const [header = [], ...lines] = cellsOf(textOf(path));
  const download = /start time/i.test(header[0] ?? '');
  const prices = new Map<number, string>();
  for (const line of lines) {
    const start = Date.parse(line[0] ?? '');
    const end = download ? Date.parse(line[1] ?? '') : start + HOUR;
    const price = (download ? line[2] : line[1])?.trim() ?? '';
    if (price !== '') for (let at = start; at < end; at += QUARTER) prices.set(at, price);
  }
  return prices;
}

/** One row of the sessions file, with what the interface says about missing columns filled in. Energies battery-side. */
export interface InputSession {
  readonly id: string;
  readonly chargerId: string;
  readonly pluggedInAt: number;
  readonly unpluggedAt: number;
  /** null: no SoC or no battery in the file. */
  readonly batteryWh: number | null;
  readonly arrivalWh: number;
  readonly targetWh: number;
  readonly maxChargeW: number;
  readonly maxDischargeW: number;
}

export function readSessions(path: string, powerW: number | null, batteryWh: number | null): Map<string, InputSession> {
  const sessions = new Map<string, InputSession>();
  for (const row of rowsOf(textOf(path)).rows) {
    const batteryText = row['battery_kwh'] ?? '';
    const known = (row['arrival_soc'] ?? '') !== '' && batteryText !== '';
    const battery = known ? (batteryWh ?? Number(batteryText) * 1000) : null;
    const shareOf = (column: string): number => ((battery ?? 0) * Number(row[column] ?? 0)) / 100;
    const chargeW = powerW ?? Number(row['max_charge_kw'] ?? 0) * 1000;
    const id = row['session_id'] ?? '';
    if (sessions.has(id)) continue;
    sessions.set(id, {
      id,
      chargerId: row['charger_id'] ?? '',
      pluggedInAt: Date.parse(row['plugged_in_at'] ?? ''),
      unpluggedAt: Date.parse(row['unplugged_at'] ?? ''),
      batteryWh: battery,
      arrivalWh: shareOf('arrival_soc'),
      targetWh: shareOf('target_soc'),
      maxChargeW: chargeW,
      maxDischargeW: powerW ?? (row['max_discharge_kw'] ? Number(row['max_discharge_kw']) * 1000 : chargeW),
    });
  }
  return sessions;
}

/** mHz of any UTC second, the file's days repeated: UTC day k takes the file's day k mod n. */
export interface Frequency {
  readonly at: (epochMs: number) => number;
}

/** The first numeric row of a second counts; a second without one holds the value before it in the file's order. */
export function readFrequency(path: string): Frequency {
  const days: Int32Array[] = [];
  const indexOfDate = new Map<string, number>();
  for (const line of textOf(path).split('\n').slice(1)) {
    const comma = line.indexOf(',');
    if (comma < 19) continue;
    const date = line.slice(0, 10);
    const index =
      indexOfDate.get(date) ?? indexOfDate.set(date, days.push(new Int32Array(SECONDS_A_DAY)) - 1).get(date) ?? 0;
    const day = days[index] as Int32Array;
    const second = Number(line.slice(11, 13)) * 3600 + Number(line.slice(14, 16)) * 60 + Number(line.slice(17, 19));
    const hertz = Number.parseFloat(line.slice(comma + 1));
    if (Number.isFinite(hertz) && day[second] === 0) day[second] = Math.round(hertz * 1000);
  }
  holdLast(days);
  return {
    at: (epochMs) => {
      const utcDay = Math.floor(epochMs / MS_A_DAY);
      const day = days[((utcDay % days.length) + days.length) % days.length] as Int32Array;
      return day[Math.floor((epochMs - utcDay * MS_A_DAY) / 1000)] ?? 0;
    },
  };
}

function holdLast(days: readonly Int32Array[]): void {
  let last = days.flatMap((day) => [day.find((value) => value !== 0) ?? 0])[0] ?? 0;
  for (const day of days)
    for (let second = 0; second < SECONDS_A_DAY; second++) {
      if (day[second] === 0) day[second] = last;
      else last = day[second] as number;
    }
}
