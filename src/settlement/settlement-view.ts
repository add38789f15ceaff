import { formatMwhFromMilliwattHours, isoInstant } from '../kernel/index.js';
import type { SettledDay, SettledMonth, SettlementTotals } from './settlement-book.projection.js';
import { lineOf, settlementLines, type SettlementLine } from './exports/rows.js';

type Sums = Omit<SettlementTotals, 'unpricedMilliWh'> & { readonly unpricedMwh: string };

/** `GET /settlements`: a month's totals, its days, and each day's lines as the export prints them. */
export interface SettlementView {
  readonly month: string | null;
  readonly totals: Sums;
  readonly days: readonly (Sums & {
    readonly deliveryDay: string;
    /** 1: as settled; more: corrected so many times less one. */
    readonly version: number;
    readonly lines: readonly SettlementLine[];
  })[];
}

/** `GET /settlements/{day}/history`: every account of a day, oldest first, and why there was another one. */
export interface SettlementHistory {
  readonly deliveryDay: string;
  readonly versions: readonly {
    readonly version: number;
    /** When it was made, ISO 8601. */
    readonly at: string;
    readonly reasons: readonly string[];
    /** Message ids of the late facts. */
    readonly causes: readonly string[];
    readonly netEur: string;
    readonly netDifferenceEur: string;
    /** The lines that this account made; all others stand from before. */
    readonly lines: readonly SettlementLine[];
  }[];
}

/** @param day null: not settled, and so without an account. */
export function settlementHistory(deliveryDay: string, day: SettledDay | null): SettlementHistory {
  const versions = (day?.versions ?? []).map(({ at, rows, ...account }) => ({
    ...account,
    at: isoInstant(at),
    lines: rows.map(lineOf).sort((a, b) => (a.mtu_start < b.mtu_start ? -1 : 1)),
  }));
  return { deliveryDay, versions };
}

export function settlementView({ month, totals, days }: SettledMonth): SettlementView {
  return {
    month,
    totals: sumsOf(totals),
    days: days.map((day) => ({
      deliveryDay: day.totals.deliveryDay,
      version: day.versions.length,
      ...sumsOf(day.totals),
      lines: settlementLines(day),
    })),
  };
}

const sumsOf = (totals: SettlementTotals): Sums => ({
  capacityEur: totals.capacityEur,
  energyEur: totals.energyEur,
  sanctionEur: totals.sanctionEur,
  wearEur: totals.wearEur,
  netEur: totals.netEur,
  unpricedMwh: formatMwhFromMilliwattHours(totals.unpricedMilliWh),
  mtus: totals.mtus,
  blockedMtus: totals.blockedMtus,
});
