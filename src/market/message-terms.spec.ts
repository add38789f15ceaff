import { describe, expect, it } from '@jest/globals';
import { epochMs } from '../kernel/index.js';
import { byProduct, exactWatts, hourFrom, isUuid, productNamed, seriesMridOf, seriesOrOwn } from './message-terms.js';

describe('the terms between documents and messages', () => {
  it('a bid has the same series always, and it is a UUID', () => {
    expect(seriesMridOf('2026-01-13-17-1')).toBe(seriesMridOf('2026-01-13-17-1'));
    expect(isUuid(seriesMridOf('2026-01-13-17-1'))).toBe(true);
    expect(isUuid('2026-01-13-17-1')).toBe(false);
  });

  it('a series stays, an id of ours becomes one', () => {
    const series = seriesMridOf('a');
    expect([seriesOrOwn(series), seriesOrOwn('a')]).toEqual([series, series]);
  });

  it('lines go to their products, in order', () => {
    const lines = [{ product: 'FCR-N' }, { product: 'FCR-D-up' }, { product: 'FCR-N' }] as const;
    expect(byProduct(lines).map(([product, own]) => [product, own.length])).toEqual([
      ['FCR-N', 2],
      ['FCR-D-up', 1],
    ]);
  });

  it('what the market does not know is refused', () => {
    expect(productNamed('FCR-D-down')).toBe('FCR-D-down');
    expect(() => productNamed('FFR')).toThrow('"FFR" is no product');
    expect(exactWatts('0.3')).toBe(300_000);
    expect(() => exactWatts('0.0000001')).toThrow('0.0000001 MW');
    expect(hourFrom(epochMs(0))).toEqual({ start: 0, end: 3_600_000 });
  });
});
