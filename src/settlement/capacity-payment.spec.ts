import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { capacityPayment } from './capacity-payment.js';

const held = (priceEurPerMwH: string, committedW: number, maintainedW: number, mtuMinutes = 60) => ({
  priceEurPerMwH,
  committedW,
  maintainedW,
  mtuMinutes,
});

describe('capacity payment', () => {
  it.each([
    // 62.13 × 0.3 = 18.639
    ['62.13', 300_000, 300_000, '18.64'],
    // 62.13 × min(0.3, 0.271234) = 16.85176842
    ['62.13', 300_000, 271_234, '16.85'],
    // 24.05 × 0.1 = 2.405, the half goes up
    ['24.05', 100_000, 100_000, '2.41'],
    // Nothing maintained, nothing paid
    ['62.13', 300_000, 0, '0.00'],
  ])('pays price %s for %d W sold and %d W maintained: %s', (price, committedW, maintainedW, eur) => {
    expect(capacityPayment(held(price, committedW, maintainedW)).toString()).toBe(eur);
  });

  it('pays a quarter of the hourly price for a quarter of an hour', () => {
    // 40 × 1 × 0.25 = 10
    expect(capacityPayment(held('40', 1_000_000, 1_000_000, 15)).toString()).toBe('10.00');
  });

  it('never pays for more than was sold, whatever was maintained', () => {
    const power = fc.integer({ min: 0, max: 5_000_000 });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 99_999 }), power, power, (cents, committedW, maintainedW) => {
        const price = (cents / 100).toFixed(2);
        const paid = capacityPayment(held(price, committedW, maintainedW));
        expect(paid.compare(capacityPayment(held(price, committedW, committedW)))).toBeLessThanOrEqual(0);
      }),
    );
  });

  it('is what a clerk gets from the printed numbers: integer cents × integer watts, halves up', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 99_999 }), fc.integer({ min: 0, max: 5_000_000 }), (cents, powerW) => {
        const exact = BigInt(cents) * BigInt(powerW);
        const roundedCents = (exact + 500_000n) / 1_000_000n;
        const paid = capacityPayment(held((cents / 100).toFixed(2), powerW, powerW)).toString();
        expect(paid.replace('.', '').replace(/^0+(?=\d)/, '')).toBe(String(roundedCents));
      }),
    );
  });
});
