import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  activationShares,
  groupCapacity,
  memberOf,
  nemShares,
  sharesAt,
  thetaBaselineW,
  type Vehicle,
} from '../../src/flexibility/index.js';
import { baselineOf, baselineShareArbitrary, HOUR, NOON, vehicleArbitrary } from '../support/vehicle-arbitrary.js';
import { firstBrokenLimit, type Pool } from './reserve-simulator.js';

const NEM_POWER_FACTOR = 0.34;

interface Baselined {
  readonly vehicle: Vehicle;
  readonly baselineW: number;
}

const anyBaseline = fc
  .tuple(vehicleArbitrary, baselineShareArbitrary)
  .map(([vehicle, share]) => ({ vehicle, baselineW: baselineOf(vehicle, share ** 3) }));
const thetaBaseline = fc
  .tuple(vehicleArbitrary, fc.double({ min: 0, max: 1, noNaN: true }))
  .map(([vehicle, theta]) => ({ vehicle, baselineW: thetaBaselineW(vehicle, NOON, { mtuHours: 1, theta }) }));
const groupArbitrary = fc.array(fc.oneof(anyBaseline, thetaBaseline), { minLength: 2, maxLength: 8 });

/** Activation held for equal stretches of the hour. */
const heldLevels =
  (levels: readonly number[]) =>
  (second: number): number =>
    levels[Math.floor((second * levels.length) / 3600)] ?? 0;
const anyPath = fc
  .array(fc.oneof(fc.double({ min: -1, max: 1, noNaN: true }), fc.constantFrom(-1, 0, 1)), {
    minLength: 1,
    maxLength: 24,
  })
  .map(heldLevels);
/** Pushes one way until NEM acts, still inside the band, then all the other way: NEM's hardest hour. */
const thereAndBack = fc
  .record({ way: fc.constantFrom(-1, 1), push: fc.integer({ min: 31, max: 50 }), turn: fc.boolean() })
  .map(
    ({ way, push, turn }) =>
      (second: number): number =>
        0.999 * way * (second < push * 60 || !turn ? 1 : -1),
  );
const pathArbitrary = fc.oneof(anyPath, thereAndBack);

/** NEM acts the sooner, the more of the capacity is sold. */
const soldShareArbitrary = fc.oneof(fc.constant(1), fc.double({ min: 0.5, max: 1, noNaN: true }));

/** The pool that sells `soldShare` of its group capacity; cars without a share are not in it. Null where nothing is sold. */
function poolOf(group: readonly Baselined[], soldShare: number): Pool | null {
  const holders = group
    .map((car) => ({ ...car, shares: sharesAt(car.vehicle, NOON, car.baselineW, HOUR) }))
    .filter(({ shares }) => shares.upW > 0 || shares.downW > 0);
  const members = holders.map(({ vehicle, baselineW, shares }) => memberOf(vehicle, baselineW, shares));
  const group1h = groupCapacity(members, NEM_POWER_FACTOR);
  const capacityW = soldShare * group1h.capacityW;
  if (capacityW < 1) return null;
  const activation = activationShares(members, capacityW);
  const nem = nemShares(members, capacityW, NEM_POWER_FACTOR);
  const cars = holders.map(({ vehicle, baselineW }, index) => ({
    ...vehicle,
    secondsToDeparture: (vehicle.departureAt - NOON) / 1000,
    baselineW,
    upW: activation.upW[index] ?? NaN,
    downW: activation.downW[index] ?? NaN,
    nemUpW: nem.upW[index] ?? NaN,
    nemDownW: nem.downW[index] ?? NaN,
  }));
  return {
    cars,
    capacityW,
    nemPowerFactor: NEM_POWER_FACTOR,
    reservoirUpWh: group1h.upW,
    reservoirDownWh: group1h.downW,
  };
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

describe('firm capacity, against a simulator of its own', () => {
  it.each([
    ['full upward activation', (): number => 1],
    ['full downward activation', (): number => -1],
    ['no activation', (): number => 0],
  ])('every member stays inside its limits for an hour of %s', (_, activation) => {
    fc.assert(
      fc.property(groupArbitrary, (group) => {
        const pool = poolOf(group, 1);
        fc.pre(pool !== null);
        expect(firstBrokenLimit(pool, activation, false)).toBeNull();
      }),
      { numRuns: 60 },
    );
  });

  it('every member stays inside its limits on any path of activation', () => {
    fc.assert(
      fc.property(groupArbitrary, pathArbitrary, (group, path) => {
        const pool = poolOf(group, 1);
        fc.pre(pool !== null);
        expect(firstBrokenLimit(pool, path, false)).toBeNull();
      }),
      { numRuns: 100 },
    );
  });

  it('every member stays inside its limits when NEM acts on top, on any path and at any sold part of the capacity', () => {
    fc.assert(
      fc.property(groupArbitrary, pathArbitrary, soldShareArbitrary, (group, path, soldShare) => {
        const pool = poolOf(group, soldShare);
        fc.pre(pool !== null);
        expect(firstBrokenLimit(pool, path, true)).toBeNull();
      }),
      { numRuns: 100 },
    );
  });

  it('the parts add up: full activation to the capacity, NEM to its factor of it', () => {
    fc.assert(
      fc.property(groupArbitrary, (group) => {
        const pool = poolOf(group, 1);
        fc.pre(pool !== null);
        expect(sum(pool.cars.map((car) => car.upW))).toBeCloseTo(pool.capacityW, 3);
        expect(sum(pool.cars.map((car) => car.downW))).toBeCloseTo(pool.capacityW, 3);
        expect(sum(pool.cars.map((car) => car.nemUpW))).toBeCloseTo(NEM_POWER_FACTOR * pool.capacityW, 3);
        expect(sum(pool.cars.map((car) => car.nemDownW))).toBeCloseTo(NEM_POWER_FACTOR * pool.capacityW, 3);
      }),
    );
  });
});
