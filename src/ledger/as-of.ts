import type { EpochMs } from '../kernel/index.js';
import type { EventLog } from '../platform/index.js';
import { CapacityLedger, type LedgerOptions } from './capacity-ledger.projection.js';

/** The ledger as it was known at `at`: the events that had been recorded by then, and no later ones. */
export async function ledgerAsOf(
  log: Pick<EventLog, 'readAll'>,
  at: EpochMs,
  options: LedgerOptions,
): Promise<CapacityLedger> {
  const ledger = new CapacityLedger(options);
  for await (const event of log.readAll({ types: CapacityLedger.types, recordedUntil: at })) ledger.apply(event);
  return ledger;
}
