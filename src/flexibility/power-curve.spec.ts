import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { cappedCurve, leastPower, powerAt, type PowerCurve } from './power-curve.js';

/** 50 kW up to 30 kWh, then down to 10 kW at 50 kWh. */
const taper: PowerCurve = [
  { energyWh: 30_000, powerW: 50_000 },
  { energyWh: 50_000, powerW: 10_000 },
];

const curveArbitrary: fc.Arbitrary<PowerCurve> = fc
  .array(fc.record({ stepWh: fc.integer({ min: 1, max: 20_000 }), powerW: fc.integer({ min: 0, max: 100_000 }) }), {
    minLength: 1,
    maxLength: 6,
  })
  .map((steps) => {
    let energyWh = 0;
    return steps.map(({ stepWh, powerW }) => ({ energyWh: (energyWh += stepWh), powerW }));
  });
const energyArbitrary = fc.double({ min: 0, max: 120_000, noNaN: true });

describe('a power curve', () => {
  it('is linear between its points and constant outside', () => {
    expect(powerAt(taper, 0)).toBe(50_000);
    expect(powerAt(taper, 35_000)).toBe(40_000); // 50 000 − 5 000 · 2 W/Wh
    expect(powerAt(taper, 50_000)).toBe(10_000);
    expect(powerAt(taper, 60_000)).toBe(10_000);
    expect(powerAt([{ energyWh: 10, powerW: 7 }], 20)).toBe(7);
  });

  it('gets a point where it is cut off: 40 000 W is met at 35 000 Wh', () => {
    expect(cappedCurve(taper, 40_000)).toEqual([
      { energyWh: 30_000, powerW: 40_000 },
      { energyWh: 35_000, powerW: 40_000 },
      { energyWh: 50_000, powerW: 10_000 },
    ]);
    expect(cappedCurve(taper, 60_000)).toEqual(taper);
  });

  it('is, cut off, the lesser of curve and cap at every energy', () => {
    fc.assert(
      fc.property(curveArbitrary, fc.integer({ min: 0, max: 100_000 }), energyArbitrary, (curve, capW, energyWh) => {
        expect(powerAt(cappedCurve(curve, capW), energyWh)).toBeCloseTo(Math.min(powerAt(curve, energyWh), capW), 3);
      }),
    );
  });

  it('has in a band no limit below its least, and meets that', () => {
    expect(leastPower(taper, 20_000, 40_000)).toBe(30_000);
    const dip: PowerCurve = [
      { energyWh: 10, powerW: 100 },
      { energyWh: 20, powerW: 40 },
      { energyWh: 30, powerW: 100 },
    ];
    expect(leastPower(dip, 12, 28)).toBe(40);
    expect(leastPower(dip, 0, 15)).toBe(70);
    fc.assert(
      fc.property(curveArbitrary, energyArbitrary, energyArbitrary, energyArbitrary, (curve, a, b, c) => {
        const [low, middle, high] = [a, b, c].sort((x, y) => x - y) as [number, number, number];
        expect(leastPower(curve, low, high)).toBeLessThanOrEqual(powerAt(curve, middle));
      }),
    );
  });
});
