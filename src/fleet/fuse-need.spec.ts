import { describe, expect, it } from '@jest/globals';
import { aSessionView } from '../../test/support/session-view.js';
import { NOON } from '../../test/support/vehicle-arbitrary.js';
import { epochMs, MS_PER_HOUR } from '../kernel/index.js';
import { chargeNeedW } from './fuse-need.js';

const hour = (count: number) => epochMs(NOON + count * MS_PER_HOUR);
/** 30 of 60 kWh at noon, 48 kWh by midnight, efficiency 0.95 each way. */
const view = aSessionView();

describe('what a promise needs of a fuse', () => {
  it('is what is missing, over the hours that are left: 18 000 Wh / 12 h / 0.95', () => {
    expect(chargeNeedW(view, NOON, null)).toBeCloseTo(18_000 / 12 / 0.95);
    expect(chargeNeedW({ ...view, socPermille: 900 }, NOON, null)).toBe(0);
    expect(chargeNeedW({ ...view, standbyW: 95 }, NOON, null)).toBeCloseTo((1_500 + 95) / 0.95);
  });

  it('counts what the car may have given since its gauge was read', () => {
    const since = 11_000 / 0.95 / 4;
    expect(chargeNeedW(view, hour(0.25), null)).toBeCloseTo((18_000 + since) / 11.75 / 0.95);
    expect(chargeNeedW({ ...view, maxDischargeW: 0 }, hour(0.25), null)).toBeCloseTo(18_000 / 11.75 / 0.95);
  });

  it('is never more than what the car was guaranteed before, and all that where its charging tapers', () => {
    expect(chargeNeedW(view, hour(11), 4_000)).toBe(4_000);
    expect(chargeNeedW({ ...view, chargeCurve: [{ socPermille: 900, maxW: 2_000 }] }, NOON, 7_000)).toBe(7_000);
    expect(chargeNeedW({ ...view, chargeCurve: [{ socPermille: 900, maxW: 2_000 }] }, NOON, null)).toBe(11_000);
  });

  it('is nothing where nothing is promised', () => {
    expect(chargeNeedW({ ...view, departureAt: null }, NOON, null)).toBe(0);
    expect(chargeNeedW({ ...view, socPermille: null }, NOON, null)).toBe(0);
    expect(chargeNeedW(view, hour(13), null)).toBe(0);
  });
});
