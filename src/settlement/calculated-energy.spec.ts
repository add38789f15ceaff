import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { activatedEnergy, milliWattHoursOf, netted } from './calculated-energy.js';

describe('calculated energy', () => {
  it('turns full activation of 0.3 MW over 15 minutes into 75 kWh', () => {
    // 300 000 W × 100 mHz × 900 s = 27 000 000 000; ÷ 360 = 75 000 000 mWh = 75 kWh = 0.3 MW × 0.25 h
    const energy = activatedEnergy({ calculatedUpWMhzS: 27_000_000_000, calculatedDownWMhzS: 0 });
    expect(energy).toEqual({ upMilliWh: 75_000_000, downMilliWh: 0 });
  });

  it('rounds to the nearest milliwatt-hour, halves up', () => {
    // 179 ÷ 360 = 0.497…, 180 ÷ 360 = 0.5, 540 ÷ 360 = 1.5
    expect(activatedEnergy({ calculatedUpWMhzS: 179, calculatedDownWMhzS: 180 })).toEqual({
      upMilliWh: 0,
      downMilliWh: 1,
    });
    expect(activatedEnergy({ calculatedUpWMhzS: 540, calculatedDownWMhzS: 0 }).upMilliWh).toBe(2);
  });

  it('nets into the direction that outweighs', () => {
    expect(netted({ upMilliWh: 700, downMilliWh: 300 })).toEqual({ upMilliWh: 400, downMilliWh: 0 });
    expect(netted({ upMilliWh: 300, downMilliWh: 700 })).toEqual({ upMilliWh: 0, downMilliWh: 400 });
    expect(netted({ upMilliWh: 300, downMilliWh: 300 })).toEqual({ upMilliWh: 0, downMilliWh: 0 });
  });

  it('turns watt-seconds into milliwatt-hours: 3 600 Ws are 1 Wh', () => {
    expect(milliWattHoursOf(3_600)).toBe(1_000);
    // 1 ÷ 3.6 = 0.28, 2 ÷ 3.6 = 0.56, 9 ÷ 3.6 = 2.5
    expect([1, 2, 9].map(milliWattHoursOf)).toEqual([0, 1, 3]);
  });

  it('is within half a milliwatt-hour of the exact energy', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 5_000_000 * 100 * 900 }), (sum) => {
        const { upMilliWh } = activatedEnergy({ calculatedUpWMhzS: sum, calculatedDownWMhzS: 0 });
        const twice = BigInt(upMilliWh) * 720n - BigInt(sum) * 2n;
        expect(twice > -360n && twice <= 360n).toBe(true);
      }),
    );
  });
});
