import { canonicalJson } from '../kernel/index.js';
import { RecentlyUsed } from './recently-used.js';
import type { ReportedFact } from './session.js';

/**
 * The facts of the last messages by message id: a sender who repeats a batch is answered without a look into the log,
 * and an id that comes back for another session is noticed. Bounded; older ids are known to their session's stream.
 */
export class MessageMemory {
  private readonly facts: RecentlyUsed<ReportedFact>;

  /** Knows at least the last half of `limit`. */
  constructor(limit = 131_072) {
    this.facts = new RecentlyUsed(limit);
  }

  find(messageId: string): ReportedFact | undefined {
    return this.facts.get(messageId);
  }

  remember(messageId: string, fact: ReportedFact): void {
    this.facts.set(messageId, fact);
  }
}

/** Equal type and equal fields. Most fields are plain values; a charge curve is a list. */
export function sameFact(a: ReportedFact, b: ReportedFact): boolean {
  if (a === b) return true;
  if (a.type !== b.type) return false;
  const left = Object.entries(a.data);
  const right = b.data as Readonly<Record<string, unknown>>;
  return (
    left.length === Object.keys(right).length &&
    left.every(([field, value]) => sameValue(value as unknown, right[field]))
  );
}

const sameValue = (a: unknown, b: unknown): boolean =>
  a === b || (typeof a === 'object' && typeof b === 'object' && canonicalJson(a) === canonicalJson(b));
