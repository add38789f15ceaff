import { describe, expect, it } from '@jest/globals';
import { aBidDocument } from '../../../test/support/market-samples.js';
import { deliveryDay } from '../../kernel/index.js';
import { BidRegister } from './tso-desk.js';

describe('the desk of the TSO', () => {
  const desk = new BidRegister({ portfolioLimitW: () => 900_000 });
  const first = aBidDocument('2026-01-13', [{ hour0: 3 }, { hour0: 3, quantityMw: '0.2' }]);
  desk.take(first);
  const [bid, other] = first.bids;
  const start = bid?.hour.start ?? first.period.start;

  it('remembers documents and what stands by them', () => {
    expect([desk.hasReference(first.mrid), desk.hasReference('x')]).toEqual([true, false]);
    expect(desk.standing(bid?.seriesMrid ?? '')).toMatchObject({ quantityW: 500_000, mtuStart: start });
    expect(desk.standing('x')).toBeNull();
    expect(desk.standingIn('FCR-N', start).map(({ quantityW }) => quantityW)).toEqual([500_000, 200_000]);
    expect(desk.standingIn('FCR-D-up', start)).toEqual([]);
  });

  it('knows the newest word on a bid', () => {
    const cancelled = aBidDocument('2026-01-13', [{ ...other, quantityMw: '0' }], { mrid: 'next' });
    desk.take(cancelled);
    expect(desk.standingIn('FCR-N', start).map(({ quantityW }) => quantityW)).toEqual([500_000, 0]);
  });

  it('gives the offers of a day away when it closes, and knows their series still', () => {
    const [day, register] = [deliveryDay('2026-01-13'), new BidRegister()];
    register.take(aBidDocument('2026-01-13', [{ hour0: 3 }, { hour0: 4, quantityMw: '0' }]));
    register.take(aBidDocument('2026-01-14', [{ seriesMrid: 'tomorrow' }]));
    expect(register.close(day).map(({ quantityW, priceEurPerMwH }) => [quantityW, priceEurPerMwH])).toEqual([
      [500_000, '12.50'],
    ]);
    expect([register.close(day), register.standingIn('FCR-N', start)]).toEqual([[], []]);
    expect(register.standing(bid?.seriesMrid ?? '')).not.toBeNull();
    expect(register.close(deliveryDay('2026-01-14'))).toHaveLength(1);
  });

  it('lets a party bid for itself, and does not pretend to know the rest', () => {
    expect([desk.isConnected('a', 'a'), desk.isConnected('a', 'b')]).toEqual([true, null]);
    expect(new BidRegister({ isConnected: () => false }).isConnected('a', 'b')).toBe(false);
    expect([
      desk.portfolioLimitW('FCR-N', start, start),
      new BidRegister().portfolioLimitW('FCR-N', start, start),
    ]).toEqual([900_000, null]);
  });
});
