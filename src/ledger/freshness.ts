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
    const minute = minuteOf(socAt + this.staleAfterMs);
    if (this.minuteOf.get(sessionId) === minute) return;
    this.forget(sessionId);
    let there = this.byMinute.get(minute);
    if (there === undefined) this.byMinute.set(minute, (there = new Set()));
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
   * Names the sessions that may count otherwise at `now` than at the question before: those whose minute lies between,
   * the ends included; all of them at the first question. `visit` leaves them as they are.
   */
  forEachChanged(now: EpochMs, visit: (sessionId: string) => void): void {
    const before = this.seen;
    this.seen = now;
    if (before === null) return this.minuteOf.forEach((_, sessionId) => visit(sessionId));
    const from = minuteOf(Math.min(before, now));
    const to = minuteOf(Math.max(before, now));
    if (to - from > this.byMinute.size)
      return this.minuteOf.forEach((stale, sessionId) => stale >= from && stale <= to && visit(sessionId));
    for (let minute = from; minute <= to; minute++) this.byMinute.get(minute)?.forEach(visit);
  }
}

const minuteOf = (at: number): number => Math.floor(at / MS_PER_MINUTE);
