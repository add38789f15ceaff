import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  baselineOf,
  baselineShareArbitrary,
  curvedVehicleArbitrary,
  HOUR,
  NOON,
  vehicleArbitrary,
} from '../../test/support/vehicle-arbitrary.js';
import { fillMembers, fleetColumns, restingMembers } from './fleet-columns.js';
import { emptyColumns } from './group-columns.js';
import { columnCapacity, groupCapacity } from './group.js';
import { memberOf } from './group-member.js';
import { sharesAt } from './shares.js';

const carsArbitrary = fc.array(
  fc.tuple(fc.oneof({ weight: 4, arbitrary: vehicleArbitrary }, curvedVehicleArbitrary), baselineShareArbitrary),
  { maxLength: 20 },
);

describe('a fleet in columns', () => {
  it('has the very members that its vehicles make one by one', () => {
    fc.assert(
      fc.property(carsArbitrary, fc.constantFrom(1, 2, 4), (cars, horizonHours) => {
        const vehicles = cars.map(([vehicle]) => vehicle);
        const baselines = Float64Array.from(cars, ([vehicle, share]) => baselineOf(vehicle, share));
        const horizon = { ...HOUR, horizonHours };
        const group = emptyColumns(cars.length);
        fillMembers(group, fleetColumns(vehicles), NOON, baselines, horizon);
        const members = vehicles.map((vehicle, row) => {
          const baselineW = baselines[row] as number;
          return memberOf(vehicle, baselineW, sharesAt(vehicle, NOON, baselineW, horizon));
        });
        members.forEach((member, row) => {
          for (const field of ['upW', 'downW', 'headroomUpW', 'headroomDownW', 'roundTrip'] as const)
            expect(group[field][row]).toBeCloseTo(member[field], 6);
        });
        expect(columnCapacity(group, 0.34).capacityW).toBeCloseTo(groupCapacity(members, 0.34).capacityW, 3);
      }),
    );
  });

  it('rests at no power', () => {
    const [vehicle] = fc.sample(vehicleArbitrary, { numRuns: 1, seed: 1 });
    if (vehicle === undefined) throw new Error('a sample has an element');
    const group = restingMembers(fleetColumns([vehicle]), NOON, HOUR);
    expect(group.count).toBe(1);
    expect(group.upW[0]).toBeCloseTo(sharesAt(vehicle, NOON, 0, HOUR).upW);
  });
});
