import { describe, expect, it } from '@jest/globals';
import { aResult } from '../../../test/support/market-samples.js';
import { allocationResultElement, allocationResultOf } from './allocation-result.js';
import { childrenNamed, textAt } from './xml-element.js';

describe('a result per bid', () => {
  it('reads back as it was written, with and without a name', () => {
    for (const name of ['depot-1', null]) {
      const result = aResult('2026-10-25', { name });
      expect(allocationResultOf(allocationResultElement(result))).toEqual(result);
    }
  });

  it('stands in the auction of results, the offer beside the award', () => {
    const [series] = childrenNamed(allocationResultElement(aResult('2026-01-13')), 'TimeSeries');
    expect(series && textAt(series, 'auction.mRID')).toBe('FCR_CAPACITY_MARKET');
    expect(series && textAt(series, 'Period', 'Point', 'secondaryQuantity')).toBe('0.5');
  });
});
