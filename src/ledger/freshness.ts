import { MS_PER_MINUTE, type EpochMs } from '../kernel/index.js';

/**
 * Which cars' state of charge grows stale between two questions, without looking at the others: sessions by the minute
 * in which they do. A report costs O(1); a minute that has passed costs the sessions that were in it.
 */
export class Freshness {
  private readonly byMinute = new Map<number, Set<string>>();
  private readonly minuteOf = new Map<string, number>();
  private seen: EpochMs | null = null;

  /** @param staleAfterMs how old a state of charge may be and still count. */
  constructor(private readonly staleAfterMs: number) {}

  note(sessionId: string, socAt: EpochMs): void {
    this.forget(sessionId);
    const minute = Math.floor((socAt + this.staleAfterMs) / MS_PER_MINUTE);
    const there = this.byMinute.get(minute) ?? new Set();
    this.byMinute.set(minute, there);
    there.add(sessionId);
    this.minuteOf.set(sessionId, minute);
  }

  forget(sessionId: string): void {
    const minute = this.minuteOf.get(sessionId);
    if (minute === undefined) return;
    this.minuteOf.delete(sessionId);
    const there = this.byMinute.get(minute);
    there?.delete(sessionId);
    if (there?.size === 0) this.byMinute.delete(minute);
  }

  /**
   * Sessions that may count otherwise at `now` than at the question before: those whose minute lies between, the ends
   * included; all of them at the first question.
   */
  *changedSince(now: EpochMs): IterableIterator<string> {
    const before = this.seen;
    this.seen = now;
    if (before === null) return yield* this.minuteOf.keys();
    const minute = (at: number): number => Math.floor(at / MS_PER_MINUTE);
    const [from, to] = [minute(Math.min(before, now)), minute(Math.max(before, now))];
    if (to - from > this.byMinute.size) {
      for (const [sessionId, stale] of this.minuteOf) if (stale >= from && stale <= to) yield sessionId;
      return;
    }
    for (let at = from; at <= to; at++) yield* this.byMinute.get(at) ?? [];
  }
}
