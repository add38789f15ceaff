import { deterministicUuid, MS_PER_SECOND, type EpochMs, type Interval } from '../kernel/index.js';

/** What goes wrong on the way to the TSO and back; shares are probabilities in [0, 1]. */
export interface TsoFaults {
  /** The carrier took the document and the TSO never saw it. */
  readonly lostDocumentShare: number;
  readonly lostAcknowledgementShare: number;
  readonly duplicatedShare: number;
  /** Held back for up to `latestMs`, so that messages also overtake each other. */
  readonly lateShare: number;
  readonly latestMs: number;
  /** Of days: one of the two results never comes. */
  readonly lostResultShare: number;
  /** Of days: the aggregate states 0.1 MW less than the bids were awarded, in one hour. */
  readonly contradictoryShare: number;
  /** No document gets through, no question is answered; messages wait for the end. */
  readonly outages: readonly Interval[];
}

export const NO_FAULTS: TsoFaults = {
  lostDocumentShare: 0,
  lostAcknowledgementShare: 0,
  duplicatedShare: 0,
  lateShare: 0,
  latestMs: 0,
  lostResultShare: 0,
  contradictoryShare: 0,
  outages: [],
};

/** A number in [0, 1) made from the seed and the names of what it decides: the order of questions does not matter. */
export function chance(seed: number, ...names: readonly string[]): number {
  return parseInt(deterministicUuid(String(seed), ...names).slice(0, 8), 16) / 0x1_0000_0000;
}

/** How long after its time each copy of a message comes, ms: usually one copy at once; late ones overtake each other. */
export function copyDelaysMs(
  { lateShare, latestMs, duplicatedShare }: TsoFaults,
  seed: number,
  mrid: string,
): number[] {
  const happens = (share: number, ...names: readonly string[]): boolean => share > 0 && chance(seed, ...names) < share;
  const heldBackMs = (copy: string): number =>
    happens(lateShare, 'late', mrid, copy) ? Math.round(chance(seed, 'by', mrid, copy) * latestMs) : 0;
  const first = heldBackMs('first');
  return happens(duplicatedShare, 'twice', mrid) ? [first, MS_PER_SECOND + heldBackMs('second')] : [first];
}

export const outageAt = (faults: TsoFaults, at: EpochMs): Interval | null =>
  faults.outages.find(({ start, end }) => at >= start && at < end) ?? null;
