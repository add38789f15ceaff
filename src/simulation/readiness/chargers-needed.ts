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
  /** Fleets drawn; each is looked at in every week. */
  readonly draws: number;
}

/** `needs[h][d]`: chargers of the fleet drawn as `d`-th that hold the quantity in hour `h` of each week. */
export type NeedsByHour = readonly (readonly (readonly number[])[])[];

/** Beyond this many chargers nobody asks for the smallest bid. */
const MOST_CHARGERS = 2_000;
const MOST_WEEKS_SHIFTED = 8;
const QUARTER = HOURS_PER_WEEK / 4;

/**
 * How many chargers this place needs for the quantity, hour by hour of the week, by bootstrap of whole charger
 * histories: a fleet is a sequence of chargers drawn with replacement; one drawn again is moved by −8…+8 whole weeks, as
 * the copies of a backtest are. In one hour of one drawn fleet, the number needed is the shortest beginning of the
 * sequence that holds the quantity by the group rule. Every fleet is looked at in every week: what all of it has in
 * common, such as the holidays, is not to be averaged away.
 */
export function resampledNeeds(
  hours: MembersByHour,
  chargerIds: readonly string[],
  options: ResamplingOptions,
): NeedsByHour {
  const { random, draws } = options;
  if (chargerIds.length === 0 || hours.length === 0) return Array.from({ length: HOURS_PER_WEEK }, () => []);
  const park = hours.map((week) => week.map((hour) => hour && chargerIds.map((id) => hour.get(id) ?? NOBODY)));
  const fleets = Array.from({ length: draws }, () => drawnFleet(chargerIds.length, random));
  return Array.from({ length: HOURS_PER_WEEK }, (_, hour) => {
    // In an hour of the week that nobody ever stands through, no fleet is enough.
    const everSomebody = hours.some((week) => (week[hour]?.size ?? 0) > 0);
    return fleets.map((fleet) =>
      park.flatMap((inWeek, week) => {
        if (inWeek[hour] === null) return [];
        const membersAt = ({ charger, weeks }: Drawn): readonly ParkedMember[] =>
          park[(week + weeks + MOST_WEEKS_SHIFTED * hours.length) % hours.length]?.[hour]?.[charger] ?? NOBODY;
        return everSomebody ? shortestBeginning(fleet, membersAt, options) : Infinity;
      }),
    );
  });
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

/**
 * As many chargers as, in that share of the fleets, hold the quantity with the reliability from week to week: the same
 * measure as `firmByHourOfWeek` takes of a fleet that is there, so that a study of so many chargers confirms the number.
 * @param reliability in (0, 1).
 */
export function chargersNeeded(needs: NeedsByHour, reliability: number): ChargersNeeded {
  const byHour = needs
    .map((fleets) =>
      rankedAt(
        fleets.map((weeks) => rankedAt(weeks, reliability, 1)),
        reliability,
        0,
      ),
    )
    .sort((a, b) => a - b);
  const finite = (count: number | undefined): number | null =>
    count === undefined || !Number.isFinite(count) ? null : count;
  return { aQuarterOfTheWeek: finite(byHour[QUARTER - 1]), aroundTheClock: finite(byHour.at(-1)) };
}

/**
 * The sample of rank ⌈(n + `unseen`)·reliability⌉ of n: with 1, what another week exceeds with probability at most
 * 1 − reliability. The largest where n is too small for that; infinity of nothing.
 */
function rankedAt(samples: readonly number[], reliability: number, unseen: 0 | 1): number {
  const rank = Math.min(samples.length, Math.ceil((samples.length + unseen) * reliability - 1e-9));
  return [...samples].sort((a, b) => a - b)[rank - 1] ?? Infinity;
}
