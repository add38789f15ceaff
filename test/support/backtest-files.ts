import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from './http-server.js';

export const SESSION_HEADER =
  'session_id,charger_id,plugged_in_at,unplugged_at,energy_kwh,arrival_soc,target_soc,battery_kwh,max_charge_kw,max_discharge_kw';
/** Two cars that stand for nine days at 200 kW chargers: enough of a past for the bids of Tuesday 2025-01-14. */
export const SESSION_ROWS = [
  'S1,C1,2025-01-06T06:00:00+01:00,2025-01-15T08:00:00+01:00,10,60,70,800,200,200',
  'S2,C2,2025-01-06T06:10:00+01:00,2025-01-14T18:00:00+01:00,10,50,60,800,200,200',
];
export const DAY = '2025-01-14';
const MIDNIGHT = Date.parse('2025-01-13T23:00:00Z');

/** The 24 hours of the delivery day, less those that are left out. */
export const priceRows = (without: readonly number[] = []): string[] =>
  Array.from({ length: 24 }, (_, hour) => hour)
    .filter((hour) => !without.includes(hour))
    .map((hour) => `${new Date(MIDNIGHT + hour * 3_600_000).toISOString()},${20 + hour}.5`);

/** A frequency of one value each 3 minutes over the delivery day, less the minutes that are left out. */
export const frequencyRows = (without: (minute: number) => boolean = () => false): string[] =>
  Array.from({ length: 480 }, (_, index) => 3 * index)
    .filter((minute) => !without(minute))
    .map((minute) => `${new Date(MIDNIGHT + minute * 60_000).toISOString()},${minute % 2 === 0 ? '49.98' : '50.02'}`);

export interface BacktestFiles {
  readonly folder: string;
  readonly sessions: string;
  readonly prices: string;
  /** Another file of the folder. */
  file(name: string, content: string | Uint8Array): string;
}

/** A folder with sessions and prices for one delivery day, written anew. */
export function backtestFiles(
  sessions: readonly string[] = [SESSION_HEADER, ...SESSION_ROWS],
  prices: readonly string[] = ['start,price_eur_per_mw_h', ...priceRows()],
): BacktestFiles {
  const folder = temporaryFolder('backfeed-backtest');
  const file = (name: string, content: string | Uint8Array): string => {
    const path = join(folder, name);
    writeFileSync(path, content);
    return path;
  };
  return {
    folder,
    file,
    sessions: file('sessions.csv', `${sessions.join('\n')}\n`),
    prices: file('prices.csv', `${prices.join('\n')}\n`),
  };
}
