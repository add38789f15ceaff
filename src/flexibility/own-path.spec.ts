import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { curvedVehicleArbitrary, NOON, vehicleArbitrary } from '../../test/support/vehicle-arbitrary.js';
import { epochMs, MS_PER_HOUR, MS_PER_MINUTE } from '../kernel/index.js';
import { newPathStep, stepAlong, type MovingVehicle, type PathStep } from './own-path.js';
import { newShareRoom, writeShares, type ShareRoom } from './shares.js';
import { thetaBaselineW } from './theta.js';
import { drainWh, energyAfterWh, type Vehicle } from './vehicle.js';

interface Walked {
  readonly energyWh: number;
  readonly allowanceWh: number | undefined;
  readonly shares: ShareRoom | null;
}

/** What the parts say of the step, each asked on its own. */
function byParts(vehicle: Vehicle, step: PathStep): Walked {
  const mtuHours = (step.mtuEnd - step.at) / MS_PER_HOUR;
  const { theta, enduranceHours } = step;
  const baselineW = thetaBaselineW(vehicle, step.at, { mtuHours, theta, enduranceHours });
  const shares = newShareRoom();
  const holds = writeShares(vehicle, step.at, baselineW, step, shares);
  const { dischargeAllowanceWh } = vehicle;
  const usedWh = baselineW > 0 ? drainWh(vehicle, baselineW, mtuHours) : 0;
  return {
    energyWh: energyAfterWh(vehicle, baselineW, mtuHours),
    allowanceWh: dischargeAllowanceWh === undefined ? undefined : Math.max(0, dischargeAllowanceWh - usedWh),
    shares: holds ? shares : null,
  };
}

function walked(vehicle: Vehicle, step: PathStep): Walked {
  const car: MovingVehicle = { ...vehicle };
  const shares = newShareRoom();
  const holds = stepAlong(car, step, shares);
  return { energyWh: car.energyWh, allowanceWh: car.dischargeAllowanceWh, shares: holds ? shares : null };
}

/** A whole MTU of a quarter of an hour to two hours, or what is left of it. */
const stepArbitrary: fc.Arbitrary<PathStep> = fc
  .record({
    minutes: fc.constantFrom(15, 30, 60, 120),
    inside: fc.boolean(),
    theta: fc.constantFrom(0, 0.25, 0.5, 1),
    enduranceHours: fc.constantFrom(0.5, 1, 2),
    passed: fc.double({ min: 0, max: 0.98, noNaN: true }),
  })
  .map(({ minutes, inside, theta, enduranceHours, passed }) => {
    const mtuEnd = epochMs(NOON + minutes * MS_PER_MINUTE);
    const at = epochMs(inside ? NOON + Math.floor(passed * minutes) * MS_PER_MINUTE : NOON);
    return { at, mtuEnd, theta, enduranceHours, horizonHours: inside ? (mtuEnd - at) / MS_PER_HOUR : enduranceHours };
  });

describe('a car on its own path', () => {
  it('rests with its full power each way, and keeps its energy', () => {
    const car: MovingVehicle = {
      energyWh: 30_000,
      minEnergyWh: 10_000,
      maxEnergyWh: 60_000,
      targetEnergyWh: 30_000,
      departureAt: epochMs(NOON + 12 * MS_PER_HOUR),
      maxChargeW: 10_000,
      maxDischargeW: 8_000,
      chargeEfficiency: 0.9,
      dischargeEfficiency: 0.8,
    };
    const step = { ...newPathStep(0.5), at: NOON, mtuEnd: epochMs(NOON + MS_PER_HOUR), enduranceHours: 1 };
    const shares = newShareRoom();
    expect(stepAlong(car, step, shares)).toBe(true);
    expect(shares).toEqual({ upW: 8_000, downW: 10_000, headroomUpW: 8_000, headroomDownW: 10_000 });
    expect(car.energyWh).toBe(30_000);
    // 100 W of standby are made up for: 100 / 0.9, in whole watts 112.
    car.standbyW = 100;
    stepAlong(car, step, shares);
    expect(car.energyWh).toBeCloseTo(30_000 - 100 + 112 * 0.9, 9);
  });

  it('is to the last bit what its parts say, with constant limits', () => {
    const standby = fc.option(fc.integer({ min: 1, max: 300 }), { nil: undefined });
    const outside = fc.double({ min: 0.7, max: 1.3, noNaN: true });
    fc.assert(
      fc.property(vehicleArbitrary, standby, outside, stepArbitrary, (vehicle, standbyW, factor, step) => {
        fc.pre(vehicle.departureAt > step.at);
        const car = {
          ...vehicle,
          energyWh: vehicle.energyWh * factor,
          ...(standbyW === undefined ? undefined : { standbyW }),
        };
        expect(walked(car, step)).toEqual(byParts(car, step));
      }),
      { numRuns: 2_000 },
    );
  });

  it('is what its parts say with curves, standby losses and an allowance', () => {
    fc.assert(
      fc.property(curvedVehicleArbitrary, stepArbitrary, (vehicle, step) => {
        fc.pre(vehicle.departureAt > step.at);
        expect(walked(vehicle, step)).toEqual(byParts(vehicle, step));
      }),
      { numRuns: 200 },
    );
  });
});
