import { describe, expect, it } from '@jest/globals';
import { NOON } from '../../../test/support/vehicle-arbitrary.js';
import { planQuestionOf } from '../../../test/support/plan-fleet.js';
import { fusedSites, fuseExcessOf, withinFuse } from './fuse.js';

const member = (upW: number, downW: number) => ({
  upW,
  downW,
  headroomUpW: upW + 1_000,
  headroomDownW: downW + 1_000,
  roundTrip: 0.9,
});

describe('members behind a fuse', () => {
  const members = [
    { siteId: 'depot', baselineW: -4_000, member: member(3_000, 3_000) },
    { siteId: 'depot', baselineW: -2_000, member: member(5_000, 5_000) },
    { siteId: undefined, baselineW: 0, member: member(9_000, 9_000) },
  ];

  it('have no more power around their baselines than the fuse carries', () => {
    const cut = withinFuse(members, new Map([['depot', 8_000]]));
    // Downward 8 000 − 6 000 = 2 000 W are left of 10 000 W; upward 14 000 W, and 10 000 W are wanted.
    expect(cut[0]).toMatchObject({ headroomUpW: 4_000, headroomDownW: 800, upW: 3_000, downW: 800 });
    expect(cut[1]).toMatchObject({ headroomUpW: 6_000, headroomDownW: 1_200, upW: 5_000, downW: 1_200 });
    expect(cut[2]).toBe(members[2]?.member);
  });

  it('have none where the baselines alone are beyond it', () => {
    const cut = withinFuse(members, new Map([['depot', 5_000]]));
    expect(cut[0]).toMatchObject({ downW: 0, headroomDownW: 0 });
  });

  it('are as they were where no fuse is known', () => {
    expect(withinFuse(members, undefined)).toEqual(members.map((each) => each.member));
    expect(withinFuse(members, new Map([['office', 1]]))[1]).toEqual(members[1]?.member);
  });
});

describe('baselines behind a fuse', () => {
  const car = {
    energyWh: 20_000,
    minEnergyWh: 0,
    maxEnergyWh: 40_000,
    targetEnergyWh: 0,
    departureAt: NOON,
    maxChargeW: 11_000,
    maxDischargeW: 0,
    chargeEfficiency: 1,
    dischargeEfficiency: 1,
  };
  const vehicles = ['depot', 'office', 'depot'].map((siteId, index) => ({ ...car, id: `v${index}`, siteId }));
  const question = planQuestionOf([...vehicles, { ...car, id: 'elsewhere' }], {
    siteLimitsW: new Map([
      ['depot', 10_000],
      ['office', 10_000],
    ]),
  });

  it('are added up by site', () => {
    expect(fusedSites(question)).toEqual([
      { siteId: 'depot', limitW: 10_000, vehicles: [0, 2] },
      { siteId: 'office', limitW: 10_000, vehicles: [1] },
    ]);
  });

  it('say where they are too much for it, either way', () => {
    const row = (...powersW: number[]): Float64Array => Float64Array.from({ length: 6 }, (_, mtu) => powersW[mtu] ?? 0);
    const baselinesW = [row(-6_000, -6_000, 7_000), row(-10_000), row(-6_000, -4_000, 3_500), row(-50_000)];
    expect(fuseExcessOf(question, baselinesW)).toEqual([
      { siteId: 'depot', mtu: 0, excessW: 2_000 },
      { siteId: 'depot', mtu: 2, excessW: 500 },
    ]);
  });
});
