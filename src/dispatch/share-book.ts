import type { Pool } from './pool.js';

const COLUMNS = ['baselineW', 'upW', 'downW', 'nemUpW', 'nemDownW'] as const;
type Row = readonly [number, number, number, number, number];

/** One row per session whose set-point rule is not what was announced last. */
export interface ChangedShares {
  readonly sessionIds: string[];
  readonly baselineW: number[];
  readonly upW: number[];
  readonly downW: number[];
  readonly nemUpW: number[];
  readonly nemDownW: number[];
}

/** What every member was told last, so that an allocation only says what is new. */
export class ShareBook {
  private announced = new Map<string, Row>();

  changes(pool: Pool): ChangedShares {
    const changed: ChangedShares = { sessionIds: [], baselineW: [], upW: [], downW: [], nemUpW: [], nemDownW: [] };
    const now = new Map<string, Row>();
    for (let slot = 0; slot < pool.count; slot++) {
      const sessionId = pool.sessionIds[slot] as string;
      const row = COLUMNS.map((name) => pool.columns[name][slot] as number) as unknown as Row;
      const before = this.announced.get(sessionId);
      now.set(sessionId, row);
      if (before !== undefined && row.every((value, index) => value === before[index])) continue;
      if (before === undefined && row.every((value) => value === 0)) continue;
      changed.sessionIds.push(sessionId);
      COLUMNS.forEach((name, index) => changed[name].push(row[index] as number));
    }
    this.announced = now;
    return changed;
  }
}
