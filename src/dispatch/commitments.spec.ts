import { describe, expect, it } from '@jest/globals';
import { deliveryDay, epochMs, isoInstant, MS_PER_HOUR } from '../kernel/index.js';
import { FCR_N, newestFcrnRules } from '../market/index.js';
import { Commitments } from './commitments.js';

const NOON = epochMs(Date.UTC(2026, 0, 12, 12));
const hour = { start: NOON, end: epochMs(NOON + MS_PER_HOUR) };

describe('commitments', () => {
  const commitments = new Commitments(() => newestFcrnRules());
  commitments.take({
    product: FCR_N,
    deliveryDay: deliveryDay('2026-01-12'),
    mtus: [{ mtuStart: isoInstant(NOON), awardedW: 300_000, priceEurPerMwH: '12.5' }],
  });

  it('say what an MTU owes, by the rules of its day', () => {
    expect(commitments.obligation(hour)).toEqual({
      mtuEnd: hour.end,
      committedW: 300_000,
      mtuHours: 1,
      enduranceHours: 1,
      nemPowerFactor: 0.34,
    });
    expect(commitments.coming(NOON)).toMatchObject({ mtuStart: NOON, committedW: 300_000, priceEurPerMwH: 12.5 });
  });
  it('owe nothing where nothing was sold, and know no price there', () => {
    expect(commitments.coming(hour.end)).toMatchObject({ committedW: 0, priceEurPerMwH: null });
  });
});
