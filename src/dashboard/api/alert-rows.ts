import { MS_PER_HOUR, type EpochMs } from '../../kernel/index.js';
import type { BidAlert } from '../../bidding/index.js';
import type { AlertRow } from './dashboard-view.js';

/** Alerts older than this are history, not news. */
const SHOWN_MS = 72 * MS_PER_HOUR;
const ROWS_SHOWN = 30;

const TITLES: Readonly<Record<BidAlert['kind'], string>> = {
  denied: 'Bids not sent',
  rejected: 'Bids rejected',
  unconfirmed: 'No acknowledgement',
  'results-contradicted': 'Auction results contradict each other',
};

const bidAlertRow = ({ deliveryDay, at, kind, text }: BidAlert): AlertRow => ({
  id: `${kind} ${deliveryDay} ${at}`,
  at,
  kind,
  severity: kind === 'unconfirmed' ? 'warning' : 'critical',
  title: `${TITLES[kind]}: ${deliveryDay}`,
  detail: text,
  resolvedAt: null,
});

/** What stands first, then the newest first. */
function byUrgency(a: AlertRow, b: AlertRow): number {
  return Number(a.resolvedAt !== null) - Number(b.resolvedAt !== null) || b.at - a.at || (a.id < b.id ? -1 : 1);
}

export function alertRows(ofDelivery: readonly AlertRow[], ofBids: readonly BidAlert[], now: EpochMs): AlertRow[] {
  return [...ofDelivery, ...ofBids.map(bidAlertRow)]
    .filter((alert) => now - alert.at < SHOWN_MS)
    .sort(byUrgency)
    .slice(0, ROWS_SHOWN);
}
