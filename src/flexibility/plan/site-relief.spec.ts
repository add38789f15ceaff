import { describe, expect, it } from '@jest/globals';
import { planQuestionOf } from '../../../test/support/plan-fleet.js';
import { NOON } from '../../../test/support/vehicle-arbitrary.js';
import { epochMs, MS_PER_HOUR } from '../../kernel/index.js';
import { Courses } from './courses.js';
import { fusedSites } from './fuse.js';
import type { PlannedVehicle } from './plan-question.js';
import { SiteRelief } from './site-relief.js';

const car = {
  minEnergyWh: 10_000,
  maxEnergyWh: 60_000,
  maxChargeW: 10_000,
  maxDischargeW: 0,
  chargeEfficiency: 1,
  dischargeEfficiency: 1,
  siteId: 'depot',
};
const charging = (id: string, missingWh: number, hours: number): PlannedVehicle => ({
  ...car,
  id,
  energyWh: 20_000,
  targetEnergyWh: 20_000 + missingWh,
  departureAt: epochMs(NOON + hours * MS_PER_HOUR),
});

/** Energies of cars that all begin with charging at full power, relieved. @returns the site's power by MTU, W. */
function relieved(vehicles: readonly PlannedVehicle[], limitW: number): number[] {
  const courses = new Courses(planQuestionOf(vehicles, { siteLimitsW: new Map([['depot', limitW]]) }));
  const energiesWh = courses.givenWh.slice();
  const at = (vehicle: number, boundary: number): number => vehicle * (courses.mtus + 1) + boundary;
  vehicles.forEach(({ targetEnergyWh }, vehicle) => {
    for (let mtu = 0; mtu < (courses.last[vehicle] as number); mtu++)
      energiesWh[at(vehicle, mtu + 1)] = Math.min(targetEnergyWh, (energiesWh[at(vehicle, mtu)] as number) + 10_000);
  });
  for (const site of fusedSites(courses.question)) new SiteRelief(courses, site, energiesWh).relieve();
  vehicles.forEach(({ targetEnergyWh, energyWh }, vehicle) => {
    const last = courses.last[vehicle] as number;
    expect(energiesWh[at(vehicle, last)]).toBeGreaterThanOrEqual(
      Math.min(targetEnergyWh, energyWh + 10_000 * last) - 1e-3,
    );
  });
  return Array.from({ length: courses.mtus }, (_, mtu) =>
    vehicles.reduce(
      (sum, _car, vehicle) =>
        mtu < (courses.last[vehicle] as number)
          ? sum + (energiesWh[at(vehicle, mtu + 1)] as number) - (energiesWh[at(vehicle, mtu)] as number)
          : sum,
      0,
    ),
  );
}

describe('relief of a site’s fuse', () => {
  it('lets a car that stays give way to one that leaves first', () => {
    const takenW = relieved([charging('stays', 10_000, 4), charging('leaves', 10_000, 1)], 10_000);
    expect(takenW.map(Math.round)).toEqual([10_000, 10_000, 0, 0, 0, 0]);
  });

  it('finds a way over a third car', () => {
    const cars = [charging('a', 10_000, 1), charging('b', 10_000, 2), charging('c', 10_000, 3)];
    expect(relieved([...cars].reverse(), 10_000).map(Math.round)).toEqual([10_000, 10_000, 10_000, 0, 0, 0]);
  });

  it('lets a car that has more than it was promised give to the others', () => {
    const giver = { ...charging('giver', 0, 6), maxDischargeW: 10_000, energyWh: 50_000, targetEnergyWh: 20_000 };
    const takenW = relieved([giver, charging('late', 19_000, 2)], 2_000);
    expect(Math.max(...takenW)).toBeLessThanOrEqual(2_000 + 1e-3);
  });

  it('leaves no more of an overload than the promises need', () => {
    const takenW = relieved([charging('a', 10_000, 1), charging('b', 10_000, 1)], 12_000);
    expect(takenW.map(Math.round)).toEqual([20_000, 0, 0, 0, 0, 0]);
  });
});
