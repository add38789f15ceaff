import { beforeAll, describe, expect, it } from '@jest/globals';
import { describeWithShared } from '../../../test/support/shared-data.js';
import { planQuestionOf, referenceQuestion } from '../../../test/support/plan-fleet.js';
import { NOON } from '../../../test/support/vehicle-arbitrary.js';
import { epochMs, MS_PER_HOUR } from '../../kernel/index.js';
import { HighsPlanner } from './highs.adapter.js';
import { planBaselines } from './plan.js';

let highs: HighsPlanner;
beforeAll(async () => {
  highs = await HighsPlanner.load();
});

describeWithShared('the linear programme’s optimum', ['vectors', 'capacity'], (folder) => {
  it.each(['01', '02', '03', '04'])('of pool %s is the reference bound', (name) => {
    const { question, boundW } = referenceQuestion(folder, name);
    expect(Math.abs(highs.upperBound(question) / boundW - 1)).toBeLessThan(1e-7);
  });

  it('of a single car is reached by the exact plan, and within 2 % by the decomposition', () => {
    const { question, boundW } = referenceQuestion(folder, '01');
    const exact = highs.plan(question);
    expect(exact).toMatchObject({ optimal: true });
    expect(exact?.worth as number).toBeGreaterThan(0.999 * boundW);
    expect(planBaselines(question).worth).toBeGreaterThan(0.98 * (exact?.worth as number));
  });
});

describe('exact plans', () => {
  const car = {
    minEnergyWh: 4_000,
    maxEnergyWh: 40_000,
    targetEnergyWh: 30_000,
    maxChargeW: 11_000,
    maxDischargeW: 11_000,
    chargeEfficiency: 0.9,
    dischargeEfficiency: 0.9,
  };
  const vehicles = [12_000, 38_000].map((energyWh, index) => ({
    ...car,
    id: `v${index}`,
    energyWh,
    siteId: 'depot',
    departureAt: epochMs(NOON + 5 * MS_PER_HOUR),
  }));

  it('keep to a site’s fuse, which costs capacity', () => {
    const question = planQuestionOf(vehicles);
    const fused = { ...question, siteLimitsW: new Map([['depot', 9_000]]) };
    expect(highs.upperBound(fused)).toBeLessThan(highs.upperBound(question));
    const plan = highs.plan(fused);
    for (let mtu = 0; mtu < 5; mtu++) {
      const siteW = (plan?.baselinesW ?? []).reduce((total, row) => total + (row[mtu] as number), 0);
      expect(Math.abs(siteW)).toBeLessThanOrEqual(9_000 + 1e-3);
    }
    expect(planBaselines(fused).worth).toBeLessThanOrEqual(highs.upperBound(fused) + 1e-3);
    expect(planBaselines(fused).worth).toBeGreaterThan(0.9 * (plan?.worth as number));
  });

  it('leave a car with curves to the decomposition, and bound it by its highest power', () => {
    const chargeCurve = [{ energyWh: 0, powerW: 5_000 }];
    const question = planQuestionOf(vehicles.map((vehicle) => ({ ...vehicle, chargeCurve })));
    const weaker = planQuestionOf(vehicles.map((vehicle) => ({ ...vehicle, maxChargeW: 5_000 })));
    expect(highs.plan(question)).toBeNull();
    expect(highs.upperBound(question)).toBeCloseTo(highs.upperBound(weaker), 3);
  });

  it('count in each hour’s upward share what the owner’s allowance has left: the decomposition comes near, never past', () => {
    const question = planQuestionOf(vehicles.map((vehicle) => ({ ...vehicle, dischargeAllowanceWh: 6_000 })));
    const plan = highs.plan(question);
    expect(plan?.worth as number).toBeGreaterThan(0.98 * (plan?.objective as number));
    expect(plan?.objective as number).toBeLessThan(0.9 * (highs.plan(planQuestionOf(vehicles))?.objective as number));
    const decomposed = planBaselines(question);
    expect(decomposed.worth).toBeLessThanOrEqual((plan?.objective as number) * 1.001);
    expect(decomposed.worth).toBeGreaterThan(0.9 * (plan?.worth as number));
  });

  it('know no bound, and no plan, where a fuse can’t carry the promises', () => {
    const late = vehicles.map((vehicle) => ({ ...vehicle, departureAt: epochMs(NOON + 2 * MS_PER_HOUR) }));
    const fused = planQuestionOf(late, { siteLimitsW: new Map([['depot', 1_000]]) });
    expect(highs.upperBound(fused)).toBe(Infinity);
    expect(highs.plan(fused)).toBeNull();
  });

  it('move no energy for capacity that is worth less than it costs', () => {
    const flat = (value: number): number[] => Array.from({ length: 6 }, () => value);
    const costs = { buyPerWh: flat(1), sellPerWh: flat(1), wearPerWh: 50, storedPerWh: 1 / 0.9 };
    const plan = highs.plan(planQuestionOf(vehicles, { costs }));
    expect(Math.max(...(plan?.baselinesW ?? []).map((row) => Math.max(...row)))).toBeLessThan(1e-3);
  });
});
