import { digest, isoInstant, type EpochMs } from '../kernel/index.js';
import type { CapacityLedger } from './capacity-ledger.projection.js';
import type { LedgerRow } from './ledger-row.js';

/** Every row that the ledger can show at an instant: what a plan rests on, and what a rebuilt ledger must equal. */
export interface LedgerSnapshot {
  readonly version: 1;
  readonly at: string;
  readonly portfolio: readonly LedgerRow[];
  readonly sites: Readonly<Record<string, readonly LedgerRow[]>>;
}

export function ledgerSnapshot(ledger: CapacityLedger, at: EpochMs): LedgerSnapshot {
  const sites = ledger.siteIds(at).map((siteId) => [siteId, ledger.rows({ now: at, siteId })] as const);
  return { version: 1, at: isoInstant(at), portfolio: ledger.rows({ now: at }), sites: Object.fromEntries(sites) };
}

/** Equal ledgers, equal digests, whatever the order in which their cars came and went. */
export const ledgerDigest = (ledger: CapacityLedger, at: EpochMs): string => digest(ledgerSnapshot(ledger, at));
