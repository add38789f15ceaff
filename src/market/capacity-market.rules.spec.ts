import { describe, expect, it } from '@jest/globals';
import { deliveryDay, isoInstant } from '../kernel/index.js';
import { gateClosureOf, gateOpeningOf } from './capacity-market.rules.js';
import { newestFcrnRules } from './fcr-n.rules.js';

describe('gates, on the Finnish clock', () => {
  it.each([
    ['2026-01-15', '2026-01-14T16:30:00.000Z'],
    ['2026-07-15', '2026-07-14T15:30:00.000Z'],
    // Summer time begins in the night to the 29th, after the gate of that day has closed on winter time.
    ['2026-03-29', '2026-03-28T16:30:00.000Z'],
    ['2026-03-30', '2026-03-29T15:30:00.000Z'],
    ['2026-10-25', '2026-10-24T15:30:00.000Z'],
    ['2026-10-26', '2026-10-25T16:30:00.000Z'],
  ])('closes for %s at %s', (day, closure) => {
    expect(isoInstant(gateClosureOf(deliveryDay(day), newestFcrnRules()))).toBe(closure);
  });

  it('opens thirty days ahead', () => {
    expect(isoInstant(gateOpeningOf(deliveryDay('2026-01-31'), newestFcrnRules()))).toBe('2025-12-31T22:00:00.000Z');
  });
});
