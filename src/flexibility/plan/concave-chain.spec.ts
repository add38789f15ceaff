import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ConcaveChains } from './concave-chain.js';
import { EnergyReward } from './energy-reward.js';

const HIGH_WH = 20_000;
const valueArbitrary = fc.double({ min: -2, max: 2, noNaN: true });
const moveArbitrary = fc.record({
  riseWh: fc.integer({ min: 0, max: 9_000 }),
  riseValue: valueArbitrary,
  fallWh: fc.integer({ min: 0, max: 9_000 }),
  fallValue: valueArbitrary,
  lossWh: fc.constant(0),
});

function rewardOf(up: number, down: number): EnergyReward {
  const reward = new EnergyReward();
  const limits = { maxChargeW: 7_000, maxDischargeW: 8_000, chargeEfficiency: 0.9, dischargeEfficiency: 0.9, hours: 1 };
  reward.set({ ...limits, floorWh: 4_000, highWh: HIGH_WH }, { up, down, powerUp: 0, powerDown: 0 }, 0);
  return reward;
}

function rewardAt(reward: EnergyReward, energyWh: number): number {
  let value = reward.startValue;
  let at = 0;
  for (let piece = 0; piece < reward.pieces && at < energyWh; piece++) {
    const end = Math.min(energyWh, reward.endWh[piece] as number);
    value += (end - at) * (reward.slope[piece] as number);
    at = end;
  }
  return value;
}

it('holds the best value of every energy, as a search over all moves finds it', () => {
  fc.assert(
    fc.property(moveArbitrary, moveArbitrary, fc.integer({ min: 0, max: 40 }), (last, first, cell) => {
      const reward = rewardOf(0.7, 0.4);
      const chains = new ConcaveChains(3);
      chains.setLinear(2, 0, HIGH_WH, 0.3);
      chains.stepBack(1, last, reward, 0, HIGH_WH);
      chains.stepBack(0, first, reward, 0, HIGH_WH);
      const energyWh = cell * 500;
      const searched = search(energyWh, first, (next) => chains.valueAt(1, next)) + rewardAt(reward, energyWh);
      // The search looks at ends and a grid of 500 Wh only: it may miss the top, never pass it.
      expect(chains.valueAt(0, energyWh)).toBeGreaterThanOrEqual(searched - 1e-6);
      const single = search(energyWh, last, (next) => 0.3 * next) + rewardAt(reward, energyWh);
      expect(chains.valueAt(1, energyWh)).toBeCloseTo(single, 6);
    }),
    { numRuns: 300 },
  );
});

/** Over charging and discharging at once, in steps of 500 Wh and to the ends; a linear value has its top at one of these. */
function search(
  energyWh: number,
  move: { riseWh: number; riseValue: number; fallWh: number; fallValue: number },
  valueOf: (next: number) => number,
): number {
  const steps = (most: number): number[] =>
    [...Array.from({ length: 41 }, (_, i) => i * 500), most].filter((s) => s <= most);
  let best = -Infinity;
  const bounds = [HIGH_WH - energyWh, HIGH_WH - energyWh + move.fallWh, move.fallWh - energyWh];
  for (const rise of [...steps(move.riseWh), ...bounds].filter((s) => s <= move.riseWh && s >= 0))
    for (const fall of [...steps(move.fallWh), rise, energyWh + rise, energyWh + rise - HIGH_WH]) {
      const next = energyWh + rise - fall;
      if (fall < 0 || fall > move.fallWh || next < 0 || next > HIGH_WH) continue;
      best = Math.max(best, valueOf(next) + rise * move.riseValue + fall * move.fallValue);
    }
  return best;
}

it('keeps slopes falling and lengths within the interval', () => {
  fc.assert(
    fc.property(fc.array(moveArbitrary, { minLength: 2, maxLength: 12 }), (moves) => {
      const chains = new ConcaveChains(moves.length + 1);
      chains.setLinear(moves.length, 1_000, 15_000, 0);
      for (let k = moves.length - 1; k >= 0; k--)
        chains.stepBack(k, moves[k] as (typeof moves)[number], rewardOf(0.6, 0.9), 1_000, 15_000);
      const segments = Array.from({ length: chains.count[0] as number }, (_, index) => index);
      const length = segments.reduce((sum, index) => sum + (chains.lengthWh[index] as number), 0);
      expect((chains.startWh[0] as number) + length).toBeLessThanOrEqual(15_000 + 1e-6);
      for (const index of segments.slice(1))
        expect(chains.slope[index] as number).toBeLessThanOrEqual((chains.slope[index - 1] as number) + 1e-9);
    }),
  );
});
