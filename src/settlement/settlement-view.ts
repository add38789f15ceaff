import { formatMwhFromMilliwattHours } from '../kernel/index.js';
import type { SettledMonth, SettlementTotals } from './settlement-book.projection.js';
import { settlementLines, type SettlementLine } from './exports/rows.js';

type Sums = Omit<SettlementTotals, 'unpricedMilliWh'> & { readonly unpricedMwh: string };

/** `GET /settlements`: a month's totals, its days, and each day's lines as the export prints them. */
export interface SettlementView {
  readonly month: string | null;
  readonly totals: Sums;
  readonly days: readonly (Sums & { readonly deliveryDay: string; readonly lines: readonly SettlementLine[] })[];
}

export function settlementView({ month, totals, days }: SettledMonth): SettlementView {
  return {
    month,
    totals: sumsOf(totals),
    days: days.map((day) => ({
      deliveryDay: day.totals.deliveryDay,
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
