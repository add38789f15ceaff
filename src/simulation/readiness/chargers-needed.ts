import type { BaselineStrategy } from '../../dispatch/index.js';
import type { Random } from '../seeded.js';
import type { ParkedMember } from './parked-hours.js';
import { HOURS_PER_WEEK } from './study-weeks.js';

/** `members[w][h]`: by charger what stood there in hour `h` of week `w`; null for an hour that the clock skips. */
export type MembersByHour = readonly (readonly (ReadonlyMap<string, readonly ParkedMember[]> | null)[])[];

export interface ChargersNeeded {
  /** Least number of chargers whose pool holds the quantity with the reliability in a quarter of the week's hours; null: not to be had. */
  readonly aQuarterOfTheWeek: number | null;
  /** In every hour of the week. */
  readonly aroundTheClock: number | null;
}

export interface ResamplingOptions {
  readonly quantityW: number;
  readonly strategy: BaselineStrategy;
  readonly nemPowerFactor: number;
  readonly random: Random;
  /** Fleets drawn; each shows every hour of the week `WEEKS_PER_DRAW` times. */
  readonly draws: number;
}

/** Beyond this many chargers nobody asks for the smallest bid. */
const MOST_CHARGERS = 2_000;
const WEEKS_PER_DRAW = 4;
const MOST_WEEKS_SHIFTED = 8;
const QUARTER = HOURS_PER_WEEK / 4;

/**
 * How many chargers this place needs for the quantity, hour by hour of the week, by bootstrap of whole charger
 * histories: a fleet is a sequence of chargers drawn with replacement; one drawn again is moved by −8…+8 whole weeks, as
 * the copies of a backtest are. In one hour of one drawn fleet, the number needed is the shortest beginning of the sequence that holds the quantity by the group
 * rule; with as many chargers, the reliability is the share of fleets and weeks in which they suffice.
 */
export function resampledNeeds(
  hours: MembersByHour,
  chargerIds: readonly string[],
  options: ResamplingOptions,
): number[][] {
  const { random, draws } = options;
  const needs: number[][] = Array.from({ length: HOURS_PER_WEEK }, () => []);
  if (chargerIds.length === 0 || hours.length === 0) return needs;
  const park = hours.map((week) => week.map((hour) => hour && chargerIds.map((id) => hour.get(id) ?? NOBODY)));
  // In an hour of the week that nobody ever stands through, no fleet is enough.
  const everSomebody = needs.map((_, hour) => hours.some((week) => (week[hour]?.size ?? 0) > 0));
  for (let draw = 0; draw < draws; draw++) {
    const fleet = drawnFleet(chargerIds.length, random);
    for (let look = 0; look < WEEKS_PER_DRAW; look++) {
      const week = random.int(hours.length);
      for (let hour = 0; hour < HOURS_PER_WEEK; hour++) {
        if (park[week]?.[hour] === null) continue;
        const membersAt = ({ charger, weeks }: Drawn): readonly ParkedMember[] =>
          park[(week + weeks + MOST_WEEKS_SHIFTED * hours.length) % hours.length]?.[hour]?.[charger] ?? NOBODY;
        (needs[hour] as number[]).push(everSomebody[hour] ? shortestBeginning(fleet, membersAt, options) : Infinity);
      }
    }
  }
  return needs;
}

interface Drawn {
  /** Its place in the list of chargers. */
  readonly charger: number;
  readonly weeks: number;
}

/** The first of a charger as it was, each further one moved: nobody stands at two chargers in the same way at once. */
function drawnFleet(chargers: number, random: Random): Drawn[] {
  const drawn = new Set<number>();
  return Array.from({ length: MOST_CHARGERS }, () => {
    const charger = random.int(chargers);
    const shift = random.int(2 * MOST_WEEKS_SHIFTED + 1) - MOST_WEEKS_SHIFTED;
    const weeks = drawn.has(charger) ? shift : 0;
    drawn.add(charger);
    return { charger, weeks };
  });
}

const NOBODY: readonly ParkedMember[] = [];

/** Infinity where all of it is too little. More chargers hold no less, but for a trifle of the group rule: halving finds it. */
function shortestBeginning(
  fleet: readonly Drawn[],
  membersAt: (drawn: Drawn) => readonly ParkedMember[],
  { quantityW, strategy, nemPowerFactor }: ResamplingOptions,
): number {
  const holds = (count: number): boolean =>
    strategy.capacity(fleet.slice(0, count).flatMap(membersAt), nemPowerFactor).capacityW >= quantityW;
  // The sums of the shares bound the capacity from above: no shorter beginning needs to be looked at.
  let upW = 0;
  let downW = 0;
  let least = 0;
  for (; least < fleet.length && (upW < quantityW || downW < quantityW); least++)
    for (const member of membersAt(fleet[least] as Drawn)) {
      upW += member.upW;
      downW += member.downW;
    }
  if (upW < quantityW || downW < quantityW) return Infinity;
  let enough = least;
  while (!holds(enough)) {
    if (enough === fleet.length) return Infinity;
    least = enough + 1;
    enough = Math.min(fleet.length, Math.ceil(enough * 1.2));
  }
  while (least < enough) {
    const middle = Math.floor((least + enough) / 2);
    if (holds(middle)) enough = middle;
    else least = middle + 1;
  }
  return enough;
}

/** @param needs by hour of the week, any order. @param reliability in (0, 1). */
export function chargersNeeded(needs: readonly (readonly number[])[], reliability: number): ChargersNeeded {
  const byHour = needs.map((samples) => sufficientFor(samples, reliability)).sort((a, b) => a - b);
  const finite = (count: number | undefined): number | null =>
    count === undefined || !Number.isFinite(count) ? null : count;
  return { aQuarterOfTheWeek: finite(byHour[QUARTER - 1]), aroundTheClock: finite(byHour.at(-1)) };
}

/** The smallest sample that a new one exceeds with probability at most 1 − reliability: rank ⌈(n + 1)·reliability⌉ of n. */
function sufficientFor(samples: readonly number[], reliability: number): number {
  const rank = Math.ceil((samples.length + 1) * reliability - 1e-9);
  return [...samples].sort((a, b) => a - b)[rank - 1] ?? Infinity;
}
