import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { powerAt } from './power-curve.js';
import { energyAlong, hoursTo, rateOf, type RateCurve } from './trajectory.js';

/** 10 kW up to 20 kWh, then down to 2 kW at 40 kWh: a slope of −0.4 an hour. */
const rate: RateCurve = [
  { energyWh: 20_000, powerW: 10_000 },
  { energyWh: 40_000, powerW: 2_000 },
];

const rateArbitrary: fc.Arbitrary<RateCurve> = fc
  .array(
    fc.record({ stepWh: fc.integer({ min: 500, max: 20_000 }), powerW: fc.integer({ min: -20_000, max: 60_000 }) }),
    {
      minLength: 1,
      maxLength: 5,
    },
  )
  .map((steps) => {
    let energyWh = 0;
    return steps.map(({ stepWh, powerW }) => ({ energyWh: (energyWh += stepWh), powerW }));
  });

/** The slow second opinion: the midpoint rule in small steps. */
function stepped(curve: RateCurve, startWh: number, hours: number, steps: number): number {
  let energyWh = startWh;
  for (let step = 0; step < steps; step++) {
    const half = energyWh + (powerAt(curve, energyWh) * hours) / steps / 2;
    energyWh += (powerAt(curve, half) * hours) / steps;
  }
  return energyWh;
}

describe('energy along a rate', () => {
  it('is straight where the rate is, and approaches exponentially where it falls', () => {
    expect(energyAlong(rate, 5_000, 1)).toBe(15_000);
    expect(energyAlong(rate, 15_000, 0.5)).toBeCloseTo(20_000);
    // From 20 kWh: 20 000 + 10 000 · (1 − exp(−0.4 · 1)) / 0.4.
    expect(energyAlong(rate, 20_000, 1)).toBeCloseTo(20_000 + (10_000 * (1 - Math.exp(-0.4))) / 0.4);
    expect(energyAlong(rate, 60_000, 2)).toBeCloseTo(64_000);
    expect(energyAlong(rate, 20_000, 0)).toBe(20_000);
  });

  it('comes to rest where the rate comes to nothing', () => {
    const ending = rateOf(rate, (powerW) => powerW - 2_000);
    expect(energyAlong(ending, 30_000, 1_000)).toBeCloseTo(40_000);
    expect(energyAlong(ending, 40_000, 5)).toBe(40_000);
    expect(hoursTo(ending, 30_000, 40_000)).toBe(Infinity);
  });

  it('takes ln 5 / 0.4 hours from 10 to 2 kW', () => {
    expect(hoursTo(rate, 20_000, 40_000)).toBeCloseTo(Math.log(5) / 0.4);
    expect(hoursTo(rate, 10_000, 20_000)).toBeCloseTo(1);
    expect(hoursTo(rate, 30_000, 20_000)).toBe(0);
    expect(
      hoursTo(
        rateOf(rate, (powerW) => -powerW),
        10_000,
        20_000,
      ),
    ).toBe(Infinity);
  });

  it('is what small steps come to', () => {
    fc.assert(
      fc.property(
        rateArbitrary,
        fc.double({ min: 0, max: 60_000, noNaN: true }),
        fc.double({ min: -3, max: 3, noNaN: true }),
        (curve, startWh, hours) => {
          // Backwards a steep rate tears neighbours apart: there the way back is the test.
          fc.pre(hours > 0);
          expect(Math.abs(energyAlong(curve, startWh, hours) - stepped(curve, startWh, hours, 3_000))).toBeLessThan(5);
        },
      ),
    );
  });

  it('leads back to where it came from, and takes the hours that it takes', () => {
    const growing = rateArbitrary.map((curve) => rateOf(curve, (powerW) => Math.abs(powerW) + 500));
    fc.assert(
      fc.property(
        growing,
        fc.double({ min: 0, max: 60_000, noNaN: true }),
        fc.double({ min: 0, max: 3, noNaN: true }),
        (curve, startWh, hours) => {
          const endWh = energyAlong(curve, startWh, hours);
          expect(hoursTo(curve, startWh, endWh)).toBeCloseTo(hours, 6);
          expect(Math.abs(energyAlong(curve, endWh, -hoursTo(curve, startWh, endWh)) - startWh)).toBeLessThan(0.01);
        },
      ),
    );
  });
});
