import {
  daysBetween,
  deliveryDayOf,
  mtusOf,
  parseInstant,
  plusDays,
  type EpochMs,
  type Interval,
} from '../../kernel/index.js';
import type { BidBook } from '../../bidding/index.js';
import type { LedgerRow } from '../../ledger/index.js';
import { fcrnRules } from '../../market/index.js';
import { offeredByMtu } from './bid-days.js';
import type { CapacityRow } from './dashboard-view.js';
import type { DashboardSource } from './dashboard-source.port.js';
import type { DayProjection } from './day.projection.js';

type Days = Pick<DayProjection, 'committedAt' | 'maintainedW' | 'heldW'>;

/**
 * Of an MTU that is over, what was maintained tells what was short; of the one under way, what the allocation holds.
 * For one to come the ledger counts only the cars that are plugged in, which is no shortfall yet.
 */
function missing(
  mtu: Interval,
  line: LedgerRow | undefined,
  days: Days,
  now: EpochMs,
): { shortW: number; toComeW: number } {
  const ledgerW = line?.shortW ?? 0;
  if (mtu.start > now) return { shortW: 0, toComeW: ledgerW };
  const committedW = line?.committedW ?? 0;
  const heldW = mtu.end <= now ? days.maintainedW(mtu.start) : days.heldW(mtu.start);
  return { shortW: heldW === null ? ledgerW : Math.max(0, committedW - heldW), toComeW: 0 };
}

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
  const rows = ledger.rows({ now, from: first.start, to: last.end });
  const lines = new Map(rows.map((line) => [parseInstant(line.mtu), line]));
  const offered = offeredByMtu(book, shown);
  return mtus.map((mtu) => {
    const line = lines.get(mtu.start);
    return {
      mtuStart: mtu.start,
      mtuEnd: mtu.end,
      firmW: line?.firmW ?? null,
      offeredW: offered.get(mtu.start) ?? 0,
      committedW: line?.committedW ?? 0,
      ...missing(mtu, line, days, now),
      maintainedW: days.maintainedW(mtu.start),
      priceEurPerMwH: days.committedAt(mtu.start)?.priceEurPerMwH ?? null,
    };
  });
}
