import { describe, expect, it } from '@jest/globals';
import { aSessionView } from '../../test/support/session-view.js';
import { NOON } from '../../test/support/vehicle-arbitrary.js';
import { epochMs, MS_PER_HOUR, MS_PER_MINUTE } from '../kernel/index.js';
import { newestFcrnRules } from '../market/index.js';
import { contributionOf, newPathWalk } from './contribution.js';

const rule = newPathWalk(newestFcrnRules, 0.5);
const hour = (count: number) => epochMs(NOON + count * MS_PER_HOUR);

describe('the contribution of a car', () => {
  it('is a share in every whole hour until it leaves, moved along its own path', () => {
    // 30 000 Wh at noon, 12 000 at least, 60 000 at most, 48 000 by midnight; 11 kW, efficiency 0.95 each way.
    const contribution = contributionOf(aSessionView(), rule);
    expect(contribution?.members.mtuStarts()).toEqual(Array.from({ length: 12 }, (_, index) => hour(index)));
    expect(contribution?.members.get(NOON)).toEqual({
      upW: 11_000,
      downW: 11_000,
      headroomUpW: 11_000,
      headroomDownW: 11_000,
      roundTrip: 0.95 * 0.95,
    });
    // From 20:00 on it has to charge: the line at 22:00 is 48 000 − 2 · 10 450 = 27 100 Wh, and an hour at full
    // power on top, 11 579 Wh, is more than it has.
    expect(contribution?.members.get(hour(8))?.headroomDownW).toBeLessThan(11_000);
  });

  it('starts inside the MTU under way, for what is left of it', () => {
    const halfPast = epochMs(NOON + 30 * MS_PER_MINUTE);
    const nearlyEmpty = { batteryWh: 20_000, socPermille: 350, targetSocPermille: 350, socAt: halfPast };
    const contribution = contributionOf(aSessionView(nearlyEmpty), newPathWalk(newestFcrnRules, 0));
    // 3 000 Wh above the minimum last half an hour at 6 000 · 0.95 W, a whole hour at half of that.
    expect(contribution?.members.get(NOON)?.upW).toBe(5_700);
    expect(contribution?.members.get(hour(1))?.upW).toBe(2_850);
  });

  it('looks 36 hours ahead of a state of charge that is still fresh', () => {
    const stays = contributionOf(aSessionView({ departureAt: hour(72) }), rule);
    expect(Math.max(...(stays?.members.mtuStarts() ?? []))).toBe(hour(36));
  });

  it('is nothing for a car that may not hold reserve, or of which too little is known', () => {
    expect(contributionOf(aSessionView({ v2g: false }), rule)).toBeNull();
    expect(contributionOf(aSessionView({ departureAt: null }), rule)).toBeNull();
    expect(contributionOf(aSessionView({ socPermille: null, socAt: null, socQuality: 'unknown' }), rule)).toBeNull();
  });

  it('leaves out hours without a share', () => {
    const leaving = contributionOf(aSessionView({ departureAt: hour(0.5) }), rule);
    expect(leaving?.members.size).toBe(0);
  });
});
