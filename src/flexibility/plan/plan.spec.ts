import { describe, expect, it } from '@jest/globals';
import { describeWithShared } from '../../../test/support/shared-data.js';
import { planQuestionOf, referenceQuestion } from '../../../test/support/plan-fleet.js';
import { betterPlan, planBaselines } from './plan.js';

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

describeWithShared('a plan, against reference bounds', ['vectors', 'capacity'], (folder) => {
  const shareOf = (name: string): number => {
    const { question, boundW } = referenceQuestion(folder, name);
    const plan = planBaselines(question);
    expect(sum(plan.capacityW)).toBeLessThanOrEqual(boundW * (1 + 1e-9));
    // Its own bound relaxes more than the linear programme: it is no lower.
    expect(plan.boundWorth).toBeGreaterThanOrEqual(boundW * (1 - 1e-9));
    expect(plan.boundWorth).toBeLessThanOrEqual(boundW * 1.12);
    return sum(plan.capacityW) / boundW;
  };

  it('never passes the upper bound, and comes within 7 % of it on average', () => {
    const shares = ['01', '02', '03', '04', '05'].map(shareOf);
    expect(Math.min(...shares)).toBeGreaterThan(0.92);
    expect(sum(shares) / shares.length).toBeGreaterThan(0.945);
  });
});

describe('plans of which one is the better', () => {
  const plan = { capacityW: [], boundBy: [], baselinesW: [], worth: 1, fuseExcess: [] };
  const over = { ...plan, worth: 9, fuseExcess: [{ siteId: 'depot', mtu: 0, excessW: 500 }] };

  it('are asked first how far they exceed fuses, then for their worth', () => {
    expect(betterPlan(over, plan)).toBe(plan);
    expect(betterPlan(plan, { ...plan, worth: 2 })).toMatchObject({ worth: 2 });
    expect(betterPlan(over, { ...over, worth: 8 })).toBe(over);
  });
});

describe('a plan', () => {
  it('of no cars is no capacity', () => {
    expect(planBaselines(planQuestionOf([]))).toMatchObject({
      capacityW: [0, 0, 0, 0, 0, 0],
      worth: 0,
      baselinesW: [],
    });
  });
});
