import { describe, expect, it } from '@jest/globals';
import { NOON } from '../../../test/support/vehicle-arbitrary.js';
import { planQuestionOf } from '../../../test/support/plan-fleet.js';
import { epochMs, MS_PER_HOUR } from '../../kernel/index.js';
import { Courses } from './courses.js';
import { measurePlan } from './measured-plan.js';
import type { PlannedVehicle } from './plan-question.js';

const car: PlannedVehicle = {
  id: 'v1',
  energyWh: 30_000,
  minEnergyWh: 10_000,
  maxEnergyWh: 50_000,
  targetEnergyWh: 20_000,
  departureAt: epochMs(NOON + 2.5 * MS_PER_HOUR),
  maxChargeW: 10_000,
  maxDischargeW: 10_000,
  chargeEfficiency: 0.9,
  dischargeEfficiency: 0.8,
};
const measured = (energiesWh: readonly number[], change: object = {}) => {
  const question = planQuestionOf([car], { worth: [1, 2, 3].map(() => [{ upToW: Infinity, worth: 1 }]), ...change });
  return measurePlan(new Courses(question), Float64Array.from(energiesWh));
};

describe('a measured plan', () => {
  it('has the baselines that its energies ask for, and the capacity around them', () => {
    const plan = measured([30_000, 34_500, 34_500, 34_500]);
    expect([...(plan.baselinesW[0] as Float64Array)]).toEqual([-5_000, 0, 0]);
    // Charging with 5 000 W leaves 5 000 W downward, of which NEM takes a quarter: C + 0.34 C = 5 000.
    expect(plan.capacityW[0]).toBeCloseTo(5_000 / 1.34, 6);
    expect(plan.capacityW[1]).toBeCloseTo(10_000 / 1.34, 6);
    expect(plan.capacityW[2]).toBe(0);
    expect(plan.boundBy).toEqual(['power-down', 'power-up', 'none']);
    expect(plan.worth).toBeCloseTo(15_000 / 1.34, 6);
  });

  it('asks of a car no more power than it has', () => {
    expect(measured([30_000, 50_000, 50_000, 50_000]).baselinesW[0]?.[0]).toBe(-10_000);
    expect(measured([30_000, 10_000, 10_000, 20_000]).baselinesW[0]?.[0]).toBe(10_000);
  });

  it('pays for energy, losses and wear, and is left with what is stored', () => {
    const costs = { buyPerWh: [2, 2, 2], sellPerWh: [1, 1, 1], wearPerWh: 0.5, storedPerWh: 1 };
    const idle = measured([30_000, 30_000, 30_000, 30_000], { costs });
    const charging = measured([30_000, 34_500, 34_500, 34_500], { costs });
    const capacity = (plan: typeof idle): number => plan.capacityW.reduce((sum, each) => sum + each, 0);
    expect(idle.worth - capacity(idle)).toBeCloseTo(30_000, 6);
    expect(charging.worth - capacity(charging)).toBeCloseTo(34_500 - 2 * 5_000, 6);
    const giving = measured([30_000, 25_000, 25_000, 25_000], { costs });
    expect(giving.worth - capacity(giving)).toBeCloseTo(25_000 + 4_000 - 0.5 * 5_000, 6);
  });

  it('takes what is discharged off an owner’s allowance', () => {
    const vehicles = [{ ...car, dischargeAllowanceWh: 5_000 }];
    const plan = measured([30_000, 25_000, 25_000, 25_000], { vehicles });
    expect(plan.capacityW[0]).toBeCloseTo(0, 3);
    expect(plan.capacityW[1]).toBe(0);
  });

  it('leaves a car that is late out of the group', () => {
    expect(
      measured([30_000, 39_000, 48_000, 50_000], { vehicles: [{ ...car, targetEnergyWh: 55_000 }] }).capacityW,
    ).toEqual([0, 0, 0]);
  });
});
