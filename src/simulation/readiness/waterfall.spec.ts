import { describe, expect, it } from '@jest/globals';
import { mondayPlus } from '../../../test/support/history-session.js';
import type { ParkedHour } from './parked-hours.js';
import { blockersOf, lossesOf, RELIABILITY_REASON } from './waterfall.js';

const member = (upW: number, downW: number) => ({
  upW,
  downW,
  headroomUpW: 11_000,
  headroomDownW: 11_000,
  roundTrip: 0.9,
  chargerId: 'C',
  dischargeLimitW: 11_000,
});
const hour = (change: Partial<ParkedHour>): ParkedHour => ({
  at: mondayPlus(0),
  members: [member(4_000, 9_000), member(6_000, 11_000)],
  firm: { capacityW: 9_000, upW: 10_000, downW: 20_000, boundBy: 'power-up' },
  heldNothingW: { leaves: 11_000, 'must-charge': 0, 'below-minimum': 0 },
  plugged: 3,
  headroomUpWh: 0,
  headroomDownWh: 0,
  ...change,
});

describe('what holds power back', () => {
  it('adds up, from what is installed to what is firm', () => {
    const { installedW, lostW, firmW } = lossesOf(hour({}), 33_000, 11_000);
    expect(installedW).toBe(33_000 + 11_000 + 11_000 + 22_000);
    // Of the members' 22 kW, 12 lack energy to give, and 1 is kept for energy management.
    expect(lostW).toMatchObject({ empty: 33_000, unknown: 11_000, leaves: 11_000, 'too-empty': 12_000, nem: 1_000 });
    expect(firmW + Object.values(lostW).reduce((sum, lost) => sum + lost, 0)).toBe(installedW);
  });
  it('names fullness where room is what lacks, and single counting where the group is not bound by power', () => {
    const { lostW } = lossesOf(
      hour({ firm: { capacityW: 5_000, upW: 15_000, downW: 8_000, boundBy: 'energy-down' } }),
      0,
      0,
    );
    expect(lostW).toMatchObject({ 'too-empty': 0, 'too-full': 14_000, singles: 3_000 });
    // All the power that is not in use for charging is there to take: nobody is full.
    const charging = { firm: { capacityW: 0, upW: 5, downW: 0, boundBy: 'energy-down' as const } };
    const members = [{ ...member(5, 0), headroomDownW: 0 }];
    expect(lossesOf(hour({ ...charging, members }), 0, 0).lostW).toMatchObject({
      'must-charge': 11_000,
      'too-full': 0,
    });
  });
  it('comes as shares of the installed power, the largest first, one with what is firm', () => {
    const { blockers, firmShare } = blockersOf([lossesOf(hour({}), 33_000, 0)], 6_000);
    expect(firmShare).toBeCloseTo(6 / 66);
    expect(blockers[0]).toEqual({ reason: 'no car is plugged in', share: 0.5 });
    expect(blockers).toContainEqual({ reason: RELIABILITY_REASON, share: 0.045455 });
    expect(blockers.reduce((sum, { share }) => sum + share, firmShare)).toBeCloseTo(1, 4);
  });
  it('is nothing where nothing is installed', () => {
    expect(blockersOf([], 0)).toEqual({ blockers: [], firmShare: 0 });
  });
});
