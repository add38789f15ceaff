import type { EpochMs } from '../../kernel/index.js';
import type { ReadOptions } from './event-log.port.js';

/** The events that a read may return: positions or revisions from `first` to `last`, both included; empty if last < first. */
export interface ReadWindow {
  readonly first: number;
  readonly last: number;
  readonly backwards: boolean;
}

/**
 * Resolves the options against the newest index (-1: nothing there) at the time of the read. Because `recordedAt` never
 * runs backwards, the events up to an instant are a prefix, found by halving.
 */
export function readWindow(options: ReadOptions, newest: number, recordedAt: (index: number) => EpochMs): ReadWindow {
  const { after, from = after === undefined ? undefined : after + 1, backwards = false, recordedUntil } = options;
  const end = recordedUntil === undefined ? newest : lastRecordedBy(recordedUntil, newest, recordedAt);
  return backwards
    ? { first: 0, last: Math.min(from ?? end, end), backwards }
    : { first: Math.max(from ?? 0, 0), last: end, backwards };
}

function lastRecordedBy(until: EpochMs, newest: number, recordedAt: (index: number) => EpochMs): number {
  let low = -1;
  let high = newest;
  while (low < high) {
    const middle = Math.floor((low + high + 1) / 2);
    if (recordedAt(middle) <= until) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The window cut into ranges of at most `size` in reading order, so that no read holds more than one of them. */
export function* pagesOf({ first, last, backwards }: ReadWindow, size: number): Generator<ReadWindow> {
  if (backwards)
    for (let high = last; high >= first; high -= size)
      yield { first: Math.max(first, high - size + 1), last: high, backwards };
  else
    for (let low = first; low <= last; low += size)
      yield { first: low, last: Math.min(last, low + size - 1), backwards };
}

/** The window's indexes in reading order. */
export function* indexesOf({ first, last, backwards }: ReadWindow): Generator<number> {
  if (backwards) for (let index = last; index >= first; index -= 1) yield index;
  else for (let index = first; index <= last; index += 1) yield index;
}
