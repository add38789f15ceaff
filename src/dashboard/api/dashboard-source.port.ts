import type { BidBook } from '../../bidding/index.js';
import type { FleetProjection } from '../../fleet/index.js';
import type { CapacityLedger } from '../../ledger/index.js';
import type { SettlementBook } from '../../settlement/index.js';
import type { StatusView } from './dashboard-view.js';

/** The engine as the dashboard sees it: read models it keeps up to date, and how it runs. */
export interface DashboardSource {
  status(): Pick<StatusView, 'now' | 'simulated' | 'speed' | 'preparing' | 'approval' | 'tradingHalted'>;
  readonly ledger: Pick<CapacityLedger, 'rows'>;
  readonly fleet: Pick<FleetProjection, 'sessions'>;
  readonly bidBook: Pick<BidBook, 'day' | 'alerts'>;
  readonly settlementBook: Pick<SettlementBook, 'latestMonth' | 'month'>;
}
