import { describe, expect, it } from '@jest/globals';
import {
  acknowledged,
  aggregate,
  BIDS,
  cleared,
  committed,
  happened,
  perBid,
  rejected,
  sentAfter,
  stateAfter,
  submitted,
  TO_ACKNOWLEDGED,
  TO_SUBMITTED,
  withdrawn,
} from '../../test/support/auction-events.js';
import type { AuctionEvent } from './auction.events.js';
import { offeredW, offersOf, standingDocument } from './auction-state.js';

const zero = submitted(
  2,
  BIDS.map((bid) => ({ ...bid, quantityW: 0 })),
);

describe('evolveAuction', () => {
  it.each<[string, readonly AuctionEvent[]]>([
    ['none', []],
    ['opened', [happened.opened]],
    ['planned', [happened.opened, happened.planned]],
    ['skipped', [happened.opened, happened.planned, happened.skipped]],
    ['denied', [happened.opened, happened.planned, happened.denied]],
    ['approved', [happened.opened, happened.planned, happened.approved]],
    ['submitted', TO_SUBMITTED],
    ['unconfirmed', [...TO_SUBMITTED, happened.unconfirmed]],
    ['acknowledged', TO_ACKNOWLEDGED],
    ['acknowledged', [...TO_SUBMITTED, happened.unconfirmed, happened.acknowledged]],
    ['rejected', [...TO_SUBMITTED, happened.rejected]],
    ['submitted', [...TO_SUBMITTED, happened.rejected, submitted(2, BIDS)]],
    ['submitted', [...TO_ACKNOWLEDGED, zero, withdrawn(2)]],
    ['withdrawn', [...TO_ACKNOWLEDGED, zero, withdrawn(2), acknowledged(2)]],
    ['acknowledged', [...TO_ACKNOWLEDGED, zero, withdrawn(2), rejected(2, [])]],
    ['acknowledged', [...TO_ACKNOWLEDGED, perBid(1, 1), happened.contradicted]],
    ['cleared', [...TO_ACKNOWLEDGED, perBid(1, 1), aggregate(1, 1), cleared(1, 1), committed(1, 1)]],
    ['cleared', [...TO_SUBMITTED, cleared(1, 1), happened.acknowledged]],
  ])('is %s', (status, events) => {
    expect(stateAfter(events).status).toBe(status);
  });

  it('takes no event before the auction is open, and none of a document before one is sent', () => {
    expect(() => stateAfter([happened.planned])).toThrow('before AuctionOpened');
    expect(() => stateAfter([happened.opened, happened.acknowledged])).toThrow('before BidsSubmitted');
    expect(() => stateAfter([happened.opened, { type: 'Unheard', data: {} } as never])).toThrow();
  });
});

describe('what stands at the TSO', () => {
  it('is the last document that is not rejected', () => {
    const smaller = BIDS.slice(0, 1).map((bid) => ({ ...bid, quantityW: 200_000 }));
    const state = sentAfter([...TO_SUBMITTED, happened.rejected, submitted(2, smaller)]);
    expect(offersOf(state).map((bid) => bid.quantityW)).toEqual([200_000, 0]);
    expect(standingDocument(state.documents).attempt).toBe(2);
  });
  it('may still be awarded while a withdrawal is unanswered', () => {
    expect(offeredW(sentAfter([...TO_ACKNOWLEDGED, zero, withdrawn(2)]), 'a')).toBe(500_000);
    expect(offeredW(sentAfter([...TO_ACKNOWLEDGED, zero, withdrawn(2), acknowledged(2)]), 'a')).toBe(0);
    expect(offeredW(sentAfter([...TO_ACKNOWLEDGED, zero, withdrawn(2), rejected(2, [])]), 'a')).toBe(500_000);
  });
});
