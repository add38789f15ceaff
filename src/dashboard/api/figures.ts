import { deliveryDayOf, plusDays, unitOf, type EpochMs } from '../../kernel/index.js';
import { fcrnRules, gateClosureOf } from '../../market/index.js';
import type { BidBook } from '../../bidding/index.js';
import { auctionState } from './bid-days.js';
import type { DashboardSource } from './dashboard-source.port.js';
import type { FiguresView } from './dashboard-view.js';
import type { DayProjection } from './day.projection.js';

/** The first gate that is still open at `now`, and how the auction behind it stands. */
function nextGate(book: Pick<BidBook, 'day'>, now: EpochMs): FiguresView['nextGate'] {
  let deliveryDay = plusDays(deliveryDayOf(now), 1);
  while (gateClosureOf(deliveryDay, fcrnRules(now)) <= now) deliveryDay = plusDays(deliveryDay, 1);
  const closesAt = gateClosureOf(deliveryDay, fcrnRules(now));
  return { deliveryDay, closesAt, state: auctionState(book.day(deliveryDay)) };
}

export function figuresView(
  ledger: DashboardSource['ledger'],
  book: Pick<BidBook, 'day'>,
  days: DayProjection,
  now: EpochMs,
): FiguresView {
  const today = deliveryDayOf(now);
  const mtu = unitOf(now, fcrnRules(now).mtuMinutes);
  const [line] = ledger.rows({ now, from: mtu.start, to: mtu.end });
  return {
    deliveryDay: today,
    mtuStart: mtu.start,
    mtuEnd: mtu.end,
    firmW: line?.firmW ?? 0,
    committedW: days.committedAt(mtu.start)?.awardedW ?? 0,
    heldW: days.heldW(mtu.start),
    maintainedW: days.maintainedW(mtu.start),
    nextGate: nextGate(book, now),
    capacityPayTodayEur: days.capacityPay(today).toString(),
    soldTodayMwH: days.soldMwH(today),
    promisesToday: days.promisesKept(today, 1),
    promisesSevenDays: days.promisesKept(today, 7),
  };
}
