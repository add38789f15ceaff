import { groupCapacity, type GroupCapacity, type GroupMember, type Vehicle } from '../flexibility/index.js';
import { MS_PER_HOUR } from '../kernel/index.js';
import type { BaselineStrategy } from './baseline-strategy.js';

const idle: Pick<BaselineStrategy, 'baselinesW' | 'joiningBaselineW'> = {
  baselinesW: ({ staying, obligation }) => staying.map(({ vehicle }) => restW(vehicle, obligation.mtuHours)),
  joiningBaselineW: (vehicle, at, { mtuEnd }) => restW(vehicle, (mtuEnd - at) / MS_PER_HOUR),
};

/** Nothing, but what standby takes where the car has none of it to spare. */
const restW = ({ energyWh, minEnergyWh, standbyW = 0, chargeEfficiency }: Vehicle, hours: number): number =>
  energyWh - standbyW * hours >= minEnergyWh ? 0 : -Math.ceil(standbyW / chargeEfficiency) + 0;

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
