import { describe, expect, it } from '@jest/globals';
import {
  acknowledged,
  aggregate,
  BIDS,
  cleared,
  committed,
  DAY,
  happened,
  perBid,
  recorded,
  rejected,
  submitted,
  TO_ACKNOWLEDGED,
  TO_SUBMITTED,
  withdrawn,
} from '../../test/support/auction-events.js';
import { BidBook } from './bid-book.projection.js';
import type { AuctionEvent } from './auction.events.js';

function bookAfter(events: readonly AuctionEvent[]): BidBook {
  const book = new BidBook();
  for (const event of recorded(events)) book.apply(event);
  return book;
}
const zero = submitted(
  2,
  BIDS.map((bid) => ({ ...bid, quantityW: 0 })),
);
const asked = [...TO_ACKNOWLEDGED, zero, withdrawn(2)];
const results = (first: number, second: number) => [
  ...TO_ACKNOWLEDGED,
  perBid(first, second),
  aggregate(first, second),
  cleared(first, second),
];

describe('states of a bid', () => {
  it.each<[readonly string[], readonly AuctionEvent[]]>([
    [[], [happened.opened]],
    [
      ['planned', 'planned'],
      [happened.opened, happened.planned],
    ],
    [
      ['denied', 'denied'],
      [happened.opened, happened.planned, happened.denied],
    ],
    [
      ['denied', 'denied'],
      [happened.opened, happened.planned, happened.skipped],
    ],
    [
      ['approved', 'approved'],
      [happened.opened, happened.planned, happened.approved],
    ],
    [['submitted', 'submitted'], TO_SUBMITTED],
    [
      ['unconfirmed', 'unconfirmed'],
      [...TO_SUBMITTED, happened.unconfirmed],
    ],
    [
      ['acknowledged', 'acknowledged'],
      [...TO_SUBMITTED, happened.unconfirmed, happened.acknowledged],
    ],
    [
      ['rejected', 'rejected'],
      [...TO_SUBMITTED, happened.rejected],
    ],
    [
      ['rejected', 'acknowledged'],
      [...TO_SUBMITTED, happened.rejected, submitted(2, BIDS.slice(1)), acknowledged(2)],
    ],
    [['acknowledged', 'acknowledged'], asked],
    [
      ['withdrawn', 'withdrawn'],
      [...asked, acknowledged(2)],
    ],
    [
      ['acknowledged', 'acknowledged'],
      [...asked, rejected(2, [])],
    ],
    [['awarded', 'not-awarded'], results(500_000, 0)],
    [['partly-awarded', 'awarded'], results(100_000, 300_000)],
    [
      ['partly-awarded', 'committed'],
      [...results(100_000, 300_000), committed(100_000, 300_000)],
    ],
    [
      ['committed', 'committed'],
      [...TO_SUBMITTED, cleared(500_000, 300_000), committed(500_000, 300_000), happened.acknowledged],
    ],
    [
      ['acknowledged', 'not-awarded'],
      [
        ...TO_ACKNOWLEDGED,
        happened.contradicted,
        { ...cleared(0, 0), data: { ...cleared(0, 0).data, bids: [] } } as AuctionEvent,
      ],
    ],
  ])('%j', (states, events) => {
    expect(
      bookAfter(events)
        .bids(DAY)
        .map((bid) => bid.state),
    ).toEqual(states);
  });

  it('carries quantities in MW, the award and the clearing price', () => {
    expect(bookAfter(results(100_000, 300_000)).bid('a')).toMatchObject({
      quantityMw: 0.5,
      priceEurPerMwH: '5',
      awardedMw: 0.1,
      clearingPriceEurPerMwH: '10',
      mtu: '2026-01-12T23:00:00.000Z',
      deliveryDay: DAY,
    });
  });
  it('shows the quantity of a corrected document', () => {
    const smaller = BIDS.map((bid) => ({ ...bid, quantityW: 200_000 }));
    expect(bookAfter([...TO_SUBMITTED, happened.rejected, submitted(2, smaller)]).bid('a')?.quantityMw).toBe(0.2);
  });
});

describe('the book', () => {
  it('knows the latest day that has bids', () => {
    expect(bookAfter([happened.opened]).latestDay()).toBeNull();
    expect(bookAfter(TO_SUBMITTED).latestDay()).toBe(DAY);
    expect(bookAfter([]).bid('a')).toBeNull();
    expect(bookAfter([]).day(DAY)).toBeNull();
    expect(bookAfter([happened.opened, happened.skipped]).day(DAY)).toMatchObject({
      skipped: 'NOTHING_TO_SELL',
      gateClosureAt: '2026-01-12T16:30:00.000Z',
    });
  });
  it('alerts until the matter is settled', () => {
    const kinds = (events: readonly AuctionEvent[]) =>
      bookAfter(events)
        .alerts()
        .map((alert) => alert.kind);
    expect(kinds([...TO_SUBMITTED, happened.unconfirmed])).toEqual(['unconfirmed']);
    expect(kinds([...TO_SUBMITTED, happened.unconfirmed, happened.acknowledged])).toEqual([]);
    expect(kinds([...TO_SUBMITTED, happened.rejected])).toEqual(['rejected']);
    expect(kinds([...TO_SUBMITTED, happened.rejected, submitted(2, BIDS)])).toEqual([]);
    expect(kinds([...TO_ACKNOWLEDGED, happened.contradicted])).toEqual(['results-contradicted']);
    expect(kinds([happened.opened, happened.planned, happened.denied])).toEqual(['denied']);
  });
  it('is the same when it is fed again from the start', () => {
    const events = [...results(100_000, 300_000), committed(100_000, 300_000)];
    const twice = bookAfter(events);
    for (const event of recorded(events)) twice.apply(event);
    expect(twice.bids(DAY)).toEqual(bookAfter(events).bids(DAY));
    expect(twice.alerts()).toEqual(bookAfter(events).alerts());
  });
  it('ignores events of others', () => {
    const book = bookAfter([]);
    for (const event of recorded([happened.opened])) book.apply({ ...event, type: 'VehiclePluggedIn', data: {} });
    expect(book.latestDay()).toBeNull();
  });
});
