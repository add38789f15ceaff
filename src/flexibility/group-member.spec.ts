import { describe, expect, it } from '@jest/globals';
import { epochMs, MS_PER_HOUR } from '../kernel/index.js';
import { NOON } from '../../test/support/vehicle-arbitrary.js';
import { memberOf } from './group-member.js';
import type { Vehicle } from './vehicle.js';

const car: Vehicle = {
  energyWh: 30_000,
  minEnergyWh: 12_000,
  maxEnergyWh: 60_000,
  targetEnergyWh: 30_000,
  departureAt: epochMs(NOON + 8 * MS_PER_HOUR),
  maxChargeW: 10_000,
  maxDischargeW: 8_000,
  chargeEfficiency: 0.9,
  dischargeEfficiency: 0.8,
};

describe('a member of a group', () => {
  it('has what its limits leave above and below its baseline', () => {
    expect(memberOf(car, -2_000, { upW: 5_000, downW: 3_000 })).toEqual({
      upW: 5_000,
      downW: 3_000,
      headroomUpW: 10_000,
      headroomDownW: 8_000,
      roundTrip: 0.9 * 0.8,
      baselineW: -2_000,
    });
    expect(memberOf(car, 9_000, { upW: 0, downW: 0 }).headroomUpW).toBe(0);
  });

  it('has the headroom that its shares come with, where limits depend on energy', () => {
    const shares = { upW: 5_000, downW: 3_000, headroomUpW: 5_500, headroomDownW: 3_100 };
    expect(memberOf(car, 0, shares)).toMatchObject(shares);
  });
});
