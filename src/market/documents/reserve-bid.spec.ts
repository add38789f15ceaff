import { describe, expect, it } from '@jest/globals';
import { aBidDocument } from '../../../test/support/market-samples.js';
import { reserveBidElement, reserveBidOf } from './reserve-bid.js';
import { childrenNamed, textAt } from './xml-element.js';

describe('a bid document', () => {
  const bids = aBidDocument('2026-01-13', [
    { quantityMw: '0.5', priceEurPerMwH: '12.50', name: 'depot-1', linkedBids: '3' },
    { quantityMw: '0', priceEurPerMwH: '0.00' },
    { product: 'FCR-D-down', kind: 'static', quantityMw: '1.0', reserveObject: 'SF-1' },
  ]);
  const root = reserveBidElement(bids);

  it('reads back as it was written, each digit', () => {
    expect(reserveBidOf(root)).toEqual(bids);
  });

  it('has elements in the order of the schema', () => {
    expect(root.children.slice(0, 4).map(({ name }) => name)).toEqual([
      'mRID',
      'revisionNumber',
      'type',
      'process.processType',
    ]);
    const [first] = childrenNamed(root, 'Bid_TimeSeries');
    expect(first?.children.map(({ name }) => name)).toEqual([
      'mRID',
      'auction.mRID',
      'businessType',
      'acquiring_Domain.mRID',
      'connecting_Domain.mRID',
      'quantity_Measurement_Unit.name',
      'currency_Unit.name',
      'price_Measurement_Unit.name',
      'divisible',
      'linkedBidsIdentification',
      'blockBid',
      'flowDirection.direction',
      'marketAgreement.type',
      'Period',
      'Reason',
    ]);
  });

  it('names a product by its codes', () => {
    const [normal, , down] = childrenNamed(root, 'Bid_TimeSeries');
    const codes = ['businessType', 'flowDirection.direction', 'standard_MarketProduct.marketProductType'];
    expect(codes.map((name) => normal && textAt(normal, name))).toEqual(['C26', 'A03', null]);
    expect(codes.map((name) => down && textAt(down, name))).toEqual(['C27', 'A02', 'Z03']);
  });
});
