import type { EnergyReward } from './energy-reward.js';

/** A reward has at most this many pieces, and a move adds two segments. */
const SEGMENTS_A_STEP = 10;

/**
 * Concave piecewise linear functions of a battery's energy, one per MTU boundary, as chains of segments with falling
 * slopes. All numbers live in flat arrays that are used again for every vehicle: a plan asks for millions of segments.
 * Function `k` starts at energy `startWh[k]` with `startValue[k]`; its segments are `k·stride … k·stride + count[k] − 1`.
 */
export class ConcaveChains {
  readonly stride: number;
  readonly startWh: Float64Array;
  readonly startValue: Float64Array;
  readonly count: Int32Array;
  readonly lengthWh: Float64Array;
  readonly slope: Float64Array;
  private readonly movedWh: Float64Array;
  private readonly movedSlope: Float64Array;

  /** `boundaries` functions; each step from one to the one before adds two segments and splits at the reward's kinks. */
  constructor(boundaries: number) {
    this.stride = SEGMENTS_A_STEP * boundaries + 2;
    this.startWh = new Float64Array(boundaries);
    this.startValue = new Float64Array(boundaries);
    this.count = new Int32Array(boundaries);
    this.lengthWh = new Float64Array(boundaries * this.stride);
    this.slope = new Float64Array(boundaries * this.stride);
    this.movedWh = new Float64Array(this.stride);
    this.movedSlope = new Float64Array(this.stride);
  }

  /** Function `k` becomes linear on [lowWh, highWh], 0 at `lowWh`. */
  setLinear(k: number, lowWh: number, highWh: number, slope: number): void {
    this.startWh[k] = lowWh;
    this.startValue[k] = 0;
    this.lengthWh[k * this.stride] = Math.max(0, highWh - lowWh);
    this.slope[k * this.stride] = slope;
    this.count[k] = 1;
  }

  /**
   * Function `k` becomes `reward` plus the largest value that function `k + 1` and a move to its energy give, over the
   * energy before the move and within [lowWh, highWh]. The move is up by at most `riseWh` at `riseValue` for each Wh,
   * down by at most `fallWh` at `fallValue` for each, both at once if that pays, and `lossWh` are lost on the way.
   */
  stepBack(
    k: number,
    move: { riseWh: number; riseValue: number; fallWh: number; fallValue: number; lossWh: number },
    reward: EnergyReward,
    lowWh: number,
    highWh: number,
  ): void {
    const moved = this.convolve(k + 1, move.riseWh, -move.riseValue, move.fallWh, move.fallValue);
    let at = (this.startWh[k + 1] as number) - move.riseWh + move.lossWh;
    let value = (this.startValue[k + 1] as number) + move.riseValue * move.riseWh;
    let read = 0;
    while (read < moved && at + (this.movedWh[read] as number) <= lowWh) {
      at += this.movedWh[read] as number;
      value += (this.movedWh[read] as number) * (this.movedSlope[read] as number);
      read++;
    }
    if (read < moved && at < lowWh) {
      value += (lowWh - at) * (this.movedSlope[read] as number);
      this.movedWh[read] = (this.movedWh[read] as number) - (lowWh - at);
      at = lowWh;
    }
    this.startWh[k] = at;
    this.startValue[k] = value + reward.startValue;
    this.count[k] = this.addReward(k, read, moved, at, highWh, reward);
  }

  /** The value of function `k` at an energy; constant beyond its ends. */
  valueAt(k: number, energyWh: number): number {
    let left = energyWh - (this.startWh[k] as number);
    let value = this.startValue[k] as number;
    const from = k * this.stride;
    const end = from + (this.count[k] as number);
    for (let index = from; index < end && left > 0; index++) {
      const length = Math.min(left, this.lengthWh[index] as number);
      value += length * (this.slope[index] as number);
      left -= length;
    }
    return value;
  }

  /** Copies the rest of the moved chain to function `k`, cut at `highWh` and split at the reward's kinks. @returns how many segments. */
  private addReward(
    k: number,
    first: number,
    moved: number,
    from: number,
    highWh: number,
    reward: EnergyReward,
  ): number {
    const base = k * this.stride;
    let at = from;
    let count = 0;
    let kink = 0;
    for (let read = first; read < moved; read++) {
      const slope = this.movedSlope[read] as number;
      let left = Math.min(this.movedWh[read] as number, highWh - at);
      while (left > 0) {
        while ((reward.endWh[kink] as number) <= at) kink++;
        const toKink = (reward.endWh[kink] as number) - at;
        const length = Math.min(left, toKink);
        this.lengthWh[base + count] = length;
        this.slope[base + count] = slope + (reward.slope[kink] as number);
        count++;
        // At a kink the sum may fall short of it by rounding: land on it.
        at = length === toKink ? (reward.endWh[kink] as number) : at + length;
        left -= length;
      }
    }
    return count;
  }

  /** Function `k` with two more segments, all in the order of their slopes, to the scratch row. @returns how many. */
  private convolve(k: number, wh1: number, slope1: number, wh2: number, slope2: number): number {
    const inOrder = slope1 >= slope2;
    const firstWh = inOrder ? wh1 : wh2;
    const first = inOrder ? slope1 : slope2;
    const secondWh = inOrder ? wh2 : wh1;
    const second = inOrder ? slope2 : slope1;
    const end = k * this.stride + (this.count[k] as number);
    let read = k * this.stride;
    let write = 0;
    for (; read < end && (this.slope[read] as number) >= first; read++) write = this.put(write, read);
    if (firstWh > 0) {
      this.movedWh[write] = firstWh;
      this.movedSlope[write++] = first;
    }
    for (; read < end && (this.slope[read] as number) >= second; read++) write = this.put(write, read);
    if (secondWh > 0) {
      this.movedWh[write] = secondWh;
      this.movedSlope[write++] = second;
    }
    for (; read < end; read++) write = this.put(write, read);
    return write;
  }

  private put(write: number, read: number): number {
    this.movedWh[write] = this.lengthWh[read] as number;
    this.movedSlope[write] = this.slope[read] as number;
    return write + 1;
  }
}
