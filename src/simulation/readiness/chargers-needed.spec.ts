import { describe, expect, it } from '@jest/globals';
import { baselineStrategy } from '../../dispatch/index.js';
import { seeded } from '../seeded.js';
import { chargersNeeded, resampledNeeds, type MembersByHour } from './chargers-needed.js';
import { HOURS_PER_WEEK } from './study-weeks.js';

const member = (chargerId: string) => ({
  chargerId,
  dischargeLimitW: 20_000,
  upW: 10_000,
  downW: 10_000,
  headroomUpW: 20_000,
  headroomDownW: 20_000,
  roundTrip: 0.9,
});
const options = (draws = 5) => ({
  quantityW: 100_000,
  strategy: baselineStrategy('group'),
  nemPowerFactor: 0.34,
  random: seeded(1, 'test'),
  draws,
});
/** Weeks of a charger park in which `there` says who has a car. */
const weeksWith = (count: number, there: (hour: number, week: number) => readonly string[]): MembersByHour =>
  Array.from({ length: count }, (_, week) =>
    Array.from({ length: HOURS_PER_WEEK }, (_, hour) => new Map(there(hour, week).map((id) => [id, [member(id)]]))),
  );
const ALL = ['A', 'B', 'C', 'D'];

describe('chargers needed', () => {
  it('are ten where every charger holds a tenth at all times', () => {
    const needs = resampledNeeds(
      weeksWith(3, () => ALL),
      ALL,
      options(),
    );
    expect(needs).toHaveLength(HOURS_PER_WEEK);
    expect(new Set(needs.flat(2))).toEqual(new Set([10]));
    expect(chargersNeeded(needs, 0.9)).toEqual({ aQuarterOfTheWeek: 10, aroundTheClock: 10 });
  });
  it('are about twice as many where half the chargers are empty, more for more reliability', () => {
    const needs = resampledNeeds(
      weeksWith(12, (_hour, week) => ALL.filter((_, index) => (index + week) % 2 === 0)),
      ALL,
      options(25),
    );
    const [at90, at99] = [
      chargersNeeded(needs, 0.9).aroundTheClock ?? 0,
      chargersNeeded(needs, 0.99).aroundTheClock ?? 0,
    ];
    expect(at90).toBeGreaterThan(20);
    expect(at90).toBeLessThan(40);
    expect(at99).toBeGreaterThan(at90);
  });
  it('are what the leanest weeks ask for, which all chargers have in common', () => {
    // Two of twenty weeks only A and B are used: more than the nineteen of twenty that a 90 % rank may leave out.
    const holidays = weeksWith(20, (_hour, week) => (week < 2 ? ['A', 'B'] : ALL));
    const needs = resampledNeeds(holidays, ALL, options(25));
    expect(chargersNeeded(needs, 0.9).aroundTheClock).toBeGreaterThan(10);
    expect(chargersNeeded(needs, 0.5).aroundTheClock).toBeLessThan(chargersNeeded(needs, 0.9).aroundTheClock ?? 0);
  });

  it('are none to be had around the clock where nobody is there at noon, but in a quarter of the week', () => {
    const night = (hour: number): readonly string[] => (hour % 24 < 8 ? ALL : []);
    const needs = resampledNeeds(weeksWith(2, night), ALL, options());
    expect(chargersNeeded(needs, 0.9)).toEqual({ aQuarterOfTheWeek: 10, aroundTheClock: null });
  });
  it('pass over the hour that the clock skips', () => {
    const weeks = weeksWith(1, () => ALL).map((week) => week.map((hour, index) => (index === 146 ? null : hour)));
    expect(
      resampledNeeds(weeks, ALL, options())
        .map((fleets) => fleets.every((weeks) => weeks.length === 0))
        .indexOf(true),
    ).toBe(146);
  });
  it('are unknown without a history', () => {
    expect(chargersNeeded(resampledNeeds([], [], options()), 0.9)).toEqual({
      aQuarterOfTheWeek: null,
      aroundTheClock: null,
    });
  });
});
