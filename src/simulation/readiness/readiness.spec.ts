import { beforeAll, describe, expect, it } from '@jest/globals';
import { aHistorySession, mondayPlus } from '../../../test/support/history-session.js';
import type { HistorySession } from '../../fleet/index.js';
import { readinessOf, type Readiness } from './readiness.js';

const counts = {
  rows: 0,
  duplicateRows: 0,
  unorderedRows: 0,
  overlappingSessions: 0,
  energyAboveBattery: 0,
  withoutSocOrBattery: 0,
};
/** Ten weeks in which every charger has a car from 18:00 to 07:00, but for the last night: it would begin another week. */
function nights(chargers: number, change: Partial<HistorySession> = {}): HistorySession[] {
  const rows: HistorySession[] = [];
  for (let day = 0; day < 69; day++)
    for (let charger = 0; charger < chargers; charger++)
      rows.push(
        aHistorySession({
          sessionId: `${charger}-${day}`,
          chargerId: `C${charger}`,
          pluggedInAt: mondayPlus(24 * day + 18),
          unpluggedAt: mondayPlus(24 * day + 31),
          ...change,
        }),
      );
  return rows;
}
const study = (rows: readonly HistorySession[], options = {}) =>
  readinessOf({ history: { rows, counts }, seed: 1, ...options });

describe('the readiness of a car park', () => {
  let three: Readiness;
  beforeAll(async () => {
    three = await study(nights(3));
  });

  it('is firm at night and nothing by day, and the shares add up', () => {
    const of = three;
    expect(of).toMatchObject({ chargers: 3, sessions: 207, weeks: 10, installedKw: 33, strategy: 'theta' });
    const noon = of.firmKwByHourOfWeek.filter((_, hour) => hour % 24 >= 8 && hour % 24 < 18);
    expect(new Set(noon)).toEqual(new Set([0]));
    // Tuesday 01:00: three cars that can give and take.
    expect(of.firmKwByHourOfWeek[25]).toBeGreaterThan(10);
    expect(of.firmKwByHourOfWeek[25]).toBeLessThan(33);
    expect(of.blockers.reduce((sum, { share }) => sum + share, of.firmShare)).toBeCloseTo(1, 4);
    // 18 kWh at 11 kW in 13 hours.
    expect(of.idleShare).toBeCloseTo(1 - 18 / 11 / 13, 5);
  });
  it('needs as many chargers as the power of one at night goes into 0.1 MW', () => {
    const of = three;
    const perCharger = Math.max(...of.firmKwByHourOfWeek) / 3;
    expect(of.chargersForMinimumBidAt90).toBeGreaterThanOrEqual(Math.ceil(100 / perCharger));
    expect(of.chargersForMinimumBidAt90).toBeLessThan(2 * Math.ceil(100 / perCharger));
    expect(of.chargersForMinimumBidAt99).toBeGreaterThanOrEqual(of.chargersForMinimumBidAt90 ?? Infinity);
    expect(of.chargersAroundTheClockAt90).toBeNull();
  });
  it('grows with the chargers asked for, and is the same for the same seed', async () => {
    const nine = await study(nights(3), { chargers: 9 });
    const again = await study(nights(3), { chargers: 9 });
    expect(again).toEqual(nine);
    expect(nine.chargers).toBe(9);
    expect(Math.max(...nine.firmKwByHourOfWeek)).toBeGreaterThan(1.5 * Math.max(...three.firmKwByHourOfWeek));
  });
  it('without state of charge and battery is nothing, and says why', async () => {
    const of = await study(nights(2, { arrivalSocPermille: null, batteryWh: null }));
    expect(Math.max(...of.firmKwByHourOfWeek)).toBe(0);
    expect(of.blockers.map(({ reason }) => reason)).toContain('battery size or state of charge is unknown');
    expect(of).toMatchObject({ chargersForMinimumBidAt90: null, monthsUntilMinimumBid: null, headroomUpKwh: 0 });
  });
  it('of an empty history is empty', async () => {
    const of = await study([]);
    expect(of).toMatchObject({ chargers: 0, weeks: 0, from: null, firmShare: 0, blockers: [] });
    expect(of.firmKwByHourOfWeek).toEqual(new Array(168).fill(0));
  });
});
