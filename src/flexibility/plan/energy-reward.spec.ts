import { expect, it } from '@jest/globals';
import fc from 'fast-check';
import { EnergyReward, type RewardPrices, type SustainedLimits } from './energy-reward.js';

/** The reward as it is written down. */
function written(limits: SustainedLimits, prices: RewardPrices, energyWh: number): number {
  const { maxChargeW, maxDischargeW, chargeEfficiency, dischargeEfficiency, hours, floorWh, highWh } = limits;
  const above = (energyWh - floorWh) / hours;
  const up = Math.min(maxDischargeW, above >= 0 ? above * dischargeEfficiency : above / chargeEfficiency);
  const down = Math.min(maxChargeW, (highWh - energyWh) / hours / chargeEfficiency);
  const slack = chargeEfficiency * dischargeEfficiency * (up + down);
  const nemUp = Math.min(maxDischargeW, up + slack);
  const nemDown = Math.min(maxChargeW, down + slack);
  return prices.up * up + prices.down * down + prices.powerUp * nemUp + prices.powerDown * nemDown;
}

const priceArbitrary = fc.oneof(fc.constant(0), fc.double({ min: 0, max: 2, noNaN: true }));
const casesArbitrary = fc.record({
  limits: fc.record({
    maxChargeW: fc.integer({ min: 0, max: 50_000 }),
    maxDischargeW: fc.integer({ min: 0, max: 50_000 }),
    chargeEfficiency: fc.double({ min: 0.8, max: 1, noNaN: true }),
    dischargeEfficiency: fc.double({ min: 0.8, max: 1, noNaN: true }),
    hours: fc.constantFrom(0.5, 1, 2),
    floorWh: fc.integer({ min: 0, max: 60_000 }),
    highWh: fc.integer({ min: 60_000, max: 100_000 }),
  }),
  prices: fc.record({ up: priceArbitrary, down: priceArbitrary, powerUp: priceArbitrary, powerDown: priceArbitrary }),
  lowWh: fc.integer({ min: 0, max: 59_000 }),
});

it('is, piece by piece, the formula that it stands for, and concave', () => {
  fc.assert(
    fc.property(casesArbitrary, fc.double({ min: 0, max: 1, noNaN: true }), ({ limits, prices, lowWh }, share) => {
      const reward = new EnergyReward();
      reward.set(limits, prices, lowWh);
      const energyWh = lowWh + share * (limits.highWh - lowWh);
      let value = reward.startValue;
      let at = lowWh;
      for (let piece = 0; piece < reward.pieces; piece++) {
        const end = Math.min(energyWh, reward.endWh[piece] as number);
        if (end > at) value += (end - at) * (reward.slope[piece] as number);
        at = Math.max(at, end);
        if (piece > 0)
          expect(reward.slope[piece] as number).toBeLessThanOrEqual((reward.slope[piece - 1] as number) + 1e-9);
      }
      expect(Math.abs(value - written(limits, prices, energyWh))).toBeLessThan(0.01);
    }),
    { numRuns: 1000 },
  );
});

it('is nothing where a car holds no share', () => {
  const reward = new EnergyReward();
  reward.setNothing();
  expect([reward.startValue, reward.slope[0], reward.endWh[0]]).toEqual([0, 0, Infinity]);
});
