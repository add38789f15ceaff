import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { planQuestionOf } from '../../../test/support/plan-fleet.js';
import { vehicleArbitrary } from '../../../test/support/vehicle-arbitrary.js';
import { mostRiseWh } from './constant-steps.js';
import { Courses } from './courses.js';
import type { PlanCosts } from './plan-question.js';
import { DOWN, LINES, POWER_DOWN, POWER_UP, UP, vehicleLines } from './vehicle-lines.js';
import { noPrices, VehicleProgramme, type GroupPrices } from './vehicle-programme.js';

const MTUS = 6;
const price = fc.double({ min: 0, max: 1, noNaN: true });
const pricesArbitrary: fc.Arbitrary<GroupPrices> = fc
  .array(fc.tuple(price, price, price, price), { minLength: MTUS, maxLength: MTUS })
  .map((rows) => {
    const prices = noPrices(MTUS);
    rows.forEach(([up, down, powerUp, powerDown], mtu) => {
      prices.up[mtu] = up;
      prices.down[mtu] = down;
      prices.powerUp[mtu] = powerUp / 4;
      prices.powerDown[mtu] = powerDown / 4;
      prices.charging[mtu] = up - down + (powerUp - powerDown) / 4;
    });
    return prices;
  });
const costs: PlanCosts = {
  buyPerWh: [0.5, 0.4, 0.3, 0.2, 0.3, 0.4],
  sellPerWh: [0.4, 0.3, 0.2, 0.1, 0.2, 0.3],
  wearPerWh: 0.3,
  storedPerWh: 0.3,
};

/** What a path earns at the prices, less what it costs: straight from the lines. */
function earned(courses: Courses, prices: GroupPrices, pathWh: Float64Array): number {
  const lines = new Float64Array(LINES);
  const last = courses.last[0] as number;
  let value = (pathWh[last] as number) * (courses.question.costs?.storedPerWh ?? 0);
  for (let mtu = courses.first[0] as number; mtu < last; mtu++) {
    value -= vehicleLines(courses, 0, mtu, pathWh[mtu] as number, pathWh[mtu + 1] as number, lines, 0, Infinity);
    value +=
      (prices.up[mtu] as number) * (lines[UP] as number) + (prices.down[mtu] as number) * (lines[DOWN] as number);
    value += (prices.powerUp[mtu] as number) * (lines[POWER_UP] as number);
    value += (prices.powerDown[mtu] as number) * (lines[POWER_DOWN] as number);
  }
  return value;
}

/** Any path within the limits: at each boundary somewhere between the least and the most that can be reached. */
function anyPath(courses: Courses, shares: readonly number[]): Float64Array {
  const path = new Float64Array(MTUS + 1);
  const first = courses.first[0] as number;
  const car = courses.question.vehicles[0] as (typeof courses.question.vehicles)[number];
  path[first] = courses.givenWh[first] as number;
  for (let mtu = first; mtu < (courses.last[0] as number); mtu++) {
    const from = path[mtu] as number;
    const hours = courses.hours[mtu] as number;
    const most = Math.min(courses.highWh[0] as number, from + mostRiseWh(car, from, hours));
    const least = Math.max(
      courses.lowWh[mtu + 1] as number,
      from - (car.maxDischargeW / car.dischargeEfficiency) * hours,
    );
    path[mtu + 1] = least + (most - least) * (shares[mtu] as number);
  }
  return path;
}

describe('a vehicle’s best path at given prices', () => {
  const shares = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: MTUS, maxLength: MTUS });

  it('is worth no less than any path says, and its bound no less than it', () => {
    fc.assert(
      fc.property(vehicleArbitrary, pricesArbitrary, shares, fc.boolean(), (vehicle, prices, random, priced) => {
        const question = planQuestionOf([{ ...vehicle, id: 'v1' }], priced ? { costs } : {});
        const courses = new Courses(question);
        if ((courses.first[0] as number) >= (courses.last[0] as number)) return;
        const programme = new VehicleProgramme(courses);
        const bound = programme.solve(0, prices);
        const path = new Float64Array(MTUS + 1);
        programme.follow(0, prices, path, () => null);
        expect(bound).toBeGreaterThanOrEqual(earned(courses, prices, path) - 0.01);
        expect(bound).toBeGreaterThanOrEqual(earned(courses, prices, anyPath(courses, random)) - 0.01);
      }),
      { numRuns: 500 },
    );
  });

  it('reaches its bound where charging is not worth burning energy for', () => {
    fc.assert(
      fc.property(vehicleArbitrary, pricesArbitrary, (vehicle, prices) => {
        prices.charging.fill(0);
        for (let mtu = 0; mtu < MTUS; mtu++) prices.down[mtu] = prices.up[mtu] as number;
        prices.powerUp.fill(0.1);
        prices.powerDown.fill(0.1);
        const courses = new Courses(planQuestionOf([{ ...vehicle, id: 'v1' }], { costs }));
        const programme = new VehicleProgramme(courses);
        const bound = programme.solve(0, prices);
        const path = new Float64Array(MTUS + 1);
        programme.follow(0, prices, path, () => null);
        if ((courses.first[0] as number) < (courses.last[0] as number))
          expect(Math.abs(earned(courses, prices, path) - bound)).toBeLessThan(1e-6 * Math.abs(bound) + 0.01);
      }),
      { numRuns: 300 },
    );
  });

  it('keeps to power, window and recovery line', () => {
    fc.assert(
      fc.property(vehicleArbitrary, pricesArbitrary, (vehicle, prices) => {
        const courses = new Courses(planQuestionOf([{ ...vehicle, id: 'v1' }]));
        const programme = new VehicleProgramme(courses);
        programme.solve(0, prices);
        const path = new Float64Array(MTUS + 1);
        programme.follow(0, prices, path, () => null);
        for (let mtu = courses.first[0] as number; mtu < (courses.last[0] as number); mtu++) {
          const hours = courses.hours[mtu] as number;
          const moved = (path[mtu + 1] as number) - (path[mtu] as number);
          expect(moved).toBeLessThanOrEqual(vehicle.maxChargeW * vehicle.chargeEfficiency * hours + 1e-6);
          expect(moved).toBeGreaterThanOrEqual(-(vehicle.maxDischargeW / vehicle.dischargeEfficiency) * hours - 1e-6);
          expect(path[mtu + 1] as number).toBeGreaterThanOrEqual((courses.lowWh[mtu + 1] as number) - 1e-6);
          expect(path[mtu + 1] as number).toBeLessThanOrEqual((courses.highWh[0] as number) + 1e-6);
        }
      }),
      { numRuns: 300 },
    );
  });
});
