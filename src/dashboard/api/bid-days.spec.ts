import { describe, expect, it } from '@jest/globals';
import type { BidState, BookedBid, BookedDay } from '../../bidding/index.js';
import { deliveryDay, parseInstant, type DeliveryDay } from '../../kernel/index.js';
import { auctionState, bidDays, offeredByMtu, skippedBecause } from './bid-days.js';

const DAY = deliveryDay('2026-01-14');
const NOW = parseInstant('2026-01-13T12:00:00Z');
const bid = (hour: number, state: BidState, quantityMw = 0.3, awardedMw: number | null = null): BookedBid => ({
  id: `b${hour}`,
  deliveryDay: DAY,
  mtu: `2026-01-14T${String(hour).padStart(2, '0')}:00:00.000Z`,
  quantityMw,
  priceEurPerMwH: '9.50',
  state,
  awardedMw,
  clearingPriceEurPerMwH: awardedMw === null ? null : '21.00',
});
const booked = (bids: BookedBid[], skipped: string | null = null): BookedDay => ({
  deliveryDay: DAY,
  gateClosureAt: '2026-01-13T16:30:00.000Z',
  skipped,
  bids,
});
const bookOf = (...days: BookedDay[]) => ({
  day: (day: DeliveryDay) => days.find(({ deliveryDay }) => deliveryDay === day) ?? null,
});

describe('delivery days in the bid book', () => {
  it('names a day by the state that tells most', () => {
    expect(auctionState(null)).toBe('none');
    expect(auctionState(booked([]))).toBe('opened');
    expect(auctionState(booked([], 'NOTHING_TO_SELL'))).toBe('skipped');
    expect(auctionState(booked([bid(1, 'planned'), bid(2, 'planned')]))).toBe('planned');
    expect(auctionState(booked([bid(1, 'not-awarded'), bid(2, 'committed')]))).toBe('committed');
    expect(auctionState(booked([bid(1, 'rejected'), bid(2, 'acknowledged')]))).toBe('acknowledged');
  });

  it('asks a trader to approve only where a trader decides, and only before the gate closes', () => {
    const book = bookOf(booked([bid(1, 'planned')]));
    expect(bidDays(book, 'trader', NOW)[0]).toMatchObject({ awaitsApproval: true, canWithdraw: false });
    expect(bidDays(book, 'policy', NOW)[0]).toMatchObject({ awaitsApproval: false });
    expect(bidDays(book, 'trader', parseInstant('2026-01-13T16:30:00Z'))[0]).toMatchObject({ awaitsApproval: false });
  });

  it('lets what stands be taken back until the gate closes', () => {
    const book = bookOf(booked([bid(1, 'acknowledged')]));
    expect(bidDays(book, 'policy', NOW)[0]?.canWithdraw).toBe(true);
    expect(bidDays(book, 'policy', parseInstant('2026-01-13T16:31:00Z'))[0]?.canWithdraw).toBe(false);
  });

  it('turns megawatts of the book into whole watts', () => {
    const [day] = bidDays(bookOf(booked([bid(1, 'partly-awarded', 0.7, 0.3)])), 'policy', NOW);
    expect(day?.bids[0]).toMatchObject({ quantityW: 700_000, awardedW: 300_000, clearingPriceEurPerMwH: '21.00' });
  });

  it('adds up what stands on offer in each MTU', () => {
    const book = bookOf(
      booked([bid(1, 'submitted'), { ...bid(1, 'submitted', 0.2), id: 'step 2' }, bid(2, 'withdrawn')]),
    );
    expect([...offeredByMtu(book, [DAY])]).toEqual([[parseInstant('2026-01-14T01:00:00Z'), 500_000]]);
  });

  it('says why a day was skipped, also for a reason it does not know', () => {
    expect(bidDays(bookOf(booked([], 'TRADING_HALTED')), 'policy', NOW)[0]?.note).toBe(
      'Not bid for: trading was halted.',
    );
    expect(skippedBecause('NEW_REASON')).toContain('NEW_REASON');
  });
});
