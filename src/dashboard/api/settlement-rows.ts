import { W_PER_MW } from '../../kernel/index.js';
import type { SettledDay, SettlementBook } from '../../settlement/index.js';
import type { SettlementRow } from './dashboard-view.js';

const DAYS_SHOWN = 10;

function rowOf({ totals, versions, mtus, blocked }: SettledDay): SettlementRow {
  const megawattHours = (of: 'committedW' | 'maintainedW'): number =>
    mtus.reduce((sum, mtu) => sum + mtu[of], 0) / W_PER_MW;
  return {
    deliveryDay: totals.deliveryDay,
    soldMwH: megawattHours('committedW'),
    maintainedMwH: megawattHours('maintainedW'),
    capacityEur: totals.capacityEur,
    energyEur: totals.energyEur,
    sanctionEur: totals.sanctionEur,
    wearEur: totals.wearEur,
    netEur: totals.netEur,
    blockedMtus: blocked.length,
    version: versions.length,
    correctedByEur: versions.length > 1 ? (versions.at(-1)?.netDifferenceEur ?? null) : null,
  };
}

const monthBefore = (month: string): string => {
  const [year = 0, number = 1] = month.split('-').map(Number);
  return number === 1 ? `${year - 1}-12` : `${year}-${String(number - 1).padStart(2, '0')}`;
};

/** The newest settled days, newest first. */
export function settlementRows(book: Pick<SettlementBook, 'latestMonth' | 'month'>): SettlementRow[] {
  const latest = book.latestMonth();
  if (latest === null) return [];
  const days = [...book.month(monthBefore(latest)).days, ...book.month(latest).days];
  return days.slice(-DAYS_SHOWN).reverse().map(rowOf);
}
