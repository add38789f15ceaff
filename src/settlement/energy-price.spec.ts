import { describe, expect, it } from '@jest/globals';
import { directionPrices, type PublishedPrices } from './energy-price.js';

const nothing: PublishedPrices = { up: null, down: null, imbalance: null, dayAhead: null };

describe('energy price', () => {
  it('is the regulation price under the older rule, whatever else is published', () => {
    const published = { up: '80', down: '30', imbalance: '90', dayAhead: '20' };
    expect(directionPrices(published, 'regulation-price')).toEqual({ up: '80', down: '30' });
  });

  it.each([
    ['90.5', '20', { up: '90.5', down: '20' }],
    ['20', '90.5', { up: '90.5', down: '20' }],
    ['-500', '-3', { up: '-3', down: '-500' }],
    // Numbers, not texts: '9' > '10' as text
    ['9', '10', { up: '10', down: '9' }],
  ])('is max and min of imbalance %s and day-ahead %s under the newer rule', (imbalance, dayAhead, expected) => {
    expect(directionPrices({ ...nothing, imbalance, dayAhead }, 'max-min-imbalance-day-ahead')).toEqual(expected);
  });

  it('takes a published up or down price as it is, direction by direction', () => {
    const published = { up: '100', down: null, imbalance: '90', dayAhead: '20' };
    expect(directionPrices(published, 'max-min-imbalance-day-ahead')).toEqual({ up: '100', down: '20' });
  });

  it('is unknown when only one of the two is known', () => {
    expect(directionPrices({ ...nothing, imbalance: '90' }, 'max-min-imbalance-day-ahead')).toEqual({
      up: null,
      down: null,
    });
    expect(directionPrices({ ...nothing, imbalance: '90', dayAhead: '20' }, 'regulation-price')).toEqual({
      up: null,
      down: null,
    });
  });
});
