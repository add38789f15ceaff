import { describe, expect, it } from '@jest/globals';
import { addSecond, addSums, noResponse, sumsOf, type ResponseSecond } from './response-sums.js';

const second = (change: Partial<ResponseSecond> = {}): ResponseSecond => ({
  millihertz: 49_960,
  requiredW: 40_000,
  deliveredW: 40_000,
  maintainedW: 100_000,
  nem: 0,
  aem: 0,
  ...change,
});

describe('sums of the response', () => {
  it('keep the two directions apart, as magnitudes', () => {
    const sums = noResponse();
    addSecond(sums, second());
    addSecond(sums, second({ millihertz: 50_030, requiredW: -30_000, deliveredW: -29_999, nem: 1 }));
    expect(sums).toMatchObject({
      seconds: 2,
      requiredUpWs: 40_000,
      requiredDownWs: 30_000,
      deliveredUpWs: 40_000,
      deliveredDownWs: 29_999,
      maintainedWs: 200_000,
      // 100 kW · 40 mHz and 100 kW · 30 mHz, one second each.
      calculatedUpWMhzS: 4_000_000,
      calculatedDownWMhzS: 3_000_000,
      nemSeconds: 1,
    });
  });
  it('calculate energy from frequency and maintained capacity alone, held at 100 mHz', () => {
    const sums = noResponse();
    addSecond(sums, second({ millihertz: 49_700, requiredW: 134_000, deliveredW: 134_000 }));
    addSecond(sums, second({ millihertz: 50_400, maintainedW: 0, aem: 1 }));
    expect([sums.calculatedUpWMhzS, sums.calculatedDownWMhzS, sums.aemSeconds]).toEqual([10_000_000, 0, 1]);
  });
  it('count a second without a frequency as control off', () => {
    const sums = noResponse();
    addSecond(sums, second({ millihertz: null, requiredW: 0, deliveredW: -5, maintainedW: 0 }));
    expect(sums).toEqual({ ...noResponse(), seconds: 1, deliveredDownWs: 5, controlOffSeconds: 1 });
  });
  it('add up field by field, and leave out what is no sum', () => {
    const sums = noResponse();
    addSecond(sums, second());
    const twice = noResponse();
    addSums(twice, sums);
    addSums(twice, sums);
    expect(twice).toMatchObject({ seconds: 2, requiredUpWs: 80_000 });
    expect(sumsOf({ ...sums, from: 'x' } as never)).toEqual(sums);
  });
});
