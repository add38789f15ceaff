import { describe, expect, it } from '@jest/globals';
import { dayInterval, deliveryDay, epochMs } from '../../kernel/index.js';
import type { BidDocument } from '../bid.js';
import { BID_NAME, bidDocumentsOf, ownBidder, reserveBidFrom } from './bid-messages.js';
import { seriesMridOf } from './message-terms.js';
import { EXAMPLE_PARTY_EIC } from './parties.js';

const day = deliveryDay('2026-03-29');
const { start } = dayInterval(day);
const bids: BidDocument = {
  mrid: '7fd5112e-927b-483b-8f56-8057a2a16666',
  product: 'FCR-N',
  deliveryDay: day,
  createdAt: epochMs(start - 10 * 3_600_000 + 345),
  bids: [
    { bidId: '2026-03-29-0-1', mtuStart: start, quantityW: 500_000, priceEurPerMwH: '12.5' },
    { bidId: '2026-03-29-0-2', mtuStart: start, quantityW: 0, priceEurPerMwH: '20' },
  ],
};

describe('bids of the engine', () => {
  it('become a document of the whole day, in whole seconds, each bid under its series and its name', () => {
    const document = reserveBidFrom(bids, ownBidder(EXAMPLE_PARTY_EIC), { bidNames: true });
    expect(document).toMatchObject({
      createdAt: start - 10 * 3_600_000,
      subjectEic: EXAMPLE_PARTY_EIC,
      period: { start, end: start + 23 * 3_600_000 },
    });
    expect(document.bids.map(({ seriesMrid, quantityMw, name }) => [seriesMrid, quantityMw, name])).toEqual([
      [seriesMridOf('2026-03-29-0-1'), '0.5', '2026-03-29-0-1'],
      [seriesMridOf('2026-03-29-0-2'), '0.0', '2026-03-29-0-2'],
    ]);
  });

  it('have no names where the day’s rules take none', () => {
    const document = reserveBidFrom(bids, ownBidder(EXAMPLE_PARTY_EIC), { bidNames: false });
    expect(document.bids.map(({ name }) => name)).toEqual([null, null]);
  });

  it('are read by the other side as they were meant, product by product', () => {
    const document = reserveBidFrom(bids, ownBidder(EXAMPLE_PARTY_EIC), { bidNames: true });
    const [read] = bidDocumentsOf(document);
    expect(
      read?.bids.map(({ mtuStart, quantityW, priceEurPerMwH }) => ({ mtuStart, quantityW, priceEurPerMwH })),
    ).toEqual(bids.bids.map(({ mtuStart, quantityW, priceEurPerMwH }) => ({ mtuStart, quantityW, priceEurPerMwH })));
    const other = document.bids.map((bid) => ({ ...bid, product: 'FCR-D-up' as const }));
    expect(bidDocumentsOf({ ...document, bids: [...document.bids, ...other] }).map(({ product }) => product)).toEqual([
      'FCR-N',
      'FCR-D-up',
    ]);
  });

  it('have names of a hundred plain characters', () => {
    expect(['depot-1', 'a/b(c)+d,e_f'].every((name) => BID_NAME.test(name))).toBe(true);
    expect(['', 'depot 1', 'ä', 'x'.repeat(101)].some((name) => BID_NAME.test(name))).toBe(false);
  });
});
