import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseInstant } from '../kernel/index.js';
import { instantOf, isCanonical, readInstant } from './instant.js';

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
  it.each([
    '2026-01-12T15:00:00.00:Z',
    '2026-01-12T15:00:00.0/0Z',
    '2026-01-12T15:00:60.000Z',
    '2026-01-12T24:00:00.001Z',
    '2026-02-30T15:00:00.000Z',
    '2026-01-00T15:00:00.000Z',
    '2026-01-12 15:00:00.000Z',
    '+026-01-12T15:00:00.000Z',
  ])('takes no %s, which is as long as an instant of our own', (text) => {
    expect(readInstant(text)).toBeNull();
    expect(isCanonical(text)).toBe(false);
  });
  it('reads back what our events carry, and knows it from other ways to write an instant', () => {
    const range = { min: new Date('1970-01-01'), max: new Date('2100-01-01'), noInvalidDate: true };
    fc.assert(
      fc.property(fc.date(range), (date) => {
        const text = date.toISOString();
        expect(instantOf(text)).toBe(date.getTime());
        expect(isCanonical(text)).toBe(true);
      }),
    );
    expect(isCanonical('2026-01-12T15:00:00Z')).toBe(false);
    expect(instantOf('2026-01-12T15:00:00Z')).toBe(Date.UTC(2026, 0, 12, 15));
  });
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
