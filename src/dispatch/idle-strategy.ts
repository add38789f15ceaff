import {
  groupCapacity,
  hoursBetween,
  mostConstantChargeW,
  powerForDrain,
  recoveryLineWh,
  type GroupCapacity,
  type GroupMember,
  type Vehicle,
} from '../flexibility/index.js';
import type { EpochMs } from '../kernel/index.js';
import type { BaselineStrategy } from './baseline-strategy.js';

const idle: Pick<BaselineStrategy, 'baselinesW' | 'joiningBaselineW'> = {
  baselinesW: ({ staying, at, obligation }) => staying.map(({ vehicle }) => restW(vehicle, at, obligation.mtuEnd)),
  joiningBaselineW: (vehicle, at, { mtuEnd }) => restW(vehicle, at, mtuEnd),
};

/**
 * Nothing, but what keeps the car above its minimum and its recovery line until `until`: one that met its line on the
 * way would charge all of a sudden, and the group would seem to answer to a frequency that asked for nothing.
 */
function restW(vehicle: Vehicle, at: EpochMs, until: EpochMs): number {
  const hours = hoursBetween(at, until);
  const floorWh = Math.max(vehicle.minEnergyWh, recoveryLineWh(vehicle, until));
  const spareWh = vehicle.energyWh - (vehicle.standbyW ?? 0) * hours - floorWh;
  if (spareWh >= 0) return 0;
  return (
    -Math.floor(Math.min(mostConstantChargeW(vehicle, hours), Math.ceil(-powerForDrain(vehicle, spareWh, hours)))) + 0
  );
}

/** Parked cars rest, and the group sells what it can hold together: the group rule without any planning. */
export const groupStrategy: BaselineStrategy = { name: 'group', ...idle, capacity: groupCapacity };

/** Parked cars rest, and each sells what it could sell alone: what pooling by simple addition would earn. */
export const singleStrategy: BaselineStrategy = { name: 'single', ...idle, capacity: sumOfSingles };

/** The sum of the members' own capacities; bound by what binds the group, as single cars have no binding of the sum. */
export function sumOfSingles(members: readonly GroupMember[], nemPowerFactor: number): GroupCapacity {
  const group = groupCapacity(members, nemPowerFactor);
  const capacityW = members.reduce((sum, member) => sum + groupCapacity([member], nemPowerFactor).capacityW, 0);
  return { ...group, capacityW };
}
