import { describe, expect, it } from '@jest/globals';
import { poolOf } from '../../test/support/pool.js';
import { NOON, ONE_PM } from '../../test/support/vehicle-arbitrary.js';
import { groupCapacity, memberOf, sharesAt } from '../flexibility/index.js';
import { epochMs, MJ_PER_WH, MS_PER_HOUR } from '../kernel/index.js';
import { vehicleAt } from './allocation.js';
import { groupStrategy, singleStrategy, sumOfSingles } from './idle-strategy.js';

const carWith = (energyWh: number) => vehicleAt(poolOf([{ energyMj: energyWh * MJ_PER_WH }]), 0);
const obligation = { mtuEnd: ONE_PM, committedW: 0, mtuHours: 1, enduranceHours: 1, nemPowerFactor: 0.34 };
const memberWith = (energyWh: number) => {
  const vehicle = carWith(energyWh);
  return memberOf(vehicle, 0, sharesAt(vehicle, NOON, 0, { horizonHours: 1, mtuEnd: ONE_PM }));
};

describe('idle strategies', () => {
  it('let every car rest', () => {
    const staying = [{ sessionId: 'S1', vehicle: carWith(30_000) }];
    for (const strategy of [groupStrategy, singleStrategy]) {
      expect(strategy.baselinesW({ at: NOON, staying, obligation, coming: () => neverAsked() })).toEqual([0]);
      expect(strategy.joiningBaselineW(carWith(30_000), NOON, obligation)).toBe(0);
    }
  });
  it('charge what standby takes where a car is at its minimum: 19 W at 95 % for 18 W', () => {
    const atMinimum = { ...carWith(12_000), standbyW: 18 };
    const staying = [atMinimum, { ...atMinimum, energyWh: 12_018 }].map((vehicle) => ({ sessionId: 'S1', vehicle }));
    const question = { at: NOON, staying, obligation, coming: () => neverAsked() };
    expect(groupStrategy.baselinesW(question)).toEqual([-19, 0]);
    expect(groupStrategy.joiningBaselineW(atMinimum, NOON, obligation)).toBe(-19);
  });
  it('charge what the promise needs where rest would break it: 5 500 of 11 000 W, half an hour before they must', () => {
    // At the hour's end the target is 11 hours of full charging away: half an hour of it is missing at rest.
    const resting = carWith(30_000);
    const pressed = { ...resting, targetEnergyWh: 30_000 + 11_000 * 0.95 * 11.5 };
    const departureAt = epochMs(NOON + 12 * MS_PER_HOUR);
    expect(groupStrategy.joiningBaselineW({ ...pressed, maxEnergyWh: 200_000, departureAt }, NOON, obligation)).toBe(
      -5_500,
    );
  });
  it('count a full and an empty car: nothing alone, something together', () => {
    const full = 60_000;
    const empty = 12_000;
    const members = [memberWith(full), memberWith(empty)];
    expect(sumOfSingles(members, 0.34).capacityW).toBe(0);
    expect(groupStrategy.capacity(members, 0.34).capacityW).toBeGreaterThan(1000);
  });
  it('agree on a single car', () => {
    const members = [memberWith(30_000)];
    expect(singleStrategy.capacity(members, 0.34)).toEqual(groupCapacity(members, 0.34));
  });
});

function neverAsked(): never {
  throw new Error('an idle strategy asked for the future');
}
