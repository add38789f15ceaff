import { describe, expect, it } from '@jest/globals';
import { dayInterval, deliveryDay, epochMs } from '../../kernel/index.js';
import type { BidDocument } from '../bid.js';
import { ownBidder, reserveBidFrom } from './bid-messages.js';
import { seriesMridOf } from '../message-terms.js';
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
});
