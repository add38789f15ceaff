import { describe, expect, it } from '@jest/globals';
import { aSessionView } from '../../test/support/session-view.js';
import { NOON } from '../../test/support/vehicle-arbitrary.js';
import { epochMs, isoInstant, MS_PER_HOUR } from '../kernel/index.js';
import { guaranteeOf } from './guarantee.js';

describe('the guarantee for a driver', () => {
  it('names what may be used and when charging must start', () => {
    const guarantee = guaranteeOf(aSessionView({ maxChargeW: 9_000, chargeEfficiencyPermille: 1000 }), NOON);
    expect(guarantee).toEqual({
      reachable: true,
      safelyDischargeableWh: 17_100, // (30 000 − 12 000) · 0.95
      mustChargeAt: epochMs(NOON + 10 * MS_PER_HOUR), // 18 000 Wh at 9 000 W before midnight
    });
  });

  it('needs no charging where the target is reached', () => {
    expect(guaranteeOf(aSessionView({ socPermille: 900 }), NOON)?.mustChargeAt).toBeNull();
  });

  it('says at once that a target is out of reach, and since when', () => {
    const soon = epochMs(NOON + MS_PER_HOUR);
    const guarantee = guaranteeOf(
      aSessionView({ departureAt: soon, maxChargeW: 9_000, chargeEfficiencyPermille: 1000 }),
      NOON,
    );
    expect(guarantee).toMatchObject({ reachable: false, safelyDischargeableWh: 0 });
    expect(isoInstant(guarantee?.mustChargeAt ?? 0)).toBe('2026-01-12T11:00:00.000Z');
  });

  it('is nothing while the departure is unknown', () => {
    expect(guaranteeOf(aSessionView({ departureAt: null }), NOON)).toBeNull();
  });
});
