import type { BatteryWear } from './wear.rules.js';

/** Share of the battery's life that one full cycle of `depth` (0 … 1 of the battery) uses. */
export const lifeOfCycle = (depth: number, { lifePerFullCycle, depthExponent }: BatteryWear): number =>
  lifePerFullCycle * depth ** depthExponent;

/**
 * Wear in EUR per kWh taken out of the battery in cycles of `depth`, in (0, 1]: deep cycles cost more by the kWh than
 * shallow ones.
 */
export const wearEurPerKwh = (depth: number, wear: BatteryWear): number =>
  (wear.batteryEurPerKwh * lifeOfCycle(depth, wear)) / depth;

/**
 * Wear in EUR of the last kWh of a cycle of `depth`, in (0, 1]: what a little more depth adds. It is what a decision on
 * that kWh costs; the mean above is what the whole cycle did.
 */
export const lastKwhWearEur = (depth: number, wear: BatteryWear): number =>
  wear.depthExponent * wearEurPerKwh(depth, wear);

/** Full cycles that the same energy would have made. */
export const equivalentFullCycles = (dischargedWh: number, batteryWh: number): number => dischargedWh / batteryWh;

/**
 * Cycles of one battery as its energy goes up and down, by rainflow counting (ASTM E1049-85, section 5.4.4): a swing
 * within a larger one is a cycle of its own, and what is left open counts as half cycles. Energies come one after the
 * other; only turning points are kept, so that memory grows with the open swings alone.
 */
export class CycleCounter {
  /** Depths of the battery, the last one still moving. */
  private readonly turning: number[];
  private closedLife = 0;

  constructor(
    depth: number,
    private readonly wear: BatteryWear,
  ) {
    this.turning = [depth];
  }

  /** @param depth energy over battery size, 0 … 1. */
  add(depth: number): void {
    const { turning } = this;
    const last = turning.at(-1) as number;
    const before = turning.at(-2);
    if (depth === last) return;
    if (before !== undefined && depth > last === last > before) turning[turning.length - 1] = depth;
    else turning.push(depth);
    this.close();
  }

  /** Share of the battery's life used since the first energy; never falls. */
  life(): number {
    let life = this.closedLife;
    for (let index = 1; index < this.turning.length; index++) life += this.half(index);
    return life;
  }

  private close(): void {
    const { turning } = this;
    for (let top = turning.length - 1; top >= 2; top = turning.length - 1) {
      const newest = Math.abs((turning[top] as number) - (turning[top - 1] as number));
      const within = Math.abs((turning[top - 1] as number) - (turning[top - 2] as number));
      if (newest < within) return;
      if (top === 2) {
        this.closedLife += this.half(1);
        turning.shift();
      } else {
        this.closedLife += 2 * this.half(top - 1);
        turning.splice(top - 2, 2);
      }
    }
  }

  /** Half a cycle between a turning point and the one before it. */
  private half(index: number): number {
    const depth = Math.abs((this.turning[index] as number) - (this.turning[index - 1] as number));
    return lifeOfCycle(depth, this.wear) / 2;
  }
}

/**
 * What the reserve uses of a battery's life, over plain charging: the same car would have been charged once, from its
 * arrival to its target, and its battery would have done half a cycle of that depth.
 */
export class ReserveWear {
  private readonly cycles: CycleCounter;
  private highest: number;

  constructor(
    private readonly arrivalDepth: number,
    private readonly targetDepth: number,
    private readonly wear: BatteryWear,
  ) {
    this.cycles = new CycleCounter(arrivalDepth, wear);
    this.highest = arrivalDepth;
  }

  add(depth: number): void {
    this.cycles.add(depth);
    if (depth > this.highest) this.highest = depth;
  }

  /** Share of the battery's life, ≥ 0. */
  life(): number {
    const charged = Math.max(0, Math.min(this.highest, this.targetDepth) - this.arrivalDepth);
    return Math.max(0, this.cycles.life() - lifeOfCycle(charged, this.wear) / 2);
  }
}
