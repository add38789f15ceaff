import { capacityAs, type DeparturePolicy } from '../flexibility/index.js';
import type { BaselineStrategy } from './baseline-strategy.js';

/** The same baselines; but no more is counted than the group still holds when some leave without a word. */
export function allowingFor(departures: DeparturePolicy, strategy: BaselineStrategy): BaselineStrategy {
  if (departures.leavingProbability === 0) return strategy;
  return {
    name: strategy.name,
    baselinesW: (question) => strategy.baselinesW(question),
    joiningBaselineW: (vehicle, at, obligation) => strategy.joiningBaselineW(vehicle, at, obligation),
    capacity: (members, nemPowerFactor) => {
      const announced = strategy.capacity(members, nemPowerFactor);
      const left = capacityAs({ nemPowerFactor, departures }, members);
      return left.capacityW < announced.capacityW ? left : announced;
    },
  };
}
