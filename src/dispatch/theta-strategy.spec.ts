import { describe, expect, it } from '@jest/globals';
import { poolOf } from '../../test/support/pool.js';
import { NOON, ONE_PM } from '../../test/support/vehicle-arbitrary.js';
import { thetaBaselineW } from '../flexibility/index.js';
import { epochMs, MJ_PER_WH } from '../kernel/index.js';
import { vehicleAt } from './allocation.js';
import { bestTheta } from './theta-choice.js';
import { thetaStrategy } from './theta-strategy.js';

const carWith = (energyWh: number) => vehicleAt(poolOf([{ energyMj: energyWh * MJ_PER_WH }]), 0);
const obligation = { mtuEnd: ONE_PM, committedW: 0, mtuHours: 1, enduranceHours: 1, nemPowerFactor: 0.34 };

describe('the theta strategy', () => {
  it('moves every car to the best place of its band', () => {
    const vehicles = [carWith(13_000), carWith(57_000)];
    const staying = vehicles.map((vehicle, index) => ({ sessionId: `S${index}`, vehicle }));
    const theta = bestTheta(vehicles, NOON, obligation);
    const baselinesW = thetaStrategy.baselinesW({ at: NOON, staying, obligation, coming: () => neverAsked() });
    expect(baselinesW).toEqual(
      vehicles.map((vehicle) => thetaBaselineW(vehicle, NOON, { mtuHours: 1, theta, enduranceHours: 1 })),
    );
    // The emptier car charges, the fuller one makes room.
    expect(baselinesW[0]).toBeLessThan(baselinesW[1] as number);
  });
  it('lets a car that joins move to the middle over what is left of the MTU', () => {
    const vehicle = carWith(13_000);
    const halfPast = epochMs((NOON + ONE_PM) / 2);
    expect(thetaStrategy.joiningBaselineW(vehicle, halfPast, obligation)).toBe(
      thetaBaselineW(vehicle, halfPast, { mtuHours: 0.5, theta: 0.5, enduranceHours: 1 }),
    );
  });
});

function neverAsked(): never {
  throw new Error('the theta rule looks no further than the next MTU');
}
