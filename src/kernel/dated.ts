import type { EpochMs } from './units.js';

/** A value that a regulator may change: in force from `validFrom` until the next entry's. */
export interface Dated<T> {
  readonly validFrom: EpochMs;
  /** Document, section and date that set the value. */
  readonly source: string;
  readonly value: T;
}

/** Entries of one rule in order of `validFrom`. */
export type Timeline<T> = readonly [Dated<T>, ...Dated<T>[]];

/**
 * The entry in force at `at`. Before the first entry the first one is used; `beforeFirst` says so, so that a
 * report can name it.
 */
export function inForce<T>(timeline: Timeline<T>, at: EpochMs): Dated<T> & { readonly beforeFirst: boolean } {
  let found: Dated<T> = timeline[0];
  for (const entry of timeline) if (entry.validFrom <= at) found = entry;
  return { ...found, beforeFirst: at < timeline[0].validFrom };
}

export function newest<T>(timeline: Timeline<T>): Dated<T> {
  return timeline[timeline.length - 1] ?? timeline[0];
}
