import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { deliveryDay, isoInstant, mtusOf } from '../kernel/index.js';
import { newestFcrnRules } from '../market/index.js';
import { denialOf } from './bid-check.js';
import { floorPriceForWear, planBids, type PlanRequest } from './strategy.js';

const DAY = deliveryDay('2026-01-15');

function request(firmW: readonly number[], overrides: Partial<PlanRequest> = {}): PlanRequest {
  const mtus = mtusOf(overrides.day ?? DAY, 60);
  return {
    day: DAY,
    mtus,
    forecast: (mtu) => ({ quantileW: firmW[mtus.indexOf(mtu)] ?? 0, samples: 29, sufficient: true }),
    rules: newestFcrnRules(),
    reliability: 0.9,
    floorPrice: '8.75',
    portfolioLimitW: null,
    ...overrides,
  };
}

describe('a price-taker plan', () => {
  it('offers the quantile floored to 0.1 MW at the floor price', () => {
    const plan = planBids(request([99_999, 100_000, 1_279_999]));
    expect(plan.bids).toEqual([
      {
        bidId: 'FCR-N-2026-01-15-02-1',
        mtuStart: '2026-01-15T00:00:00.000Z',
        quantityW: 100_000,
        priceEurPerMwH: '8.75',
      },
      {
        bidId: 'FCR-N-2026-01-15-03-1',
        mtuStart: '2026-01-15T01:00:00.000Z',
        quantityW: 1_200_000,
        priceEurPerMwH: '8.75',
      },
    ]);
    expect(plan.inputs.slice(0, 3).map((input) => input.boundBy)).toEqual(['below-minimum', 'forecast', 'forecast']);
    expect(plan.skipReason).toBeNull();
  });

  it('splits what is more than one bid may hold', () => {
    const plan = planBids(request([12_300_000]));
    expect(plan.bids.map((bid) => [bid.bidId.slice(-2), bid.quantityW])).toEqual([
      ['-1', 5_000_000],
      ['-2', 5_000_000],
      ['-3', 2_300_000],
    ]);
  });

  it('stays within the portfolio limit, floored as well', () => {
    const plan = planBids(request([900_000, 200_000], { portfolioLimitW: 350_000 }));
    expect(plan.bids.map((bid) => bid.quantityW)).toEqual([300_000, 200_000]);
    expect(plan.inputs.slice(0, 2).map((input) => [input.boundBy, input.limitW])).toEqual([
      ['portfolio-limit', 350_000],
      ['forecast', 350_000],
    ]);
    expect(planBids(request([900_000], { portfolioLimitW: 0 }))).toMatchObject({
      bids: [],
      skipReason: 'NOTHING_TO_SELL',
    });
  });

  it('says why it offers nothing', () => {
    expect(planBids(request([50_000])).skipReason).toBe('NOTHING_TO_SELL');
    const forecast = () => ({ quantileW: 0, samples: 3, sufficient: false });
    expect(planBids(request([], { forecast }))).toMatchObject({ bids: [], skipReason: 'TOO_FEW_SAMPLES' });
  });

  it.each([
    ['2026-03-29', 23],
    ['2026-10-25', 25],
  ])('has one bid for each hour of %s, of which there are %i', (text, hours) => {
    const day = deliveryDay(text);
    const { bids } = planBids(request(Array<number>(hours).fill(100_000), { day }));
    expect(bids.map((bid) => bid.mtuStart)).toEqual(mtusOf(day, 60).map((mtu) => isoInstant(mtu.start)));
    expect(new Set(bids.map((bid) => bid.bidId)).size).toBe(hours);
  });

  it('never offers more than the forecast, and nothing that we would deny', () => {
    const firm = fc.array(fc.integer({ min: 0, max: 20_000_000 }), { minLength: 24, maxLength: 24 });
    fc.assert(
      fc.property(firm, fc.option(fc.integer({ min: 0, max: 10_000_000 })), (firmW, portfolioLimitW) => {
        const { bids, inputs } = planBids(request(firmW, { portfolioLimitW }));
        expect(denialOf(bids, DAY, newestFcrnRules())).toBeNull();
        for (const [index, input] of inputs.entries()) {
          const offered = bids
            .filter((bid) => bid.mtuStart === input.mtuStart)
            .reduce((sum, bid) => sum + bid.quantityW, 0);
          const bound = Math.min(firmW[index] as number, portfolioLimitW ?? Infinity);
          expect(offered).toBeLessThanOrEqual(bound);
          expect(offered).toBeGreaterThan(bound - 100_000);
        }
      }),
    );
  });
});

describe('the floor price', () => {
  it.each([
    // 0.35 MWh / 2 discharged × 50 EUR/MWh
    ['0.05', '8.75'],
    // 0.175 × 33.33 = 5.83275, to the cent above
    ['0.03333', '5.84'],
    ['0', '0.00'],
  ])('for %s EUR of wear a kWh discharged is %s EUR/MW,h', (wear, price) => {
    expect(floorPriceForWear(wear)).toBe(price);
  });
});
