import { DateTime } from 'luxon';
import type { HistorySession } from '../../fleet/index.js';
import { MARKET_ZONE, type EpochMs } from '../../kernel/index.js';

const MONTHS_LOOKED_BACK = 12;

/**
 * Chargers that came into use per month, by the median of the slopes between every two of the last twelve whole months
 * up to `until` (Theil 1950, Sen 1968): a month that stands out moves it little. Null with fewer than three months.
 */
export function chargersPerMonth(sessions: readonly HistorySession[], until: EpochMs): number | null {
  const inUse = new Map<number, Set<string>>();
  for (const { chargerId, pluggedInAt } of sessions) {
    const month = monthOf(pluggedInAt);
    inUse.set(month, (inUse.get(month) ?? new Set()).add(chargerId));
  }
  const first = Math.min(...inUse.keys());
  const last = monthOf(until);
  const months: { month: number; chargers: number }[] = [];
  for (let month = Math.max(first + 1, last - MONTHS_LOOKED_BACK); month < last; month++)
    months.push({ month, chargers: inUse.get(month)?.size ?? 0 });
  if (months.length < 3) return null;
  const slopes = months.flatMap((a, index) =>
    months.slice(index + 1).map((b) => (b.chargers - a.chargers) / (b.month - a.month)),
  );
  return median(slopes);
}

/** Whole months until `needed` chargers stand there; 0: they do already; null: never, as things go. */
export function monthsUntil(needed: number | null, have: number, perMonth: number | null): number | null {
  if (needed === null) return null;
  if (have >= needed) return 0;
  return perMonth === null || perMonth <= 0 ? null : Math.ceil((needed - have) / perMonth);
}

function monthOf(at: EpochMs): number {
  const { year, month } = DateTime.fromMillis(at, { zone: MARKET_ZONE });
  return year * 12 + month - 1;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle) - 1] ?? 0) + (sorted[Math.floor(middle)] ?? 0)) / 2;
}
