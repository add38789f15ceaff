import { dayInterval, deliveryDay, InputError, parseInstant, type EpochMs, type Interval } from '../kernel/index.js';
import type { LedgerQuery } from './capacity-ledger.projection.js';

/** A question from outside. Instants are ISO 8601 with an offset, or a delivery day, `YYYY-MM-DD`, in the market's zone. */
export interface LedgerQuestion {
  /** First MTU start. */
  readonly from?: string | undefined;
  /** MTUs that start before it; a delivery day is included. */
  readonly to?: string | undefined;
  /** As it was known then, a delivery day's start; left out: now. */
  readonly at?: string | undefined;
  readonly site?: string | undefined;
}

/** @throws InputError naming the field. */
export const askedAt = ({ at }: LedgerQuestion): EpochMs | null =>
  at === undefined ? null : intervalOf('at', at).start;

/** @throws InputError naming the field. */
export function ledgerQuery(question: LedgerQuestion, now: EpochMs): LedgerQuery {
  const from = question.from === undefined ? undefined : intervalOf('from', question.from).start;
  const to = question.to === undefined ? undefined : intervalOf('to', question.to).end;
  if (from !== undefined && to !== undefined && from >= to)
    throw new InputError(`to: "${question.to}" is not after from, "${question.from}"`);
  return {
    now,
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
    ...(question.site !== undefined && { siteId: question.site }),
  };
}

/** A delivery day as its interval, an instant as one without length. */
function intervalOf(field: 'from' | 'to' | 'at', text: string): Interval {
  try {
    if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return dayInterval(deliveryDay(text));
    const instant = parseInstant(text);
    return { start: instant, end: instant };
  } catch (error) {
    if (error instanceof InputError) throw new InputError(`${field}: ${error.message}`);
    throw error;
  }
}
