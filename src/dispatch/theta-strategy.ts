import { bestCapacity, thetaBaselineW } from '../flexibility/index.js';
import { MS_PER_HOUR } from '../kernel/index.js';
import type { BaselineStrategy } from './baseline-strategy.js';
import { bestTheta } from './theta-choice.js';

/** A car that joins waits in the middle of its useful band until the group is asked again. */
const JOINING_THETA = 0.5;

/** Every car moves to the same place of its useful band, and the place is chosen anew each MTU for the group's sake. */
export const thetaStrategy: BaselineStrategy = {
  name: 'theta',
  baselinesW: ({ staying, at, obligation }) => {
    const { mtuHours, enduranceHours } = obligation;
    const vehicles = staying.map(({ vehicle }) => vehicle);
    const theta = bestTheta(vehicles, at, obligation);
    return vehicles.map((vehicle) => thetaBaselineW(vehicle, at, { mtuHours, theta, enduranceHours }));
  },
  joiningBaselineW: (vehicle, at, { mtuEnd, enduranceHours }) =>
    thetaBaselineW(vehicle, at, { mtuHours: (mtuEnd - at) / MS_PER_HOUR, theta: JOINING_THETA, enduranceHours }),
  capacity: bestCapacity,
};
