import { describe, expect, it } from '@jest/globals';
import { aHistorySession, mondayPlus } from '../../../test/support/history-session.js';
import { baselineStrategy, type StrategyName } from '../../dispatch/index.js';
import type { HistorySession } from '../../fleet/index.js';
import { groupCapacity, memberOf, sharesAt } from '../../flexibility/index.js';
import { newestFcrnRules } from '../../market/index.js';
import { ParkedHours, type ParkedHour } from './parked-hours.js';
import { readinessStays } from './readiness-stays.js';

const RULES = newestFcrnRules();
/** The hours from 18:00 on, for as many as asked. */
function hoursOf(sessions: readonly Partial<HistorySession>[], count: number, strategy: StrategyName = 'group') {
  const { stays } = readinessStays(sessions.map(aHistorySession), {});
  const walk = new ParkedHours(stays, baselineStrategy(strategy), RULES);
  return Array.from({ length: count }, (_, hour) => walk.hour(mondayPlus(18 + hour)));
}

describe('parked hours', () => {
  it('have the group rule’s own capacity around the strategy’s baselines', () => {
    const [first] = hoursOf([{}, { sessionId: 'S2', chargerId: 'C2', arrivalSocPermille: 900 }], 1) as [ParkedHour];
    const at = mondayPlus(18);
    const members = [30_000, 54_000].map((energyWh) => {
      const vehicle = {
        energyWh,
        minEnergyWh: 12_000,
        maxEnergyWh: 60_000,
        targetEnergyWh: 48_000,
        departureAt: mondayPlus(31),
        maxChargeW: 11_000,
        maxDischargeW: 11_000,
        chargeEfficiency: 0.95,
        dischargeEfficiency: 0.95,
      };
      return memberOf(vehicle, 0, sharesAt(vehicle, at, 0, { horizonHours: 1, mtuEnd: mondayPlus(19) }));
    });
    expect(first.firm).toEqual(groupCapacity(members, RULES.nemPowerFactor));
    expect(first.members.map(({ chargerId }) => chargerId)).toEqual(['C1', 'C2']);
  });
  it('let an idle car rest until charging at full power just reaches the target', () => {
    // 18 kWh are missing: 18 / (11 · 0.95) = 1.72 hours before 07:00, so that up to 05:00 it has an hour to give.
    const hours = hoursOf([{}], 13);
    expect(hours.slice(0, 9).every(({ members }) => (members[0]?.upW ?? 0) > 0)).toBe(true);
    // 06:00: on its recovery line, with nothing to spare but what a whole watt upwards left over.
    expect(hours[12]).toMatchObject({ members: [{ downW: 0 }], plugged: 1 });
    expect(hours[12]?.members[0]?.upW).toBeLessThan(1);
    expect(hours[12]?.headroomUpWh).toBeLessThan(1);
  });
  it('bring every car to its target: what it needs is never above what it has', () => {
    for (const strategy of ['single', 'group', 'theta'] as const)
      for (const { headroomUpWh, plugged } of hoursOf([{}], 13, strategy)) {
        expect(plugged).toBe(1);
        expect(headroomUpWh).toBeGreaterThanOrEqual(0);
      }
  });
  it('say why a car holds nothing', () => {
    const reasons = (change: Partial<HistorySession>) => hoursOf([change], 1)[0]?.heldNothingW;
    expect(reasons({ unpluggedAt: mondayPlus(18.5) })).toMatchObject({ leaves: 11_000 });
    expect(reasons({ unpluggedAt: mondayPlus(19.5) })).toMatchObject({ 'must-charge': 11_000 });
    expect(reasons({})).toEqual({ leaves: 0, 'must-charge': 0, 'below-minimum': 0 });
  });
  it('know a car from the hour after it came until the hour in which it goes', () => {
    const hours = hoursOf([{ pluggedInAt: mondayPlus(18.4), unpluggedAt: mondayPlus(23.2) }], 7);
    expect(hours.map(({ plugged }) => plugged)).toEqual([0, 1, 1, 1, 1, 1, 0]);
  });
});
