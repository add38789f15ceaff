import { describe, expect, it } from '@jest/globals';
import { parseInstant, type Recorded } from '../kernel/index.js';
import type { EnergyPricesPublished } from '../market/index.js';
import { EnergyPriceBook } from './energy-prices.projection.js';

const published = (data: Partial<EnergyPricesPublished['data']>): Recorded =>
  ({
    type: 'EnergyPricesPublished',
    data: { area: 'FI', kind: 'imbalance', minutes: 60, prices: [], ...data },
  }) as unknown as Recorded;
const start = '2026-01-12T15:00:00Z';
const at = (time: string) => parseInstant(`2026-01-12T${time}:00Z`);

describe('energy price book', () => {
  it('holds an hourly price for the four settlement periods of the hour, and no longer', () => {
    const book = new EnergyPriceBook('FI');
    book.apply(published({ prices: [{ start, eurPerMwh: '41.20' }] }));
    expect(['14:45', '15:00', '15:45', '16:00'].map((time) => book.at(at(time)).imbalance)).toEqual([
      null,
      '41.20',
      '41.20',
      null,
    ]);
  });

  it('keeps the four kinds apart', () => {
    const book = new EnergyPriceBook('FI');
    for (const kind of ['up', 'down', 'imbalance', 'day-ahead'] as const)
      book.apply(published({ kind, prices: [{ start, eurPerMwh: String(kind.length) }] }));
    expect(book.at(at('15:00'))).toEqual({ up: '2', down: '4', imbalance: '9', dayAhead: '9' });
  });

  it('lets a correction win, period by period', () => {
    const book = new EnergyPriceBook('FI');
    book.apply(published({ prices: [{ start, eurPerMwh: '41.20' }] }));
    book.apply(published({ minutes: 15, prices: [{ start: '2026-01-12T15:15:00Z', eurPerMwh: '-5' }] }));
    expect(['15:00', '15:15', '15:30'].map((time) => book.at(at(time)).imbalance)).toEqual(['41.20', '-5', '41.20']);
  });

  it('leaves another area alone', () => {
    const book = new EnergyPriceBook('FI');
    book.apply(published({ area: 'SE3', prices: [{ start, eurPerMwh: '1' }] }));
    expect(book.at(at('15:00')).imbalance).toBeNull();
  });
});
