import { describe, expect, it } from '@jest/globals';
import { epochMs, InputError, MS_PER_HOUR } from '../../kernel/index.js';
import { PLUG_IN } from '../../../test/support/fleet.js';
import { historyOf, type HistorySession } from './session-history.js';

const session = (
  sessionId: string,
  fromHour: number,
  toHour: number,
  fields: Partial<HistorySession> = {},
): HistorySession => ({
  sessionId,
  chargerId: 'C1',
  pluggedInAt: epochMs(PLUG_IN + fromHour * MS_PER_HOUR),
  unpluggedAt: epochMs(PLUG_IN + toHour * MS_PER_HOUR),
  energyWh: 6_840,
  arrivalSocPermille: 527,
  targetSocPermille: 950,
  departureEstimateAt: null,
  batteryWh: 14_200,
  maxChargeW: 3_500,
  maxDischargeW: null,
  ...fields,
});
const history = (...sessions: HistorySession[]) =>
  historyOf(
    'past.csv',
    sessions.map((each, index) => ({ session: each, place: `line ${index + 2}` })),
  );

describe('a history', () => {
  it('is sorted by plug-in, and counts what was out of order', () => {
    const { rows, counts } = history(session('b', 5, 6), session('a', 1, 2), session('c', 7, 8));
    expect(rows.map(({ sessionId }) => sessionId)).toEqual(['a', 'b', 'c']);
    expect(counts).toMatchObject({ rows: 3, unorderedRows: 1, overlappingSessions: 0 });
  });
  it('takes an equal row once', () => {
    const { rows, counts } = history(session('a', 1, 2), session('a', 1, 2));
    expect(rows).toHaveLength(1);
    expect(counts).toMatchObject({ rows: 2, duplicateRows: 1, overlappingSessions: 0 });
  });
  it('is refused where an id stands for two sessions, naming both lines', () => {
    expect(() => history(session('a', 1, 2), session('b', 1, 2), session('a', 1, 3))).toThrow(InputError);
    expect(() => history(session('a', 1, 2), session('b', 1, 2), session('a', 1, 3))).toThrow(
      'past.csv, line 4: session_id a stands in line 2 with other values',
    );
  });
  it('counts overlaps of one charger, not of two, and not a car that follows at once', () => {
    const { counts } = history(
      session('a', 0, 10),
      session('b', 1, 2),
      session('c', 3, 4),
      session('d', 10, 11),
      session('e', 0, 20, { chargerId: 'C2' }),
    );
    expect(counts.overlappingSessions).toBe(2);
  });
  it('counts energy above the battery and sessions that can earn nothing', () => {
    const { counts } = history(
      session('a', 0, 1, { energyWh: 14_201 }),
      session('b', 2, 3, { batteryWh: null }),
      session('c', 4, 5, { arrivalSocPermille: null }),
    );
    expect(counts).toMatchObject({ energyAboveBattery: 1, withoutSocOrBattery: 2 });
  });
});
