import { describe, expect, it } from '@jest/globals';
import { aggregate, cleared, FIRST_HOUR, perBid, SECOND_HOUR } from '../../test/support/auction-events.js';
import { parseInstant } from '../kernel/index.js';
import type { AllocationReceived, AuctionCleared } from './auction.events.js';
import { noResults, withAllocation, withCleared, withContradiction } from './results.js';

const allocation = (event: unknown): AllocationReceived['data'] => (event as AllocationReceived).data;

describe('results', () => {
  it('keep the newest of each kind and the instant of the first', () => {
    const later = { ...allocation(perBid(2, 2)), resultMrid: 'corrected', receivedAt: '2026-01-12T18:00:00Z' };
    const results = [allocation(perBid(1, 1)), allocation(aggregate(1, 1)), later].reduce(withAllocation, noResults);
    expect(results.perBid?.mrid).toBe('corrected');
    expect(results.aggregate?.mrid).toBe('aggregate');
    expect(results.seen).toEqual(['per-bid', 'aggregate', 'corrected']);
    expect(results.firstReceivedAt).toBe(parseInstant('2026-01-12T17:00:00Z'));
  });
  it('keep what was cleared and what is disputed, hour by hour', () => {
    const results = withContradiction(withCleared(noResults, (cleared(5, 0) as AuctionCleared).data.bids), [
      SECOND_HOUR,
    ]);
    expect([...results.cleared]).toEqual([
      [FIRST_HOUR, 5],
      [SECOND_HOUR, 0],
    ]);
    expect([...results.contradicted]).toEqual([SECOND_HOUR]);
  });
});
