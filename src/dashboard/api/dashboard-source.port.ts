import type { EpochMs } from '../../kernel/index.js';
import type { BidBook } from '../../bidding/index.js';
import type { FleetProjection } from '../../fleet/index.js';
import type { SettlementBook } from '../../settlement/index.js';
import type { StatusView } from './dashboard-view.js';

/** Capacity of the whole delivery group in one MTU. */
export interface LedgerLine {
  readonly mtuStart: EpochMs;
  /** null: neither measured nor to be told from the cars that are plugged in. */
  readonly firmW: number | null;
  readonly committedW: number;
  readonly shortW: number;
}

/** The engine as the dashboard sees it: read models it keeps up to date, and how it runs. */
export interface DashboardSource {
  status(): Pick<StatusView, 'now' | 'simulated' | 'speed' | 'preparing' | 'approval' | 'tradingHalted'>;
  /** Lines of the MTUs that start in [from, to), in order; MTUs of which nothing is known may be left out. */
  ledger(from: EpochMs, to: EpochMs): Iterable<LedgerLine>;
  readonly fleet: Pick<FleetProjection, 'sessions'>;
  readonly bidBook: Pick<BidBook, 'day' | 'alerts'>;
  readonly settlementBook: Pick<SettlementBook, 'latestMonth' | 'month'>;
}
