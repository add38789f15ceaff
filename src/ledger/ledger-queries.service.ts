import type { Clock } from '../kernel/index.js';
import type { EventLog } from '../platform/index.js';
import { ledgerAsOf } from './as-of.js';
import type { CapacityLedger, LedgerOptions } from './capacity-ledger.projection.js';
import { askedAt, ledgerQuery, type LedgerQuestion } from './ledger-question.js';
import type { LedgerRow } from './ledger-row.js';

export interface LedgerQueriesDependencies {
  /** Kept up to date by the projection runner. */
  readonly ledger: CapacityLedger;
  readonly log: Pick<EventLog, 'readAll'>;
  readonly clock: Clock;
  readonly options: LedgerOptions;
}

/** Answers from the live ledger or, for a past instant, from one folded from the log up to it. */
export class LedgerQueries {
  constructor(private readonly deps: LedgerQueriesDependencies) {}

  /** @throws InputError on an instant that can't be read, or a range that is none. */
  async rows(question: LedgerQuestion): Promise<LedgerRow[]> {
    const { ledger, log, clock, options } = this.deps;
    const at = askedAt(question);
    if (at === null) return ledger.rows(ledgerQuery(question, clock.now()));
    return (await ledgerAsOf(log, at, options)).rows(ledgerQuery(question, at));
  }
}
