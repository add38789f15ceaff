import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { planFleetArbitrary, planQuestionOf } from '../../../test/support/plan-fleet.js';
import { planTurns } from '../../../test/support/plan-turns.js';

const costs = {
  buyPerWh: [0.5, 0.4, 0.3, 0.2, 0.3, 0.4],
  sellPerWh: [0.4, 0.3, 0.2, 0.1, 0.2, 0.3],
  wearPerWh: 0.3,
  storedPerWh: 0.3,
};
const softness = fc.constantFrom(0.003, 0.03, 0.15);

describe('a turn boundary by boundary', () => {
  it('never lowers the softened worth', () => {
    fc.assert(
      fc.property(planFleetArbitrary(6), softness, fc.boolean(), (vehicles, soft, priced) => {
        const turns = planTurns(planQuestionOf(vehicles, priced ? { costs } : {}), soft);
        let before = turns.value();
        for (let vehicle = 0; vehicle < vehicles.length; vehicle++) {
          turns.moves.improve(vehicle, turns.rowOf(vehicle));
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
        const { courses, rowOf, moves } = planTurns(planQuestionOf(vehicles), soft);
        vehicles.forEach((car, vehicle) => {
          const row = rowOf(vehicle);
          for (let turn = 0; turn < 3; turn++) moves.improve(vehicle, row);
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

  it('takes no more than an owner’s allowance for discharge', () => {
    fc.assert(
      fc.property(planFleetArbitrary(1), ([car]) => {
        if (car === undefined) return;
        const { courses, rowOf, moves } = planTurns(planQuestionOf([{ ...car, dischargeAllowanceWh: 0 }]), 0.01);
        const dischargedWh = (): number => {
          let fallen = 0;
          for (let mtu = courses.first[0] as number; mtu < (courses.last[0] as number); mtu++)
            fallen += Math.max(0, (rowOf(0)[mtu] as number) - (rowOf(0)[mtu + 1] as number));
          return fallen;
        };
        const before = dischargedWh();
        moves.improve(0, rowOf(0));
        expect(dischargedWh()).toBeLessThanOrEqual(before + 1e-6);
      }),
    );
  });
});
