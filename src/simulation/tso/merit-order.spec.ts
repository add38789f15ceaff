import fc from 'fast-check';
import { describe, expect, it } from '@jest/globals';
import { epochMs } from '../../kernel/index.js';
import { byMerit, clearHour, type HourMarket, type Offer } from './merit-order.js';

const STEP_W = 100_000;
const offer = (id: string, quantityMw: number, priceEurPerMwH: string, createdAt = 0): Offer => ({
  id,
  quantityW: Math.round(quantityMw * 1_000_000),
  priceEurPerMwH,
  createdAt: epochMs(createdAt),
});
const curve = (demandMw: number, ...competing: [number, string][]): HourMarket => ({
  kind: 'supply-curve',
  demandW: Math.round(demandMw * 1_000_000),
  competing: competing.map(([quantityMw, priceEurPerMwH]) => ({ quantityW: quantityMw * 1_000_000, priceEurPerMwH })),
});
const cleared = (offers: readonly Offer[], market: HourMarket) => {
  const { priceEurPerMwH, awardedW } = clearHour(offers, market, STEP_W);
  return { price: priceEurPerMwH, ...Object.fromEntries([...awardedW].map(([id, w]) => [id, w / 1_000_000])) };
};

describe('an hour cleared in merit order', () => {
  const offers = [offer('cheap', 0.5, '5'), offer('middle', 0.3, '12.5'), offer('dear', 1, '40')];

  it('pays everybody the price of the last offer taken', () => {
    expect(cleared(offers, curve(10, [9.2, '8']))).toEqual({ price: '12.5', cheap: 0.5, middle: 0.3, dear: 0 });
  });

  it('awards the offer at the margin partly', () => {
    expect(cleared(offers, curve(10, [9.3, '8']))).toEqual({ price: '12.5', cheap: 0.5, middle: 0.2, dear: 0 });
  });

  it('takes nothing above the marginal price, however small the rest', () => {
    expect(cleared(offers, curve(9.5, [9.3, '2']))).toEqual({ price: '5', cheap: 0.2, middle: 0, dear: 0 });
  });

  it('takes all when there is demand for more', () => {
    expect(cleared(offers, curve(100, [50, '8']))).toEqual({ price: '40', cheap: 0.5, middle: 0.3, dear: 1 });
  });

  it('costs nothing without demand', () => {
    expect(cleared(offers, curve(0, [50, '8']))).toEqual({ price: '0', cheap: 0, middle: 0, dear: 0 });
  });

  it('compares prices as numbers, not as text', () => {
    expect(cleared([offer('a', 1, '9.50'), offer('b', 1, '10')], curve(1))).toEqual({ price: '9.50', a: 1, b: 0 });
  });

  it('shares the rest among offers of one price, odd steps to the first comer', () => {
    const equals = [offer('late', 1, '7', 2), offer('early', 1, '7.00', 1)];
    expect(cleared(equals, curve(0.5))).toEqual({ price: '7.00', early: 0.3, late: 0.2 });
  });

  it('takes history’s price as it was, up to that price', () => {
    expect(cleared(offers, { kind: 'marginal-price', priceEurPerMwH: '12.50' })).toEqual({
      price: '12.50',
      cheap: 0.5,
      middle: 0.3,
      dear: 0,
    });
  });

  it('buys no more than history’s volume, the last offer partly, at history’s price', () => {
    const bought = (volumeW: number | null) =>
      cleared(offers, { kind: 'marginal-price', priceEurPerMwH: '50', volumeW });
    expect(bought(600_000)).toEqual({ price: '50', cheap: 0.5, middle: 0.1, dear: 0 });
    expect(bought(0)).toEqual({ price: '50', cheap: 0, middle: 0, dear: 0 });
    expect(bought(null)).toEqual({ price: '50', cheap: 0.5, middle: 0.3, dear: 1 });
  });

  it('orders by price, then arrival, then id', () => {
    const order = [offer('c', 1, '7', 1), offer('b', 1, '7', 1), offer('a', 1, '7', 2), offer('z', 1, '6.99', 9)];
    expect(order.toSorted(byMerit).map(({ id }) => id)).toEqual(['z', 'b', 'c', 'a']);
  });
});

describe('any hour', () => {
  const steps = fc.integer({ min: 1, max: 50 });
  const price = fc.integer({ min: 0, max: 30 }).map(String);
  const anyOffers = fc
    .array(fc.record({ steps, price, at: fc.nat(5) }), { maxLength: 12 })
    .map((list) => list.map((one, index) => offer(`b${index}`, one.steps / 10, one.price, one.at)));
  const anyCurve = fc.record({ demand: fc.nat(200), competing: fc.array(fc.tuple(steps, price), { maxLength: 8 }) });

  it('awards whole steps, never more than offered or demanded, nothing dearer than the price, all that is cheaper', () => {
    fc.assert(
      fc.property(anyOffers, anyCurve, (offers, { demand, competing }) => {
        const market = curve(demand / 10, ...competing.map(([n, eur]): [number, string] => [n / 10, eur]));
        const result = clearHour(offers, market, STEP_W);
        let soldW = 0;
        for (const { id, quantityW, priceEurPerMwH } of offers) {
          const awardedW = result.awardedW.get(id) as number;
          soldW += awardedW;
          expect(awardedW % STEP_W).toBe(0);
          expect(awardedW).toBeGreaterThanOrEqual(0);
          expect(awardedW).toBeLessThanOrEqual(quantityW);
          if (Number(priceEurPerMwH) > Number(result.priceEurPerMwH)) expect(awardedW).toBe(0);
          if (Number(priceEurPerMwH) < Number(result.priceEurPerMwH)) expect(awardedW).toBe(quantityW);
        }
        expect(soldW).toBeLessThanOrEqual(Math.round(demand * STEP_W));
      }),
    );
  });
});
