import { describe, expect, it } from '@jest/globals';
import {
  aBid,
  aggregate,
  cleared,
  committed,
  FIRST_HOUR,
  happened,
  perBid,
  SECOND_HOUR,
  sentAfter,
  submitted,
  TO_ACKNOWLEDGED,
} from '../../test/support/auction-events.js';
import type { AuctionEvent } from './auction.events.js';
import { clearing, inMeritOrder } from './clearing.js';

const after = (...events: AuctionEvent[]) => sentAfter([...TO_ACKNOWLEDGED, ...events]);
const types = (events: readonly AuctionEvent[]) => events.map((event) => event.type);

describe('clearing', () => {
  it('waits for the second result unless told not to', () => {
    expect(clearing(after(), true)).toEqual([]);
    expect(clearing(after(perBid(1e5, 1e5)), false)).toEqual([]);
    expect(clearing(after(perBid(1e5, 1e5)), true)).toEqual([cleared(1e5, 1e5), committed(1e5, 1e5)]);
  });
  it('commits nothing where nothing was awarded', () => {
    expect(clearing(after(perBid(0, 0), aggregate(0, 0)), false)).toEqual([cleared(0, 0)]);
  });
  it('commits the hours that agree and disputes the others', () => {
    const events = clearing(after(perBid(5e5, 3e5), aggregate(4e5, 3e5)), false);
    expect(types(events)).toEqual(['ResultsContradicted', 'AuctionCleared', 'CapacityCommitted']);
    expect(events[0]).toMatchObject({ data: { mtuStarts: [FIRST_HOUR] } });
    expect(events[2]).toMatchObject({ data: { mtus: [{ mtuStart: SECOND_HOUR, awardedW: 3e5 }] } });
  });
  it('commits a disputed hour once a corrected result agrees', () => {
    const disputed = [perBid(5e5, 3e5), aggregate(4e5, 3e5)];
    const first = clearing(after(...disputed), false);
    const corrected = aggregate(5e5, 3e5, { resultMrid: 'corrected' });
    const events = clearing(after(...disputed, ...first, corrected), false);
    expect(types(events)).toEqual(['AuctionCleared', 'CapacityCommitted']);
    expect(events[1]).toMatchObject({ data: { mtus: [{ mtuStart: FIRST_HOUR, awardedW: 5e5 }] } });
  });
  it('never takes a commitment back: a later result that differs is disputed, once', () => {
    const committedAlone = [perBid(5e5, 3e5), cleared(5e5, 3e5), committed(5e5, 3e5)];
    const events = clearing(after(...committedAlone, aggregate(4e5, 3e5)), false);
    expect(types(events)).toEqual(['ResultsContradicted']);
    expect(clearing(after(...committedAlone, aggregate(4e5, 3e5), ...events), false)).toEqual([]);
    const corrected = perBid(4e5, 3e5, { resultMrid: 'corrected' });
    expect(clearing(after(...committedAlone, aggregate(4e5, 3e5), corrected), false)).toMatchObject([
      {
        type: 'ResultsContradicted',
        data: { detail: `${FIRST_HOUR}: 400000 W by the newest results, 500000 W committed` },
      },
    ]);
  });
  it('disputes a price that differs, and not the way it is written', () => {
    const pricedAt = (price: string): AuctionEvent => {
      const event = aggregate(5e5, 3e5) as Extract<AuctionEvent, { type: 'AllocationReceived' }>;
      return {
        ...event,
        data: { ...event.data, mtus: event.data.mtus.map((mtu) => ({ ...mtu, priceEurPerMwH: price })) },
      };
    };
    expect(types(clearing(after(perBid(5e5, 3e5), pricedAt('10.00')), false))).toEqual([
      'AuctionCleared',
      'CapacityCommitted',
    ]);
    expect(types(clearing(after(perBid(5e5, 3e5), pricedAt('11')), false))).toEqual([
      'ResultsContradicted',
      'AuctionCleared',
    ]);
  });
  it.each([
    ['more than was offered', perBid(6e5, 0), aggregate(6e5, 0)],
    [
      'a bid of somebody else',
      { ...perBid(5e5, 0), data: { ...perBid(5e5, 0).data, bids: [{ bidId: 'z', awardedW: 5e5 }] } } as AuctionEvent,
      aggregate(5e5, 0),
    ],
  ])('disputes an award for %s', (_, single, total) => {
    expect(clearing(after(single, total), false)[0]).toMatchObject({
      type: 'ResultsContradicted',
      data: { mtuStarts: [FIRST_HOUR] },
    });
  });
  it('gives the aggregate alone to the cheapest bids first', () => {
    const ladder = [aBid('dear', { priceEurPerMwH: '9.5' }), aBid('cheap', { priceEurPerMwH: '9' })];
    const plan: AuctionEvent = { ...happened.planned, data: { ...happened.planned.data, bids: ladder } };
    const state = sentAfter([happened.opened, plan, happened.approved, submitted(1, ladder), aggregate(7e5, 0)]);
    expect(clearing(state, true)[0]).toMatchObject({
      data: {
        bids: [
          { bidId: 'dear', awardedW: 2e5 },
          { bidId: 'cheap', awardedW: 5e5 },
        ],
      },
    });
  });
});

describe('inMeritOrder', () => {
  it('sorts by price as a number, then by id', () => {
    const bids = [
      aBid('b', { priceEurPerMwH: '10' }),
      aBid('c', { priceEurPerMwH: '9' }),
      aBid('a', { priceEurPerMwH: '10.0' }),
    ];
    expect(inMeritOrder(bids).map((bid) => bid.bidId)).toEqual(['c', 'a', 'b']);
  });
});
