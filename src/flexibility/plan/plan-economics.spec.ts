import { describe, expect, it } from '@jest/globals';
import { economicCosts, economicWorth } from './plan-economics.js';

const economics = { capacityEurPerMwH: 20, soldFactor: 4, energyEurPerMwh: 40, wearEurPerKwh: 0.05 };

describe('what a plan weighs', () => {
  it('is the pay of a watt, and several times that where it was sold', () => {
    expect(economicWorth(economics, 1, 0, null)).toEqual([{ upToW: Infinity, worth: 20e-6 }]);
    expect(economicWorth(economics, 0.25, 300_000, null)).toEqual([
      { upToW: 300_000, worth: 20e-6 },
      { upToW: Infinity, worth: 5e-6 },
    ]);
    expect(economicWorth(economics, 1, 300_000, 50)[0]?.worth).toBeCloseTo(200e-6, 12);
    expect(economicWorth(economics, 1, 300_000, 2)[0]?.worth).toBeCloseTo(80e-6, 12);
  });

  it('is energy by the watt-hour, and wear of what is taken out', () => {
    expect(economicCosts(economics, 2)).toEqual({
      buyPerWh: [40e-6, 40e-6],
      sellPerWh: [40e-6, 40e-6],
      wearPerWh: 50e-6,
      storedPerWh: 40e-6,
    });
  });
});
