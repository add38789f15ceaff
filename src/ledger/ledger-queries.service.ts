import { parseInstant, type Clock, type EpochMs } from '../kernel/index.js';
import type { EventLog } from '../platform/index.js';
import { ledgerAsOf } from './as-of.js';
import type { CapacityLedger, LedgerOptions, LedgerQuery } from './capacity-ledger.projection.js';
import type { LedgerRow } from './ledger-row.js';

export interface LedgerQueriesDependencies {
  /** Kept up to date by the projection runner. */
  readonly ledger: CapacityLedger;
  readonly log: Pick<EventLog, 'readAll'>;
  readonly clock: Clock;
  readonly options: LedgerOptions;
}

/** Questions from outside; instants ISO 8601 with an offset. */
export interface LedgerQuestion {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  /** As it was known then; default now. */
  readonly at?: string | undefined;
  readonly site?: string | undefined;
}

/** Answers from the live ledger or, for a past instant, from one folded from the log up to it. */
export class LedgerQueries {
  constructor(private readonly deps: LedgerQueriesDependencies) {}

  /** @throws InputError on an instant that can't be read. */
  async rows(question: LedgerQuestion): Promise<LedgerRow[]> {
    const { ledger, log, clock, options } = this.deps;
    if (question.at === undefined) return ledger.rows(ledgerQuery(question, clock.now()));
    const at = parseInstant(question.at);
    return (await ledgerAsOf(log, at, options)).rows(ledgerQuery(question, at));
  }
}

/** @throws InputError on an instant that can't be read. */
export function ledgerQuery({ from, to, site }: LedgerQuestion, now: EpochMs): LedgerQuery {
  return {
    now,
    ...(from !== undefined && { from: parseInstant(from) }),
    ...(to !== undefined && { to: parseInstant(to) }),
    ...(site !== undefined && { siteId: site }),
  };
}
