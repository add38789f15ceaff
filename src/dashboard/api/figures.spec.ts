import { describe, expect, it } from '@jest/globals';
import { BidBook } from '../../bidding/index.js';
import { parseInstant } from '../../kernel/index.js';
import { DayProjection } from './day.projection.js';
import { figuresView } from './figures.js';

const figuresAt = (now: string) =>
  figuresView({ rows: () => [] }, new BidBook(), new DayProjection(), parseInstant(now));

describe('the key figures', () => {
  it('looks at tomorrow’s gate until 18:30 Finnish time, then at the next day’s', () => {
    expect(figuresAt('2026-01-13T16:29:59Z').nextGate).toEqual({
      deliveryDay: '2026-01-14',
      closesAt: parseInstant('2026-01-13T16:30:00Z'),
      state: 'none',
    });
    expect(figuresAt('2026-01-13T16:30:00Z').nextGate).toMatchObject({ deliveryDay: '2026-01-15' });
  });

  it('takes the day from the market’s midnight, not from the gate’s or UTC’s', () => {
    expect(figuresAt('2026-01-13T22:59:59Z').deliveryDay).toBe('2026-01-13');
    expect(figuresAt('2026-01-13T23:00:00Z').deliveryDay).toBe('2026-01-14');
  });

  it('names no quantity that nothing is known of', () => {
    expect(figuresAt('2026-01-13T10:00:00Z')).toMatchObject({
      firmW: 0,
      committedW: 0,
      heldW: null,
      maintainedW: null,
    });
  });
});
