import { describe, expect, it } from '@jest/globals';
import { deliveryDay, epochMs, MS_PER_HOUR, parseInstant } from '../../kernel/index.js';
import type { ReserveBidDocument } from '../../market/index.js';
import { OfferBook } from './offer-book.js';

const DAY = deliveryDay('2026-01-13');
const start = parseInstant('2026-01-12T23:00:00Z');
const document = (party: string, bids: readonly [series: string, hour: number, mw: string, eur: string][]) =>
  ({
    sender: { eic: party, role: 'A46' },
    createdAt: epochMs(0),
    bids: bids.map(([seriesMrid, hour, quantityMw, priceEurPerMwH]) => ({
      seriesMrid,
      product: 'FCR-N',
      hour: { start: epochMs(start + hour * MS_PER_HOUR), end: epochMs(start + (hour + 1) * MS_PER_HOUR) },
      quantityMw,
      priceEurPerMwH,
      name: null,
    })),
  }) as unknown as ReserveBidDocument;
const curve = { kind: 'supply-curve', demandW: 600_000, competing: [] } as const;
const summary = (book: OfferBook, market: Parameters<OfferBook['clear']>[1] = () => curve) =>
  book
    .clear(DAY, market)
    .map(({ party, offers }) => [
      party,
      ...offers.map(({ offer, awardedW, priceEurPerMwH }) => `${offer.seriesMrid} ${awardedW} at ${priceEurPerMwH}`),
    ]);

describe('the book of offers', () => {
  it('clears everybody’s bids of an hour against each other', () => {
    const book = new OfferBook();
    book.take(document('B', [['b', 0, '0.5', '9']]));
    book.take(document('A', [['a', 0, '0.5', '5']]));
    expect(summary(book)).toEqual([
      ['A', 'a 500000 at 9'],
      ['B', 'b 100000 at 9'],
    ]);
  });

  it('takes the same series of two participants for two bids', () => {
    const book = new OfferBook();
    book.take(document('A', [['x', 0, '0.1', '5']]));
    book.take(document('B', [['x', 0, '0.2', '5']]));
    expect(summary(book)).toEqual([
      ['A', 'x 100000 at 5'],
      ['B', 'x 200000 at 5'],
    ]);
  });

  it('forgets a cancelled bid, and a day that was cleared', () => {
    const book = new OfferBook();
    book.take(
      document('A', [
        ['a', 0, '0.5', '5'],
        ['b', 1, '0.5', '5'],
      ]),
    );
    book.take(document('A', [['a', 0, '0', '5']]));
    expect(summary(book)).toEqual([['A', 'b 500000 at 5']]);
    expect(summary(book)).toEqual([]);
  });

  it('leaves the bids of other days standing', () => {
    const book = new OfferBook();
    book.take(document('A', [['a', 24, '0.5', '5']]));
    expect(summary(book)).toEqual([]);
    expect(book.clear(deliveryDay('2026-01-14'), () => curve)).toHaveLength(1);
  });

  it('leaves an hour out that is not auctioned', () => {
    const book = new OfferBook();
    book.take(
      document('A', [
        ['a', 0, '0.5', '5'],
        ['b', 1, '0.5', '5'],
      ]),
    );
    expect(summary(book, (_, mtuStart) => (mtuStart === start ? null : curve))).toEqual([['A', 'b 500000 at 5']]);
  });
});
