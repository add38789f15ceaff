import { deliveryDayOf, parseInstant, plusDays, W_PER_MW, type DeliveryDay, type EpochMs } from '../../kernel/index.js';
import type { BidBook, BidState, BookedBid, BookedDay } from '../../bidding/index.js';
import type { AuctionState, BidDay, BidRow } from './dashboard-view.js';

const DAYS_AHEAD = 2;
const DAYS_BACK = 6;

/** The state that tells most about a day, first found first. */
const TELLING: readonly BidState[] = [
  'committed',
  'partly-awarded',
  'awarded',
  'unconfirmed',
  'submitted',
  'acknowledged',
  'rejected',
  'not-awarded',
  'approved',
  'planned',
  'denied',
  'withdrawn',
];
const STANDING: ReadonlySet<BidState> = new Set(['approved', 'submitted', 'unconfirmed', 'acknowledged']);

const SKIPPED_BECAUSE: Readonly<Record<string, string>> = {
  NOTHING_TO_SELL: 'Nothing to sell: the forecast stays below the smallest bid in every hour.',
  TOO_FEW_SAMPLES: 'Not bid for: the forecast has too few days of experience.',
  TRADING_HALTED: 'Not bid for: trading was halted.',
  NOT_APPROVED_IN_TIME: 'Not bid for: no trader approved before the gate closed.',
  PLANNED_TOO_LATE: 'Not bid for: the gate had closed before bids were planned.',
  WITHDRAWN: 'Taken back before anything was sent.',
};

export function auctionState(day: BookedDay | null): AuctionState {
  if (!day) return 'none';
  if (day.skipped !== null) return 'skipped';
  const states = new Set(day.bids.map((bid) => bid.state));
  return TELLING.find((state) => states.has(state)) ?? 'opened';
}

/** Why the day was skipped, in a sentence. */
export const skippedBecause = (reason: string): string => SKIPPED_BECAUSE[reason] ?? `Not bid for: ${reason}.`;

const watts = (megawatts: number): number => Math.round(megawatts * W_PER_MW);

const rowOf = (bid: BookedBid): BidRow => ({
  bidId: bid.id,
  mtuStart: parseInstant(bid.mtu),
  quantityW: watts(bid.quantityMw),
  priceEurPerMwH: bid.priceEurPerMwH,
  state: bid.state,
  awardedW: bid.awardedMw === null ? null : watts(bid.awardedMw),
  clearingPriceEurPerMwH: bid.clearingPriceEurPerMwH,
});

function viewOf(day: BookedDay, approval: 'policy' | 'trader', now: EpochMs): BidDay {
  const gateClosureAt = parseInstant(day.gateClosureAt);
  const state = auctionState(day);
  const open = now < gateClosureAt;
  const awaitsApproval = open && approval === 'trader' && state === 'planned';
  return {
    deliveryDay: day.deliveryDay,
    state,
    gateClosureAt,
    awaitsApproval,
    canWithdraw: open && day.bids.some((bid) => STANDING.has(bid.state)),
    note: noteOf(day, awaitsApproval),
    bids: day.bids.map(rowOf),
  };
}

function noteOf(day: BookedDay, awaitsApproval: boolean): string | null {
  if (day.skipped !== null) return skippedBecause(day.skipped);
  return awaitsApproval ? 'Waiting for a trader to approve.' : null;
}

/** The days in the book around `now`, the newest first. */
export function bidDays(book: Pick<BidBook, 'day'>, approval: 'policy' | 'trader', now: EpochMs): BidDay[] {
  const today = deliveryDayOf(now);
  const days: BidDay[] = [];
  for (let ahead = DAYS_AHEAD; ahead >= -DAYS_BACK; ahead -= 1) {
    const booked = book.day(plusDays(today, ahead));
    if (booked && booked.gateClosureAt !== '') days.push(viewOf(booked, approval, now));
  }
  return days;
}

/** Σ of the quantities that stand or stood on offer, by MTU start. Bids that never went out or were taken back don't count. */
export function offeredByMtu(book: Pick<BidBook, 'day'>, days: readonly DeliveryDay[]): ReadonlyMap<number, number> {
  const offered = new Map<number, number>();
  for (const bid of days.flatMap((day) => book.day(day)?.bids ?? [])) {
    if (['denied', 'rejected', 'withdrawn'].includes(bid.state)) continue;
    const mtuStart = parseInstant(bid.mtu);
    offered.set(mtuStart, (offered.get(mtuStart) ?? 0) + watts(bid.quantityMw));
  }
  return offered;
}
