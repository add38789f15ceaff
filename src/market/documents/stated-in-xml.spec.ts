import { describe, expect, it } from '@jest/globals';
import { aBidDocument, stated } from '../../../test/support/market-samples.js';
import { FCR_N } from '../product.js';
import { reserveBidElement } from './reserve-bid.js';
import { hourOf, statedIn } from './stated-in-xml.js';
import { element } from './xml-element.js';

describe('what a bid document in XML states', () => {
  it('is what it was printed from', () => {
    const document = aBidDocument('2026-01-13', [
      { name: 'a', linkedBids: '1' },
      { hour0: 1, quantityMw: '0' },
    ]);
    const { bids, ...whole } = stated(document);
    const read = statedIn(reserveBidElement(document));
    expect(read).toMatchObject({ mrid: whole.mrid, createdAt: whole.createdAt, period: whole.period });
    expect(read.sender).toEqual(whole.sender);
    expect(read.bids).toMatchObject(bids.map((bid) => ({ ...bid, productCodes: 'C26 A03' })));
    expect(read.bids[0]?.product?.name).toBe(FCR_N);
  });

  it('is null where nothing can be read', () => {
    const numbers = element('Point', [element('quantity.quantity', 'much'), element('price.amount', '')]);
    const { bids, ...whole } = statedIn(
      element('ReserveBid_MarketDocument', [element('Bid_TimeSeries', [element('Period', [numbers])])]),
    );
    expect(whole).toEqual({
      mrid: null,
      createdAt: null,
      sender: { eic: null, role: null },
      subjectEic: null,
      period: null,
    });
    expect(bids).toMatchObject([{ seriesMrid: null, product: null, hour: null, quantityMw: null, name: null }]);
    expect(bids[0]?.priceEurPerMwH).toBeNull();
  });

  it('has a name even if the reason for it is empty', () => {
    const series = element('Bid_TimeSeries', [element('Reason', [element('code', 'A95')])]);
    expect(statedIn(element('ReserveBid_MarketDocument', [series])).bids[0]?.name).toBe('');
  });

  it('has hours with a start and an end', () => {
    expect(hourOf(element('Bid_TimeSeries', []))).toBeNull();
  });
});
