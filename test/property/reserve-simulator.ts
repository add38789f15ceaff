/**
 * A battery pool second by second, written from the rules' text and sharing no code with the engine: the other opinion
 * on whether a promise of capacity held. Energies Wh, powers W, injection positive.
 */
export interface SimulatedCar {
  energyWh: number;
  readonly minEnergyWh: number;
  readonly maxEnergyWh: number;
  readonly targetEnergyWh: number;
  readonly secondsToDeparture: number;
  readonly maxChargeW: number;
  readonly maxDischargeW: number;
  readonly chargeEfficiency: number;
  readonly dischargeEfficiency: number;
  readonly baselineW: number;
  /** Part of the group's full activation each way, and of its full NEM each way. */
  readonly upW: number;
  readonly downW: number;
  readonly nemUpW: number;
  readonly nemDownW: number;
}

export interface Pool {
  readonly cars: readonly SimulatedCar[];
  readonly capacityW: number;
  readonly nemPowerFactor: number;
  /** Sums of the cars' one-hour shares, W·h: what endurance counts from. */
  readonly reservoirUpWh: number;
  readonly reservoirDownWh: number;
}

/** Tolerances: a watt and a thousandth of a watt-hour of rounding. */
const SLACK_W = 1e-6;
const SLACK_WH = 1e-3;

/** Runs one hour of `activation(second)` ∈ [−1, 1]; the first broken limit in words, or null. */
export function firstBrokenLimit(pool: Pool, activation: (second: number) => number, withNem: boolean): string | null {
  let netWh = 0;
  let nemWanted = 0;
  const lastFiveMinutes: number[] = [];
  for (let second = 0; second < 3600; second++) {
    const a = activation(second);
    if (withNem) nemWanted = nextNem(pool, nemWanted, netWh, a);
    lastFiveMinutes.push(nemWanted);
    if (lastFiveMinutes.length > 300) lastFiveMinutes.shift();
    const nem = lastFiveMinutes.reduce((sum, value) => sum + value, 0) / 300;
    netWh += (pool.capacityW * (a + pool.nemPowerFactor * nem)) / 3600;
    for (const [index, car] of pool.cars.entries()) {
      const broken = step(car, a, nem, second);
      if (broken !== null) return `car ${index} at second ${second}: ${broken}`;
    }
  }
  return null;
}

/** Enabled below 30 minutes of endurance, released at 57.5: −1 asks for charging, +1 for discharging; only inside the band. */
function nextNem(pool: Pool, wanted: number, netWh: number, activation: number): number {
  if (Math.abs(activation) >= 1) return 0;
  const enduranceUpH = (pool.reservoirUpWh - netWh) / pool.capacityW;
  const enduranceDownH = (pool.reservoirDownWh + netWh) / pool.capacityW;
  if (enduranceUpH < (wanted < 0 ? 57.5 : 30) / 60) return -1;
  if (enduranceDownH < (wanted > 0 ? 57.5 : 30) / 60) return 1;
  return 0;
}

function step(car: SimulatedCar, activation: number, nem: number, second: number): string | null {
  const reserveW = activation > 0 ? activation * car.upW : activation * car.downW;
  const nemW = nem > 0 ? nem * car.nemUpW : nem * car.nemDownW;
  const powerW = car.baselineW + reserveW + nemW;
  if (powerW > car.maxDischargeW + SLACK_W) return `discharges ${powerW} W of ${car.maxDischargeW} W`;
  if (-powerW > car.maxChargeW + SLACK_W) return `charges ${-powerW} W of ${car.maxChargeW} W`;
  car.energyWh -= (powerW > 0 ? powerW / car.dischargeEfficiency : powerW * car.chargeEfficiency) / 3600;
  if (car.energyWh < car.minEnergyWh - SLACK_WH) return `${car.energyWh} Wh is under its minimum ${car.minEnergyWh} Wh`;
  if (car.energyWh > car.maxEnergyWh + SLACK_WH) return `${car.energyWh} Wh is over its maximum ${car.maxEnergyWh} Wh`;
  const hoursLeft = (car.secondsToDeparture - second - 1) / 3600;
  const reachableWh = car.energyWh + car.maxChargeW * car.chargeEfficiency * hoursLeft;
  if (reachableWh < car.targetEnergyWh - SLACK_WH) return `can reach ${reachableWh} Wh of ${car.targetEnergyWh} Wh`;
  return null;
}
