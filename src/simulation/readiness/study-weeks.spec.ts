import { describe, expect, it } from '@jest/globals';
import { aHistorySession, mondayPlus } from '../../../test/support/history-session.js';
import { epochMs, isoInstant } from '../../kernel/index.js';
import { hourOfWeekText, HOURS_PER_WEEK, studyWeeks } from './study-weeks.js';

/** One car of each charger on the Monday evening of a week. */
const evening = (week: number, chargers: number) =>
  Array.from({ length: chargers }, (_, index) =>
    aHistorySession({
      chargerId: `C${index}`,
      pluggedInAt: mondayPlus(168 * week + 18),
      unpluggedAt: mondayPlus(168 * week + 20),
    }),
  );

describe('the weeks studied', () => {
  it('are whole ones, from Monday on the market’s clock', () => {
    const { hours, start, end } = studyWeeks(evening(0, 1));
    expect([isoInstant(start), isoInstant(end)]).toEqual(['2025-01-12T23:00:00.000Z', '2025-01-19T23:00:00.000Z']);
    expect(hours).toHaveLength(1);
    expect(hours[0]?.[18]).toBe(mondayPlus(18));
  });
  it('leave out those in which less than half the chargers of the busiest were in use', () => {
    const { hours } = studyWeeks([...evening(0, 4), ...evening(1, 10), ...evening(2, 5), ...evening(3, 1)]);
    expect(hours.map((week) => week[0])).toEqual([mondayPlus(168), mondayPlus(336)]);
  });
  it('are the latest 26', () => {
    const { hours } = studyWeeks(Array.from({ length: 30 }, (_, week) => evening(week, 2)).flat());
    // From the fifth week on; the clocks have not changed by then.
    expect([hours.length, hours[0]?.[0]]).toEqual([26, mondayPlus(4 * 168)]);
  });
  it('count a car that stands over Sunday in both weeks', () => {
    const { hours } = studyWeeks([aHistorySession({ pluggedInAt: mondayPlus(160), unpluggedAt: mondayPlus(170) })]);
    expect(hours).toHaveLength(2);
  });
  it('miss an hour in spring and pass over the doubled one in autumn', () => {
    const week = (day: string) => {
      const pluggedInAt = epochMs(Date.parse(`${day}T12:00:00Z`));
      return studyWeeks([aHistorySession({ pluggedInAt, unpluggedAt: epochMs(pluggedInAt + 3_600_000) })]).hours[0];
    };
    const spring = week('2025-03-30');
    expect(spring?.flatMap((at, hour) => (at === null ? [hourOfWeekText(hour)] : []))).toEqual(['Sun 02:00']);
    const autumn = week('2025-10-26');
    expect([autumn?.length, autumn?.includes(null)]).toEqual([HOURS_PER_WEEK, false]);
  });
  it('are none without sessions', () => {
    expect(studyWeeks([]).hours).toEqual([]);
  });
});
