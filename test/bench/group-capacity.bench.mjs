/**
 * The group rule over a large fleet: shares of every vehicle around its baseline and the group's capacity, 24 MTUs, one
 * process. Beside it, in the same run, a plain loop over typed arrays that reads and writes the same numbers once for each
 * pass that the rule makes; then growth from 1 000 vehicles to 1 000 000. Then what dispatch asks each hour: shares that
 * are chosen instead of proportional.
 */
import { performance } from 'node:perf_hooks';
import {
  bestColumnShares,
  columnCapacity,
  emptyColumns,
  fillMembers,
  fleetColumns,
} from '../../dist/flexibility/index.js';

const HOUR_MS = 3_600_000;
const START = Date.UTC(2026, 0, 12, 12);
const MTUS = 24;
const NEM = 0.34;

/** A fixed sequence: equal runs, equal fleets. */
function sequence(seed) {
  let state = seed;
  return () => (state = (state * 16_807) % 2_147_483_647) / 2_147_483_647;
}

function fleetOf(count) {
  const next = sequence(42);
  return fleetColumns(
    Array.from({ length: count }, () => {
      const batteryWh = 30_000 + Math.round(next() * 60_000);
      const powerW = [7_400, 11_000, 22_000][Math.floor(next() * 3)];
      return {
        energyWh: batteryWh * (0.25 + 0.7 * next()),
        minEnergyWh: batteryWh * 0.2,
        maxEnergyWh: batteryWh,
        targetEnergyWh: batteryWh * (0.3 + 0.5 * next()),
        departureAt: START + Math.round((2 + 30 * next()) * HOUR_MS),
        maxChargeW: powerW,
        maxDischargeW: powerW,
        chargeEfficiency: 0.95,
        dischargeEfficiency: 0.95,
      };
    }),
  );
}

function groupRule(fleet, group, baselineW) {
  let sum = 0;
  for (let mtu = 0; mtu < MTUS; mtu++) {
    const at = START + mtu * HOUR_MS;
    fillMembers(group, fleet, at, baselineW, { horizonHours: 1, mtuEnd: at + HOUR_MS });
    sum += columnCapacity(group, NEM).capacityW;
  }
  return sum;
}

/** Ten columns in and five out, once; then the five read again, as often as the rule passes over them: sums and a Newton step. */
function plainLoop(fleet, group, baselineW) {
  let sum = 0;
  for (let mtu = 0; mtu < MTUS; mtu++) {
    for (let row = 0; row < fleet.count; row++) {
      group.upW[row] = fleet.energyWh[row] - fleet.minEnergyWh[row] - baselineW[row];
      group.downW[row] = fleet.maxEnergyWh[row] - fleet.targetEnergyWh[row];
      group.headroomUpW[row] = fleet.maxDischargeW[row];
      group.headroomDownW[row] = fleet.maxChargeW[row] + fleet.departureAt[row];
      group.roundTrip[row] = fleet.chargeEfficiency[row] * fleet.dischargeEfficiency[row];
    }
    for (let pass = 0; pass < 2; pass++)
      for (let row = 0; row < fleet.count; row++)
        sum +=
          group.upW[row] + group.downW[row] + group.headroomUpW[row] + group.headroomDownW[row] + group.roundTrip[row];
  }
  return sum;
}

/** The best of several: a machine with other work to do only ever adds time. */
const bestMs = (work) =>
  Math.min(
    ...Array.from({ length: 7 }, () => {
      const start = performance.now();
      work();
      return performance.now() - start;
    }),
  );

const rows = [1_000, 10_000, 100_000, 1_000_000].map((count) => {
  const fleet = fleetOf(count);
  const group = emptyColumns(count);
  const baselineW = new Float64Array(count);
  groupRule(fleet, group, baselineW);
  plainLoop(fleet, group, baselineW);
  const ruleMs = bestMs(() => groupRule(fleet, group, baselineW));
  const loopMs = bestMs(() => plainLoop(fleet, group, baselineW));
  return { count, ruleMs, loopMs };
});
for (const { count, ruleMs, loopMs } of rows)
  console.log(
    [
      `${count} vehicles × ${MTUS} MTUs: ${ruleMs.toFixed(1)} ms`,
      `${((ruleMs * 1e6) / count / MTUS).toFixed(1)} ns a vehicle and MTU`,
      `plain loop ${loopMs.toFixed(1)} ms (${(ruleMs / loopMs).toFixed(2)}×)`,
    ].join(', '),
  );
const [least, most] = [rows[0], rows.at(-1)];
const growth = (of) => (most[of] / least[of]).toFixed(0);
console.log(
  `1 000 times the vehicles take ${growth('ruleMs')} times as long, the plain loop ${growth('loopMs')} times`,
);

for (const count of [100, 1_000, 10_000]) {
  const group = emptyColumns(count);
  fillMembers(group, fleetOf(count), START, new Float64Array(count), { horizonHours: 1, mtuEnd: START + HOUR_MS });
  const proportionalW = columnCapacity(group, NEM).capacityW;
  const { capacityW, boundW } = bestColumnShares(group, NEM);
  const ms = bestMs(() => bestColumnShares(group, NEM));
  console.log(
    [
      `shares chosen for ${count} vehicles: ${ms.toFixed(2)} ms`,
      `${((100 * (capacityW - proportionalW)) / proportionalW).toFixed(2)} % over those in proportion`,
      `${(1e6 * (1 - capacityW / boundW)).toFixed(1)} millionths below the bound`,
    ].join(', '),
  );
}
