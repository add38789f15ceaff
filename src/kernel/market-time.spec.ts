import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  dayInterval,
  daysBetween,
  deliveryDay,
  deliveryDayOf,
  GATE_ZONE,
  isoInstant,
  localHourOf,
  mtusOf,
  parseInstant,
  plusDays,
  unitOf,
  wallClockBefore,
} from './market-time.js';
import { InputError } from './refusal.js';
import { epochMs, MS_PER_HOUR } from './units.js';

const instants = fc.integer({ min: Date.UTC(2017, 0, 1), max: Date.UTC(2035, 0, 1) }).map(epochMs);

describe('a delivery day', () => {
  it.each([
    ['2026-01-15', 24, '2026-01-14T23:00:00.000Z'],
    ['2026-07-15', 24, '2026-07-14T22:00:00.000Z'],
    ['2026-03-29', 23, '2026-03-28T23:00:00.000Z'],
    ['2026-10-25', 25, '2026-10-24T22:00:00.000Z'],
  ])('%s has %i hours from %s', (text, hours, start) => {
    const mtus = mtusOf(deliveryDay(text), 60);
    expect(mtus).toHaveLength(hours);
    expect(isoInstant(dayInterval(deliveryDay(text)).start)).toBe(start);
    expect(mtusOf(deliveryDay(text), 15)).toHaveLength(4 * hours);
  });

  it('is one of a row without a gap, and every instant is on exactly one', () => {
    fc.assert(
      fc.property(instants, (at) => {
        const day = deliveryDayOf(at);
        const { start, end } = dayInterval(day);
        expect(start <= at && at < end).toBe(true);
        expect(dayInterval(plusDays(day, 1)).start).toBe(end);
        expect(mtusOf(day, 60).at(-1)?.end).toBe(end);
        expect([23, 24, 25]).toContain((end - start) / MS_PER_HOUR);
      }),
    );
  });

  it('is counted over the ends of months, both ends included', () => {
    expect(daysBetween(deliveryDay('2019-10-26'), deliveryDay('2019-11-01'))).toHaveLength(7);
    expect(daysBetween(deliveryDay('2020-01-02'), deliveryDay('2020-01-01'))).toEqual([]);
  });

  it.each(['2026-02-30', '2026-1-5', 'today', '20260115', ''])('is not "%s"', (text) => {
    expect(() => deliveryDay(text)).toThrow(InputError);
  });
});

describe('market clocks', () => {
  it('show the hour of the market day, twice the same in autumn', () => {
    const hours = mtusOf(deliveryDay('2026-10-25'), 60).map((mtu) => localHourOf(mtu.start).hour);
    expect(hours).toEqual([0, 1, 2, 2, ...Array.from({ length: 21 }, (_, index) => index + 3)]);
    expect(localHourOf(parseInstant('2026-10-25T23:30:00Z'))).toEqual({ hour: 0, weekday: 1 });
  });

  it('give gate times on the Finnish clock, also on the day on which it changes', () => {
    const gate = (day: string) => isoInstant(wallClockBefore(deliveryDay(day), 1, '18:30', GATE_ZONE));
    expect(gate('2026-01-15')).toBe('2026-01-14T16:30:00.000Z');
    expect(gate('2026-03-29')).toBe('2026-03-28T16:30:00.000Z');
    expect(gate('2026-03-30')).toBe('2026-03-29T15:30:00.000Z');
  });

  it('divide the hour into units', () => {
    fc.assert(
      fc.property(instants, fc.constantFrom(15, 30, 60), (at, minutes) => {
        const { start, end } = unitOf(at, minutes);
        expect(start <= at && at < end && end - start === minutes * 60_000 && start % (minutes * 60_000) === 0).toBe(
          true,
        );
      }),
    );
  });
});

describe('an instant as text', () => {
  it.each([
    ['2026-01-12T15:00:00Z', '2026-01-12T15:00:00.000Z'],
    ['2026-01-12T15:00:00.5Z', '2026-01-12T15:00:00.500Z'],
    ['2018-09-07T14:13:00+02:00', '2018-09-07T12:13:00.000Z'],
    ['2018-09-07T14:13:00-0330', '2018-09-07T17:43:00.000Z'],
    ['2018-09-07T14:13+02:00', '2018-09-07T12:13:00.000Z'],
    ['2016-02-29T00:00:00Z', '2016-02-29T00:00:00.000Z'],
  ])('%s is %s', (text, iso) => {
    expect(isoInstant(parseInstant(text))).toBe(iso);
  });

  it('comes back as it was printed', () => {
    fc.assert(fc.property(instants, (at) => expect(parseInstant(isoInstant(at))).toBe(at)));
  });

  it.each([
    '2026-01-12T15:00:00',
    '2026-02-30T00:00:00Z',
    '2026-01-12T25:00:00Z',
    '2026-01-12T15:60:00+02:00',
    '2026-01-12',
    'noon Z',
    '',
  ])('"%s" is refused', (text) => {
    expect(() => parseInstant(text)).toThrow(InputError);
  });
});
