import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { curvedVehicleArbitrary, vehicleArbitrary } from '../../../test/support/vehicle-arbitrary.js';
import { maxChargeWAt, maxDischargeWAt } from '../vehicle.js';
import { isCurved, leastStartWh, mostFallWh, mostRiseWh, stepHolds } from './constant-steps.js';

const anyHours = fc.double({ min: 0.1, max: 1, noNaN: true });

describe('a step at constant power', () => {
  it('of a car with constant limits is as far as they go', () => {
    fc.assert(
      fc.property(vehicleArbitrary, anyHours, (car, hours) => {
        expect(isCurved(car)).toBe(false);
        expect(mostRiseWh(car, car.energyWh, hours)).toBe(car.maxChargeW * car.chargeEfficiency * hours);
        expect(mostFallWh(car, car.energyWh, hours)).toBe((car.maxDischargeW / car.dischargeEfficiency) * hours);
        expect(stepHolds(car, car.energyWh, car.energyWh + 1e6, hours)).toBe(true);
      }),
    );
  });

  it('stays within a curve from its first energy to its last, and no stronger one does', () => {
    fc.assert(
      fc.property(curvedVehicleArbitrary, anyHours, (car, hours) => {
        const { energyWh, standbyW = 0 } = car;
        const upWh = energyWh - standbyW * hours + mostRiseWh(car, energyWh, hours);
        expect(stepHolds(car, energyWh, upWh, hours)).toBe(true);
        if (car.chargeCurve !== undefined && upWh < car.maxEnergyWh - 1)
          expect(
            stepHolds(car, energyWh, upWh + 1, hours) &&
              mostRiseWh(car, energyWh, hours) < maxChargeWAt(car, energyWh) * car.chargeEfficiency * hours - 1,
          ).toBe(false);
        const downWh = energyWh - standbyW * hours - mostFallWh(car, energyWh, hours);
        const powerW = (mostFallWh(car, energyWh, hours) / hours) * car.dischargeEfficiency;
        expect(stepHolds(car, energyWh, downWh, hours)).toBe(true);
        expect(powerW).toBeLessThanOrEqual(
          Math.min(maxDischargeWAt(car, energyWh), maxDischargeWAt(car, downWh)) + 1e-3,
        );
      }),
    );
  });

  it('reaches an energy from the least start, and from no lower one', () => {
    fc.assert(
      fc.property(curvedVehicleArbitrary, anyHours, (car, hours) => {
        const nextWh = car.targetEnergyWh;
        const startWh = leastStartWh(car, nextWh, hours);
        expect(stepHolds(car, startWh, nextWh, hours)).toBe(true);
        const mostWh = car.maxChargeW * car.chargeEfficiency * hours;
        const lower = startWh - mostWh / 100;
        const neededWh = nextWh - lower + (car.standbyW ?? 0) * hours;
        expect(neededWh <= mostWh && stepHolds(car, lower, nextWh, hours)).toBe(false);
      }),
    );
  });
});
