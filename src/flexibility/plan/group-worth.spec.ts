import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { GroupWorth } from './group-worth.js';
import { worthOf, type CapacityWorth } from './plan-question.js';
import { noPrices } from './vehicle-programme.js';

const NEM = 0.34;
const bands: CapacityWorth = [
  { upToW: 300_000, worth: 4 },
  { upToW: Infinity, worth: 1 },
];
const lineArbitrary = fc.double({ min: 1_000, max: 800_000, noNaN: true });
const linesArbitrary = fc.tuple(lineArbitrary, lineArbitrary, lineArbitrary, lineArbitrary);

function worthAt(share: number, lines: readonly number[]) {
  const total = Float64Array.from([...lines, 0]);
  const worth = new GroupWorth([bands], NEM);
  worth.heat(share, total);
  return { worth, total };
}

describe('the worth of a group', () => {
  it('is, when cold, that of its least line', () => {
    fc.assert(
      fc.property(linesArbitrary, (lines) => {
        const { worth, total } = worthAt(0, lines);
        const [up, down, powerUp, powerDown] = lines;
        const capacityW = Math.min(up, down, powerUp / (1 + NEM), powerDown / (1 + NEM));
        // Four lines that are all alike lose ln 4 of a watt, at 4 each.
        expect(Math.abs(worth.valueAt(0, total, 0) - worthOf(bands, capacityW))).toBeLessThan(6);
      }),
    );
  });

  it('never counts more than the least line, however soft', () => {
    fc.assert(
      fc.property(linesArbitrary, fc.double({ min: 0, max: 0.3, noNaN: true }), (lines, share) => {
        const { worth, total } = worthAt(share, lines);
        const cold = worthAt(0, lines);
        expect(worth.valueAt(0, total, 0)).toBeLessThanOrEqual(cold.worth.valueAt(0, total, 0) + 6);
      }),
    );
  });

  it('prices each line by what a watt more of it adds', () => {
    const linear: CapacityWorth = [{ upToW: Infinity, worth: 3 }];
    fc.assert(
      fc.property(linesArbitrary, fc.integer({ min: 0, max: 3 }), (lines, line) => {
        const total = Float64Array.from([...lines, 0]);
        const worth = new GroupWorth([linear], NEM);
        worth.heat(0.1, total);
        const prices = noPrices(1);
        worth.price(total, prices);
        const before = worth.valueAt(0, total, 0);
        total[line] = (total[line] as number) + 0.01;
        const price = [prices.up, prices.down, prices.powerUp, prices.powerDown][line]?.[0] as number;
        expect((worth.valueAt(0, total, 0) - before) / 0.01).toBeCloseTo(price, 4);
        const all = (prices.up[0] as number) + (prices.down[0] as number);
        const power = (prices.powerUp[0] as number) + (prices.powerDown[0] as number);
        expect(all + (1 + NEM) * power).toBeCloseTo(3, 9);
        expect(prices.charging[0] as number).toBeCloseTo(
          (prices.up[0] as number) +
            (prices.powerUp[0] as number) -
            (prices.down[0] as number) -
            (prices.powerDown[0] as number),
          9,
        );
      }),
    );
  });

  it('pays for what was sold up to its end, and slides to the rest', () => {
    const priceAt = (capacityW: number): number => {
      const { worth, total } = worthAt(0.01, [capacityW, 700_000, 1_000_000, 1_000_000]);
      const prices = noPrices(1);
      worth.price(total, prices);
      return prices.up[0] as number;
    };
    expect(priceAt(200_000)).toBeCloseTo(4, 6);
    expect(priceAt(400_000)).toBeCloseTo(1, 6);
    expect(priceAt(300_000)).toBeGreaterThan(1.5);
    expect(priceAt(300_000)).toBeLessThan(3.5);
  });

  it('has a surplus over any capacity, and no end of it below the last watt’s worth', () => {
    const { worth } = worthAt(0, [1, 1, 1, 1]);
    const prices = noPrices(1);
    prices.up[0] = 1.5;
    prices.down[0] = 0.5;
    expect(worth.surplus(prices)).toBe((4 - 2) * 300_000);
    prices.up[0] = 0.4;
    expect(worth.surplus(prices)).toBe(Infinity);
  });
});
