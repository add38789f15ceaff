import type { StreamName } from '../../../kernel/index.js';

/** How long KurrentDB keeps the events of a kind of stream: its `$maxAge`, after which a scavenge frees the disk. */
export interface Retention {
  /** Beginning of the names of such streams. */
  readonly prefix: string;
  readonly maxAgeDays: number;
  readonly why: string;
}

/**
 * Only what is bulky, measured outside, and summed up elsewhere may ever go. Sessions hold what drivers were promised;
 * auctions, activations and settlements are the proof of what was sold, delivered and paid: they have no rule and stay.
 *
 * Grid frequency is 86 400 samples a day and area; what it made us do is in the activation streams. The technical
 * requirements for FCR ask for 14 days of operational log; a year and a month lets any settlement of the year be argued
 * with the samples at hand.
 */
export const RETENTIONS: readonly Retention[] = [
  {
    prefix: 'frequency-',
    maxAgeDays: 400,
    why: 'measured outside, summed up in activations',
  },
];

/** The rule for a stream; null: kept for ever. */
export const retentionOf = (stream: StreamName): Retention | null =>
  RETENTIONS.find(({ prefix }) => stream.startsWith(prefix)) ?? null;
