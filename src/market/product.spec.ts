import { describe, expect, it } from '@jest/globals';
import { isProductName, PRODUCT_NAMES, PRODUCTS, productOf } from './product.js';

describe('a product', () => {
  it('is found by the codes that documents name it with', () => {
    for (const name of PRODUCT_NAMES) {
      const { bidBusinessType, aggregateBusinessType, direction } = PRODUCTS[name];
      expect(productOf(bidBusinessType, direction)?.name).toBe(name);
      expect(productOf(aggregateBusinessType, direction)?.name).toBe(name);
    }
  });

  it('is not found by codes that do not go together', () => {
    expect(productOf('C26', 'A01')).toBeNull();
    expect(productOf('C27', 'A03')).toBeNull();
    expect(productOf('C28', 'A03')).toBeNull();
  });

  it('has a name of its own', () => {
    expect(isProductName('FCR-D-down')).toBe(true);
    expect(isProductName('FFR')).toBe(false);
  });
});
