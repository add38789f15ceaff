import { describe, expect, it } from '@jest/globals';
import { aSessionView } from '../../test/support/session-view.js';
import { NOON } from '../../test/support/vehicle-arbitrary.js';
import { epochMs, MS_PER_HOUR } from '../kernel/index.js';
import { chargeNeedW } from './fuse-need.js';

const hour = (count: number) => epochMs(NOON + count * MS_PER_HOUR);
/** 30 of 60 kWh at noon, 48 kWh by midnight, efficiency 0.95 each way; half a permille of the battery is 30 Wh. */
const view = aSessionView();
const missingWh = 18_030;

describe('what a promise needs of a fuse', () => {
  it('is what is missing, over the hours that are left, half a permille more than the gauge says: 18 030 Wh / 12 h / 0.95', () => {
    expect(chargeNeedW(view, NOON, null)).toBeCloseTo(missingWh / 12 / 0.95);
    expect(chargeNeedW({ ...view, socPermille: 900 }, NOON, null)).toBe(0);
    expect(chargeNeedW({ ...view, standbyW: 95 }, NOON, null)).toBeCloseTo((missingWh / 12 + 95) / 0.95);
  });

  it('counts what the car may have given since its gauge was read', () => {
    const since = 11_000 / 0.95 / 4;
    expect(chargeNeedW(view, hour(0.25), null)).toBeCloseTo((missingWh + since) / 11.75 / 0.95);
    expect(chargeNeedW({ ...view, maxDischargeW: 0 }, hour(0.25), null)).toBeCloseTo(missingWh / 11.75 / 0.95);
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
