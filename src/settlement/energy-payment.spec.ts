import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { energyPayment, unpricedMilliWh } from './energy-payment.js';

describe('energy payment', () => {
  it('pays upward energy and charges downward energy', () => {
    // 0.0125 MWh × 80 − 0.0075 MWh × 30 = 1.00 − 0.225 = 0.775
    const energy = { upMilliWh: 12_500_000, downMilliWh: 7_500_000 };
    expect(energyPayment(energy, { up: '80', down: '30' }).toString()).toBe('0.78');
  });

  it('turns the cash round at negative prices by itself', () => {
    // 0.01 × (−500) − 0.02 × (−3) = −5 + 0.06
    const energy = { upMilliWh: 10_000_000, downMilliWh: 20_000_000 };
    expect(energyPayment(energy, { up: '-500', down: '-3' }).toString()).toBe('-4.94');
  });

  it('rounds once, halves away from zero, on both sides of it', () => {
    // 0.0001 × 50 = 0.005
    const energy = { upMilliWh: 100_000, downMilliWh: 0 };
    expect(energyPayment(energy, { up: '50', down: null }).toString()).toBe('0.01');
    expect(energyPayment(energy, { up: '-50', down: null }).toString()).toBe('-0.01');
  });

  it('settles a direction without a price at 0 and tells its energy', () => {
    const energy = { upMilliWh: 12_500_000, downMilliWh: 7_500_000 };
    expect(energyPayment(energy, { up: null, down: '30' }).toString()).toBe('-0.23'); // −0.225
    expect(unpricedMilliWh(energy, { up: null, down: '30' })).toBe(12_500_000);
    expect(unpricedMilliWh(energy, { up: null, down: null })).toBe(20_000_000);
    expect(unpricedMilliWh(energy, { up: '1', down: '0' })).toBe(0);
  });

  it('takes float noise in a published price to the cent without a trace', () => {
    // 0.01 MWh × 28.44999 = 0.2844999
    expect(energyPayment({ upMilliWh: 10_000_000, downMilliWh: 0 }, { up: '28.44999', down: null }).toString()).toBe(
      '0.28',
    );
  });

  it('pays nothing net when both directions are equal in energy and price', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1_250_000_000 }),
        fc.integer({ min: -500, max: 5000 }),
        (milliWh, price) => {
          const energy = { upMilliWh: milliWh, downMilliWh: milliWh };
          expect(energyPayment(energy, { up: `${price}`, down: `${price}` }).toString()).toBe('0.00');
        },
      ),
    );
  });
});
