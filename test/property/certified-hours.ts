import {
  bestColumnShares,
  enduranceCapacity,
  fleetColumns,
  FRESH_HOUR,
  nemRoomW,
  restingMembers,
} from '../../src/flexibility/index.js';
import { epochMs, MS_PER_HOUR } from '../../src/kernel/index.js';
import type { OracleCar, PromisedHour } from './oracle/index.js';
import { NEM_POWER_FACTOR, START, vehicleOf } from './product-answers.js';

/**
 * What the product certifies of resting cars for so many hours at full activation each way, with the shares that are
 * its certificate; null where that is nothing.
 */
export function certifiedHours(cars: readonly OracleCar[], hours: number): PromisedHour | null {
  const fleet = fleetColumns(cars.map(vehicleOf));
  const { capacityW } = enduranceCapacity(fleet, START, hours, NEM_POWER_FACTOR);
  if (capacityW < 1) return null;
  const horizon = { horizonHours: hours, mtuEnd: epochMs(START + hours * MS_PER_HOUR) };
  const columns = restingMembers(fleet, START, horizon);
  const { split } = bestColumnShares(columns, NEM_POWER_FACTOR);
  const upW = scaledTo(capacityW, split.upW);
  const downW = scaledTo(capacityW, split.downW);
  const partsOf = (nem: 'up' | 'down'): number[] => {
    const [own, other] = nem === 'up' ? [upW, downW] : [downW, upW];
    const [headroomW, shareLimitW] =
      nem === 'up' ? [columns.headroomUpW, columns.upW] : [columns.headroomDownW, columns.downW];
    const rooms = cars.map((_, row) => {
      const member = { roundTrip: columns.roundTrip[row]!, baselineW: 0 };
      const [ownW, otherW] = [own[row]!, other[row]!];
      const direction = { nem, headroomW: headroomW[row]!, shareLimitW: shareLimitW[row]!, ownW, otherW };
      return nemRoomW(member, direction, FRESH_HOUR);
    });
    return atMost(NEM_POWER_FACTOR * capacityW, rooms);
  };
  const [nemUpW, nemDownW] = [partsOf('up'), partsOf('down')];
  return {
    capacityW,
    seconds: hours * 3_600,
    reservoirUpWh: hours * capacityW,
    reservoirDownWh: hours * capacityW,
    members: cars
      .map((car, row) => ({
        ...{ car, baselineW: 0 },
        ...{ upW: upW[row]!, downW: downW[row]!, nemUpW: nemUpW[row]!, nemDownW: nemDownW[row]! },
      }))
      // Cars without a share are no members: they may leave before the end.
      .filter((member) => member.upW > 0 || member.downW > 0),
  };
}

const sum = (values: Iterable<number>): number => {
  let total = 0;
  for (const value of values) total += value;
  return total;
};

/** Chosen shares are exact to the watt or so that the search left open: what is claimed is what is promised. */
function scaledTo(totalW: number, parts: Float64Array): number[] {
  const factor = totalW / sum(parts);
  return Array.from(parts, (part) => part * factor);
}

/** Where the parts are less than what is needed they stay what they are: the response then is what it is. */
function atMost(totalW: number, parts: readonly number[]): number[] {
  const factor = Math.min(1, totalW / sum(parts));
  return parts.map((part) => part * factor);
}
