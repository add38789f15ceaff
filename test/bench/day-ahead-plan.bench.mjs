/**
 * Plans of 24 MTUs on one core: time, and how far from the best they can be. Up to 60 cars against the linear programme's
 * optimum (HiGHS), at every size against the bound that the decomposition proves of itself.
 */
import { HighsPlanner } from '../../dist/flexibility/plan/highs.adapter.js';
import { planBaselines, unitWorth } from '../../dist/flexibility/index.js';

const AT = Date.UTC(2026, 0, 12, 15);
const MTUS = 24;
const SEED = 7;

const highs = await HighsPlanner.load();
planBaselines(questionOf(50), { sweeps: 20, bound: true }); // The first plan compiles.
for (const [count, sweeps] of [
  [5, 20],
  [20, 20],
  [60, 20],
  [60, 3],
  [1_000, 20],
  [10_000, 20],
  [10_000, 1],
])
  report(count, sweeps);

function report(count, sweeps) {
  const question = questionOf(count);
  const started = process.cpuUsage();
  const plan = planBaselines(question, { sweeps, bound: true });
  const { user, system } = process.cpuUsage(started);
  const planned = plan.capacityW.reduce((sum, capacity) => sum + capacity, 0);
  const figures = [
    `${count} cars, ${sweeps} sweeps`,
    `${(planned / 1e6).toFixed(3)} MW,h`,
    `${((user + system) / 1e6).toFixed(2)} s of one core`,
    `${((100 * planned) / plan.boundWorth).toFixed(2)} % of its own bound`,
  ];
  if (count <= 60) {
    const begun = process.cpuUsage();
    const optimum = highs.upperBound(question);
    const cost = process.cpuUsage(begun);
    figures.push(
      `${((100 * planned) / optimum).toFixed(2)} % of the linear programme (${((cost.user + cost.system) / 1e6).toFixed(2)} s)`,
      `own bound ${((100 * plan.boundWorth) / optimum).toFixed(2)} % of it`,
    );
  }
  console.log(figures.join(', '));
}

/** Cars of all kinds: 20 to 100 kWh, 3.7 to 50 kW, half an hour to 20 hours; one in seven never discharges. */
function questionOf(count) {
  const random = mulberry32(SEED);
  const between = (low, high) => low + (high - low) * random();
  const oneOf = (items) => items[Math.floor(random() * items.length)];
  const vehicles = Array.from({ length: count }, (_, index) => {
    const batteryWh = between(20_000, 100_000);
    const minEnergyWh = batteryWh * between(0.1, 0.25);
    const maxEnergyWh = batteryWh * between(0.85, 1);
    const energyWh = between(minEnergyWh, maxEnergyWh);
    const hours = between(0.5, 20);
    const maxChargeW = oneOf([3_700, 7_400, 11_000, 22_000, 50_000]);
    const chargeEfficiency = between(0.88, 0.97);
    const reachableWh = energyWh + chargeEfficiency * maxChargeW * hours * between(0.3, 1);
    return {
      id: `v${index}`,
      energyWh,
      minEnergyWh,
      maxEnergyWh,
      targetEnergyWh: Math.max(minEnergyWh, Math.min(between(minEnergyWh, maxEnergyWh), reachableWh)),
      departureAt: AT + Math.round(hours * 60) * 60_000,
      maxChargeW,
      maxDischargeW: oneOf([0, 3_700, 7_400, 10_000, 11_000, 20_000, 22_000]),
      chargeEfficiency,
      dischargeEfficiency: between(0.88, 0.97),
    };
  });
  return { at: AT, mtuHours: 1, enduranceHours: 1, nemPowerFactor: 0.34, worth: unitWorth(MTUS), vehicles };
}

function mulberry32(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
