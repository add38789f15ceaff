import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { planFleetArbitrary, planQuestionOf } from '../../../test/support/plan-fleet.js';
import { NOON } from '../../../test/support/vehicle-arbitrary.js';
import { epochMs, MS_PER_HOUR } from '../../kernel/index.js';
import { planTurns } from '../../../test/support/plan-turns.js';

const costs = {
  buyPerWh: [0.5, 0.4, 0.3, 0.2, 0.3, 0.4],
  sellPerWh: [0.4, 0.3, 0.2, 0.1, 0.2, 0.3],
  wearPerWh: 0.3,
  storedPerWh: 0.3,
};
/** Full, with the whole day before it. */
const FULL = {
  id: 'v1',
  energyWh: 40_000,
  minEnergyWh: 4_000,
  maxEnergyWh: 40_000,
  targetEnergyWh: 20_000,
  departureAt: epochMs(NOON + 24 * MS_PER_HOUR),
  maxChargeW: 11_000,
  maxDischargeW: 11_000,
  chargeEfficiency: 0.9,
  dischargeEfficiency: 0.9,
};
const softness = fc.constantFrom(0.003, 0.03, 0.15);

describe('a turn towards the best path', () => {
  it('never lowers the softened worth', () => {
    fc.assert(
      fc.property(planFleetArbitrary(6), softness, fc.boolean(), (vehicles, soft, priced) => {
        const turns = planTurns(planQuestionOf(vehicles, priced ? { costs } : {}), soft);
        let before = turns.value();
        for (let vehicle = 0; vehicle < vehicles.length; vehicle++) {
          turns.blend.improve(vehicle, turns.rowOf(vehicle));
          const after = turns.value();
          expect(after).toBeGreaterThanOrEqual(before - 1e-6 * Math.abs(before) - 1e-6);
          before = after;
        }
      }),
    );
  });

  it('keeps every car between its lines and within its power', () => {
    fc.assert(
      fc.property(planFleetArbitrary(5), softness, (vehicles, soft) => {
        const { courses, rowOf, blend } = planTurns(planQuestionOf(vehicles), soft);
        vehicles.forEach((car, vehicle) => {
          const row = rowOf(vehicle);
          for (let turn = 0; turn < 3; turn++) blend.improve(vehicle, row);
          for (let mtu = courses.first[vehicle] as number; mtu < (courses.last[vehicle] as number); mtu++) {
            const hours = courses.hours[vehicle * courses.mtus + mtu] as number;
            const moved = (row[mtu + 1] as number) - (row[mtu] as number);
            expect(moved).toBeLessThanOrEqual(car.maxChargeW * car.chargeEfficiency * hours + 1e-6);
            expect(moved).toBeGreaterThanOrEqual(-(car.maxDischargeW / car.dischargeEfficiency) * hours - 1e-6);
            const lowWh = courses.lowWh[vehicle * (courses.mtus + 1) + mtu + 1] as number;
            expect(row[mtu + 1] as number).toBeGreaterThanOrEqual(lowWh - 1e-6);
            expect(row[mtu + 1] as number).toBeLessThanOrEqual((courses.highWh[vehicle] as number) + 1e-6);
          }
        });
      }),
    );
  });

  it('takes a car from doing nothing to holding both directions', () => {
    const turns = planTurns(planQuestionOf([FULL]), 0.003);
    const before = turns.value();
    for (let turn = 0; turn < 6; turn++) turns.blend.improve(0, turns.rowOf(0));
    // Full, it has no room at first; half empty it can hold 7 000 W and more each way.
    expect(turns.value()).toBeGreaterThan(before + 5 * 3_000);
    expect(turns.rowOf(0)[1] as number).toBeLessThan(FULL.maxEnergyWh - 5_000);
  });
});
