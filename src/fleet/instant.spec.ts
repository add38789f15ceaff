import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseInstant } from '../kernel/index.js';
import { readInstant } from './instant.js';

describe('reading an instant', () => {
  it.each([
    ['2026-01-12T15:00:00Z', Date.UTC(2026, 0, 12, 15)],
    ['2026-01-12T15:00Z', Date.UTC(2026, 0, 12, 15)],
    ['2026-01-12T17:00:00.250+02:00', Date.UTC(2026, 0, 12, 15, 0, 0, 250)],
    ['2024-02-29T00:00:00Z', Date.UTC(2024, 1, 29)],
  ])('takes %s', (text, at) => expect(readInstant(text)).toBe(at));
  it.each([
    ['no offset', '2026-01-12T15:00:00'],
    ['a date alone', '2026-01-12'],
    ['29 February of no leap year', '2026-02-29T00:00:00Z'],
    ['31 April', '2026-04-31T00:00:00Z'],
    ['month 13', '2026-13-01T00:00:00Z'],
    ['25 o’clock', '2026-01-12T25:00:00Z'],
    ['a number', '1768230000'],
    ['nothing', ''],
  ])('takes no text with %s', (_, text) => expect(readInstant(text)).toBeNull());
  it('agrees with the calendar library', () => {
    const range = { min: new Date('1990-01-01'), max: new Date('2100-01-01'), noInvalidDate: true };
    fc.assert(
      fc.property(fc.date(range), fc.constantFrom('Z', '+02:00', '-11:30'), (date, offset) => {
        const text = date.toISOString().replace('Z', offset);
        expect(readInstant(text)).toBe(parseInstant(text));
      }),
    );
  });
});
