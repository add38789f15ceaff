import { describe, expect, it } from '@jest/globals';
import { aBid, BIDS, DAY, limits } from '../../test/support/auction-events.js';
import { deliveryDay } from '../kernel/index.js';
import { denialOf, isPrice } from './bid-check.js';

describe('denialOf', () => {
  it('lets bids pass that keep the rules, at their edges too', () => {
    expect(denialOf(BIDS, DAY, limits)).toBeNull();
    expect(
      denialOf(
        [aBid('a', { quantityW: 100_000 }), aBid('b', { quantityW: 5_000_000, priceEurPerMwH: '0' })],
        DAY,
        limits,
      ),
    ).toBeNull();
  });
  it.each([
    ['QUANTITY_OUT_OF_BOUNDS', aBid('a', { quantityW: 0 })],
    ['QUANTITY_OUT_OF_BOUNDS', aBid('a', { quantityW: 5_100_000 })],
    ['QUANTITY_OFF_STEP', aBid('a', { quantityW: 150_000 })],
    ['PRICE_INVALID', aBid('a', { priceEurPerMwH: '-1' })],
    ['PRICE_INVALID', aBid('a', { priceEurPerMwH: '1.234' })],
    ['MTU_OUTSIDE_DAY', aBid('a', { mtuStart: '2026-01-13T23:00:00.000Z' })],
    ['MTU_OUTSIDE_DAY', aBid('a', { mtuStart: '2026-01-13T10:30:00.000Z' })],
    ['BID_ID_INVALID', aBid('')],
    ['BID_ID_INVALID', aBid('a'.repeat(61))],
  ])('says %s', (code, bid) => {
    expect(denialOf([bid], DAY, limits)).toMatchObject({ code });
  });
  it('refuses the same id twice and too many bids', () => {
    expect(denialOf([aBid('a'), aBid('a')], DAY, limits)).toMatchObject({ code: 'BID_ID_REPEATED' });
    expect(denialOf(BIDS, DAY, { ...limits, maximumBidsPerDocument: 1 })).toMatchObject({ code: 'TOO_MANY_BIDS' });
  });
  it('knows the hours of a 25-hour day', () => {
    const last = aBid('a', { mtuStart: '2026-10-25T22:00:00.000Z' });
    expect(denialOf([last], deliveryDay('2026-10-25'), limits)).toBeNull();
  });
});

describe('isPrice', () => {
  it.each([
    ['0', true],
    ['12.5', true],
    ['12.50', true],
    ['12.500', true],
    ['12.505', false],
    ['', false],
    ['1e3', false],
    ['abc', false],
    ['-0.5', false],
  ])('"%s": %s', (text, expected) => expect(isPrice(text, 2)).toBe(expected));
});
