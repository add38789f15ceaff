import { parseInstant, type EpochMs } from '../kernel/index.js';
import type { AllocationReceived, AuctionCleared } from './auction.events.js';

export interface ReceivedResult {
  readonly mrid: string;
  readonly mtus: AllocationReceived['data']['mtus'];
  readonly bids: AllocationReceived['data']['bids'];
}

/** The two results of an auction as far as they are in, and what was made of them. */
export interface Results {
  /** mRIDs of every result taken in, so that a repetition is one. */
  readonly seen: readonly string[];
  /** The newest of each kind. */
  readonly perBid: ReceivedResult | null;
  readonly aggregate: ReceivedResult | null;
  readonly firstReceivedAt: EpochMs | null;
  /** Awarded W by MTU start, once cleared. */
  readonly cleared: ReadonlyMap<string, number>;
  /** MTU starts on which the results were found to disagree. */
  readonly contradicted: ReadonlySet<string>;
}

export const noResults: Results = {
  seen: [],
  perBid: null,
  aggregate: null,
  firstReceivedAt: null,
  cleared: new Map(),
  contradicted: new Set(),
};

export function withAllocation(results: Results, data: AllocationReceived['data']): Results {
  const result: ReceivedResult = { mrid: data.resultMrid, mtus: data.mtus, bids: data.bids };
  return {
    ...results,
    seen: [...results.seen, data.resultMrid],
    ...(data.kind === 'per-bid' ? { perBid: result } : { aggregate: result }),
    firstReceivedAt: results.firstReceivedAt ?? parseInstant(data.receivedAt),
  };
}

export const withContradiction = (results: Results, mtuStarts: readonly string[]): Results => ({
  ...results,
  contradicted: new Set([...results.contradicted, ...mtuStarts]),
});

export function withCleared(results: Results, bids: AuctionCleared['data']['bids']): Results {
  const cleared = new Map(results.cleared);
  for (const { mtuStart, awardedW } of bids) cleared.set(mtuStart, (cleared.get(mtuStart) ?? 0) + awardedW);
  return { ...results, cleared };
}
