import { describe, expect, it } from '@jest/globals';
import {
  aBid,
  acknowledged,
  aggregate,
  BIDS,
  cleared,
  committed,
  happened,
  perBid,
  rejected,
  submitted,
  withdrawn,
} from '../../test/support/auction-events.js';
import type { AuctionEvent } from './auction.events.js';
import { narrate } from './narration.js';

const skipped = (reason: string): AuctionEvent =>
  ({ ...happened.skipped, data: { ...happened.skipped.data, reason } }) as AuctionEvent;

describe('narrate', () => {
  it.each<[AuctionEvent, string]>([
    [happened.opened, 'the gate closes at 2026-01-12T16:30'],
    [happened.planned, 'among 2 bids'],
    [skipped('TRADING_HALTED'), 'trading was halted'],
    [happened.denied, 'our own check said no'],
    [happened.approved, 'Approved by policy'],
    [happened.submitted, 'Sent as 0.5 MW at 5 EUR/MW,h'],
    [submitted(2, BIDS.slice(1)), 'Left out of document'],
    [submitted(2, [aBid('a', { quantityW: 0 })]), 'Sent with quantity 0'],
    [happened.unconfirmed, 'No answer'],
    [acknowledged(1), 'acknowledged document'],
    [happened.rejected, 'Portfolio limit'],
    [rejected(1, [{ bidId: 'b', code: '999', text: 'Price required' }]), 'because of other bids in it: Price required'],
    [withdrawn(2), 'Withdrawn by ada'],
    [perBid(200_000, 0), '0.2 MW awarded in the hour at 10'],
    [aggregate(200_000, 0), 'Result by hour'],
    [happened.contradicted, 'disagree'],
    [cleared(200_000, 0), '0.2 of 0.5 MW awarded'],
    [committed(200_000, 0), '0.2 MW are to be held'],
  ])('%#', (event, text) => {
    expect(narrate(event, aBid('a'))).toContain(text);
  });

  it('leaves out what concerns other hours and bids', () => {
    const stranger = aBid('z', { mtuStart: '2026-01-13T10:00:00.000Z' });
    for (const event of [perBid(1, 1), happened.contradicted, cleared(1, 1), committed(1, 1)])
      expect(narrate(event, stranger)).toBeNull();
  });
});
