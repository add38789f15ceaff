import { daysBetween, deliveryDayOf, mtusOf, plusDays, type EpochMs } from '../../kernel/index.js';
import type { BidBook } from '../../bidding/index.js';
import { fcrnRules } from '../../market/index.js';
import { offeredByMtu } from './bid-days.js';
import type { CapacityRow } from './dashboard-view.js';
import type { DashboardSource } from './dashboard-source.port.js';
import type { DayProjection } from './day.projection.js';

type Days = Pick<DayProjection, 'committedAt' | 'maintainedW'>;

/** Every MTU from yesterday to tomorrow, on the market's calendar. */
export function capacityRows(
  ledger: DashboardSource['ledger'],
  book: Pick<BidBook, 'day'>,
  days: Days,
  now: EpochMs,
): CapacityRow[] {
  const today = deliveryDayOf(now);
  const shown = daysBetween(plusDays(today, -1), plusDays(today, 1));
  const mtus = shown.flatMap((day) => mtusOf(day, fcrnRules(now).mtuMinutes));
  const [first, last] = [mtus[0], mtus.at(-1)];
  if (!first || !last) return [];
  const lines = new Map([...ledger(first.start, last.end)].map((line) => [line.mtuStart, line]));
  const offered = offeredByMtu(book, shown);
  return mtus.map(({ start, end }) => {
    const line = lines.get(start);
    const committed = days.committedAt(start);
    return {
      mtuStart: start,
      mtuEnd: end,
      firmW: line?.firmW ?? null,
      offeredW: offered.get(start) ?? 0,
      committedW: line?.committedW ?? committed?.awardedW ?? 0,
      shortW: line?.shortW ?? 0,
      maintainedW: days.maintainedW(start),
      priceEurPerMwH: committed?.priceEurPerMwH ?? null,
    };
  });
}
