import { describe, expect, it } from '@jest/globals';
import { aSessionView } from '../../test/support/session-view.js';
import { NOON } from '../../test/support/vehicle-arbitrary.js';
import { epochMs, MS_PER_HOUR } from '../kernel/index.js';
import { SiteFuses, underFuse } from './site-fuses.js';

const view = (sessionId: string) => aSessionView({ sessionId });

describe('the fuses of sites', () => {
  it('are dealt among those who are there, and anew when somebody comes or goes', () => {
    const fuses = new SiteFuses();
    expect(fuses.shareOf('A')).toBeNull();
    expect(fuses.deal(15_000, [view('A')], NOON)).toEqual(['A']);
    expect(fuses.shareOf('A')).toEqual({ chargeW: 11_000, dischargeW: 11_000 });
    expect(fuses.deal(15_000, [view('A'), view('B')], NOON)).toEqual(['A', 'B']);
    expect(fuses.shareOf('A')?.chargeW).toBe(7_500);
    fuses.forget('B');
    expect(fuses.deal(15_000, [view('A')], NOON)).toEqual(['A']);
    expect(fuses.deal(15_000, [view('A')], NOON)).toEqual([]);
    expect(fuses.deal(null, [view('A')], NOON)).toEqual(['A']);
    expect(fuses.shareOf('A')).toBeNull();
  });

  it('are not dealt by asking', () => {
    const fuses = new SiteFuses();
    expect(fuses.dealt(4_000, [view('A'), view('B')], NOON).map(({ chargeW }) => chargeW)).toEqual([2_000, 2_000]);
    expect(fuses.shareOf('A')).toBeNull();
  });

  it('keep what a promise needs through others’ coming: 18 000 Wh in an hour and a half', () => {
    const fuses = new SiteFuses();
    const urgent = aSessionView({ sessionId: 'A', departureAt: epochMs(NOON + 2 * MS_PER_HOUR) });
    fuses.deal(11_000, [urgent], NOON);
    fuses.deal(11_000, [urgent, view('B'), view('C')], NOON);
    expect(fuses.shareOf('A')?.chargeW).toBeGreaterThanOrEqual(18_000 / 2 / 0.95);
  });

  it('limit a view, and a registration, and come back from a snapshot', () => {
    expect(underFuse(view('A'), { chargeW: 3_000, dischargeW: 20_000 })).toMatchObject({
      maxChargeW: 3_000,
      maxDischargeW: 11_000,
    });
    const same = view('A');
    expect(underFuse(same, null)).toBe(same);
    const fuses = new SiteFuses();
    fuses.deal(15_000, [same], NOON);
    const restored = new SiteFuses();
    restored.restore(fuses.snapshot());
    expect(restored.shareOf('A')).toEqual(fuses.shareOf('A'));
  });
});
