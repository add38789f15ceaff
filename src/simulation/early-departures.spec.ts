import { describe, expect, it } from '@jest/globals';
import { aSimulatedVehicle } from '../../test/support/simulated-vehicle.js';
import { aStay } from '../../test/support/stay.js';
import { epochMs, MJ_PER_WH, MS_PER_HOUR } from '../kernel/index.js';
import { EARLY_DEPARTURE_COLUMNS, earlyDepartureRow, leavingEarly } from './early-departures.js';

const STAYS = Array.from({ length: 2000 }, (_, index) => aStay({ sessionId: `S${index}` }));

describe('drivers who leave early', () => {
  it('are nobody at a share of nothing', () => {
    const { stays, sessionIds } = leavingEarly(STAYS, 0, 1);
    expect(stays).toBe(STAYS);
    expect(sessionIds.size).toBe(0);
  });

  it('are about the share asked for, the same for the same seed', () => {
    const { stays, sessionIds } = leavingEarly(STAYS, 0.2, 1);
    expect(sessionIds.size).toBeGreaterThan(340);
    expect(sessionIds.size).toBeLessThan(460);
    expect(leavingEarly(STAYS, 0.2, 1)).toEqual({ stays, sessionIds });
    expect(leavingEarly(STAYS, 0.2, 2).sessionIds).not.toEqual(sessionIds);
  });

  it('leave on a whole second inside their stay and state the departure of before; nobody else is changed', () => {
    const { stays, sessionIds } = leavingEarly(STAYS, 0.2, 1);
    let sum = 0;
    for (const [index, stay] of stays.entries()) {
      const stated = STAYS[index] as (typeof STAYS)[number];
      if (!sessionIds.has(stay.sessionId)) expect(stay).toBe(stated);
      else {
        expect(stay).toEqual({ ...stated, unpluggedAt: stay.unpluggedAt });
        expect(stay.unpluggedAt).toBeGreaterThan(stated.pluggedInAt);
        expect(stay.unpluggedAt).toBeLessThan(stated.statedDepartureAt);
        expect(stay.unpluggedAt % 1000).toBe(0);
        sum += (stay.unpluggedAt - stated.pluggedInAt) / (stated.unpluggedAt - stated.pluggedInAt);
      }
    }
    // Uniform over the stay: its middle on average, within three standard errors of some 400 draws.
    expect(Math.abs(sum / sessionIds.size - 0.5)).toBeLessThan((3 * Math.sqrt(1 / 12)) / Math.sqrt(sessionIds.size));
  });

  it('of a small share leave at the same instants when more do', () => {
    const few = leavingEarly(STAYS, 0.05, 1);
    const many = leavingEarly(STAYS, 0.2, 1);
    for (const [index, stay] of few.stays.entries())
      if (few.sessionIds.has(stay.sessionId)) expect(many.stays[index]).toEqual(stay);
  });

  it('never leave before they came, however short the stay', () => {
    const short = [0, 1, 999, 1000, 1001, 2000].map((ms) => {
      const end = epochMs(aStay().pluggedInAt + ms);
      return aStay({ sessionId: `short-${ms}`, unpluggedAt: end, statedDepartureAt: end });
    });
    for (const { pluggedInAt, unpluggedAt, sessionId } of leavingEarly(short, 0.999, 1).stays)
      expect({ sessionId, after: unpluggedAt >= pluggedInAt }).toEqual({ sessionId, after: true });
  });
});

describe('the row of an early departure', () => {
  it('is below the minimum by a millijoule, or not at all', () => {
    const stated = epochMs(aSimulatedVehicle().unpluggedAt + MS_PER_HOUR);
    const row = (energyMj: number) => earlyDepartureRow(aSimulatedVehicle({ energyMj, statedDepartureAt: stated }));
    expect(Object.keys(row(0))).toEqual([...EARLY_DEPARTURE_COLUMNS]);
    expect(row(10_000 * MJ_PER_WH)).toMatchObject({ below_minimum: 'false', below_target: 'true' });
    expect(row(10_000 * MJ_PER_WH - 1)).toMatchObject({ below_minimum: 'true', below_target: 'true' });
    expect(row(40_000 * MJ_PER_WH)).toMatchObject({
      below_target: 'false',
      minimum_wh: '10000.000000',
      stated_departure_at: '2026-01-13T02:00:00.000Z',
    });
  });
});
