import { iso } from './calendar.js';
import type { Second } from './check-trace-group.js';
import type { Stretch } from './check-trace-vehicles.js';
import type { Findings } from './findings.js';

/** Longest time that the group and its vehicles can't be compared over, for want of common instants. */
const LONGEST_WINDOW = 15 * 60_000;

/**
 * What the group delivered on top of its baseline is what its vehicles did, in energy, between any two instants at
 * which every vehicle has a row. Printed powers are whole watts: half a watt of slack for each.
 */
export function checkDelivered(
  seconds: readonly Second[],
  traces: ReadonlyMap<string, readonly Stretch[]>,
  findings: Findings,
): void {
  const start = seconds[0]?.at ?? 0;
  const group = prefixSums(seconds.map((second) => second.deliveredW + second.baselineW));
  const vehicles = [...traces.values()];
  const instants = commonInstants(vehicles, start, start + seconds.length * 1000);
  for (const [index, until] of instants.entries()) {
    const from = instants[index - 1];
    if (from === undefined) continue;
    const where = `trace-group.csv.gz ${iso(from)} … ${iso(until)}`;
    findings.expect(
      until - from <= LONGEST_WINDOW,
      'delivered by vehicles',
      where,
      'no instant within at which every vehicle has a row',
    );
    const groupWs = (group[(until - start) / 1000] ?? 0) - (group[(from - start) / 1000] ?? 0);
    let vehiclesWs = 0;
    let members = 0;
    for (const stretches of vehicles) {
      const energyWs = energyBetween(stretches, from, until);
      if (energyWs === null) continue;
      vehiclesWs += energyWs;
      members++;
    }
    const slackWs = ((until - from) / 1000) * (0.5 * members + 1);
    findings.expect(
      Math.abs(groupWs - vehiclesWs) <= slackWs,
      'delivered by vehicles',
      where,
      `delivered + baseline is ${groupWs.toFixed(0)} Ws, the vehicles gave ${vehiclesWs.toFixed(0)} Ws`,
    );
  }
}

/** Instants of whole seconds at which every vehicle then plugged in has a row, the first and the last of the day included. */
function commonInstants(vehicles: readonly (readonly Stretch[])[], start: number, end: number): number[] {
  const rowsAt = new Map<number, number>();
  const changes = new Map<number, number>();
  const add = (map: Map<number, number>, at: number, count: number) => map.set(at, (map.get(at) ?? 0) + count);
  for (const stretches of vehicles) {
    const [first, last] = [stretches[0], stretches.at(-1)];
    if (!first || !last) continue;
    add(changes, first.from, 1);
    add(changes, last.until, -1);
    for (const stretch of stretches) if (stretch.from < last.until) add(rowsAt, stretch.from, 1);
  }
  const common: number[] = [];
  let plugged = 0;
  for (const at of [...new Set([...rowsAt.keys(), ...changes.keys(), start, end])].sort((a, b) => a - b)) {
    plugged += changes.get(at) ?? 0;
    if (at >= start && at <= end && at % 1000 === 0 && (rowsAt.get(at) ?? 0) === plugged) common.push(at);
  }
  return common;
}

/** Energy in Ws; null when the vehicle was not there. */
function energyBetween(stretches: readonly Stretch[], from: number, until: number): number | null {
  let energyWs: number | null = null;
  let low = 0;
  let high = stretches.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((stretches[middle]?.until ?? 0) <= from) low = middle + 1;
    else high = middle;
  }
  for (let index = low; index < stretches.length; index++) {
    const stretch = stretches[index] as Stretch;
    if (stretch.from >= until) break;
    energyWs =
      (energyWs ?? 0) + (stretch.powerW * (Math.min(until, stretch.until) - Math.max(from, stretch.from))) / 1000;
  }
  return energyWs;
}

function prefixSums(values: readonly number[]): Float64Array {
  const sums = new Float64Array(values.length + 1);
  for (const [index, value] of values.entries()) sums[index + 1] = (sums[index] as number) + value;
  return sums;
}
