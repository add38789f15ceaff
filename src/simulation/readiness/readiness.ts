import { baselineStrategy, strategyMeans, type StrategyName } from '../../dispatch/index.js';
import type { SessionHistory } from '../../fleet/index.js';
import { reliableQuantile } from '../../forecast/index.js';
import { deliveryDayOf, epochMs, MS_PER_HOUR, type EpochMs } from '../../kernel/index.js';
import { newestFcrnRules } from '../../market/index.js';
import { seeded } from '../seeded.js';
import { studySessions, type StudyFleetOptions } from '../study-fleet.js';
import { chargersNeeded, resampledNeeds } from './chargers-needed.js';
import { chargersPerMonth, monthsUntil } from './growth.js';
import { ParkedHours, type ParkedHour, type ParkedMember } from './parked-hours.js';
import { Presence } from './presence.js';
import { readinessAssumptions } from './readiness-assumptions.js';
import { readinessStays } from './readiness-stays.js';
import { HOURS_PER_WEEK, studyWeeks, type StudyWeeks } from './study-weeks.js';
import { blockersOf, lossesOf, type Blocker, type HourLosses } from './waterfall.js';

export interface ReadinessOptions extends StudyFleetOptions {
  readonly history: SessionHistory;
  readonly strategy?: StrategyName;
  /** Between 0 and 1; awaited, so that a terminal can be drawn. */
  readonly onProgress?: (done: number) => Promise<void> | void;
}

/** What a charge point operator's parked cars could sell, and why it is no more. The JSON of `backfeed readiness`. */
export interface Readiness {
  readonly chargers: number;
  readonly sessions: number;
  /** First and last delivery day studied, and the whole weeks among them. Null without a session. */
  readonly from: string | null;
  readonly to: string | null;
  readonly weeks: number;
  /** Of the time plugged in, the part that charging did not need. */
  readonly idleShare: number;
  /** Means over the cars plugged in at the start of an hour, kWh of battery: above what each needs, and below full. */
  readonly headroomUpKwh: number;
  readonly headroomDownKwh: number;
  /** kW firm at 90 %, from Monday 00:00 to Sunday 23:00 on the market's clock. */
  readonly firmKwByHourOfWeek: readonly number[];
  readonly installedKw: number;
  /** Mean of the firm capacity at 90 % over the installed power. */
  readonly firmShare: number;
  readonly chargersForMinimumBidAt90: number | null;
  readonly chargersForMinimumBidAt99: number | null;
  readonly chargersAroundTheClockAt90: number | null;
  readonly chargersAroundTheClockAt99: number | null;
  /** What vendors say it takes, to compare with. */
  readonly chargersByRuleOfThumb: number;
  readonly chargersAddedPerMonth: number | null;
  readonly monthsUntilMinimumBid: number | null;
  readonly blockers: readonly Blocker[];
  readonly strategy: StrategyName;
  readonly method: readonly string[];
  readonly assumptions: readonly string[];
  readonly handled: Readonly<Record<string, number>>;
}

/** Planning every hour of half a year takes minutes, and a study has no prices to plan by. */
export const STUDY_STRATEGY: StrategyName = 'theta';

const RELIABILITY = 0.9;
const RULE_OF_THUMB_STATIONS = 20;
const DRAWS = 12;
/** Cars that were there before the first hour studied have waited like the others for this long. */
const LEAD_IN_MS = 72 * MS_PER_HOUR;
/** Of the whole work, the part that the hours take; the rest is resampling. */
const HOURS_PART = 0.6;

export async function readinessOf(options: ReadinessOptions): Promise<Readiness> {
  const strategyName = options.strategy ?? STUDY_STRATEGY;
  const rules = newestFcrnRules();
  const weeks = studyWeeks(options.history.rows);
  const sessions = studySessions(options.history.rows, options, weeks);
  const { stays, unknown, estimated } = readinessStays(sessions, options);
  const presence = new Presence(stays, unknown);
  const chargerIds = presence.chargerIds(weeks.start, weeks.end);
  const seen = await hoursSeen(new ParkedHours(stays, baselineStrategy(strategyName), rules), weeks, options);
  const table = weeks.hours.map((week) => week.map((at) => (at === null ? null : (seen.get(at) ?? null))));
  const firmW = firmByHourOfWeek(table);
  const losses: HourLosses[] = [...seen.values()].map((hour) => lossesOf(hour, ...presence.idleW(hour.at, chargerIds)));
  const needs = resampledNeeds(
    table.map((week) => week.map((hour) => (hour === null ? null : byCharger(hour.members)))),
    chargerIds,
    {
      quantityW: rules.minimumBidW,
      strategy: baselineStrategy(strategyName),
      nemPowerFactor: rules.nemPowerFactor,
      random: seeded(options.seed, 'readiness'),
      draws: DRAWS,
    },
  );
  await options.onProgress?.(1);
  const [at90, at99] = [chargersNeeded(needs, RELIABILITY), chargersNeeded(needs, 0.99)];
  const addedPerMonth = chargersPerMonth(options.history.rows, weeks.end);
  const hours = [...seen.values()];
  const plugged = hours.reduce((sum, hour) => sum + hour.plugged, 0);
  const perCar = (of: (hour: ParkedHour) => number): number =>
    plugged === 0 ? 0 : rounded(hours.reduce((sum, hour) => sum + of(hour), 0) / plugged / 1000, 3);
  const empty = weeks.hours.length === 0;
  return {
    chargers: chargerIds.length,
    sessions: sessions.length,
    from: empty ? null : deliveryDayOf(weeks.start),
    to: empty ? null : deliveryDayOf(epochMs(weeks.end - 1)),
    weeks: weeks.hours.length,
    idleShare: rounded(presence.idleShare(sessions, stays), 6),
    headroomUpKwh: perCar((hour) => hour.headroomUpWh),
    headroomDownKwh: perCar((hour) => hour.headroomDownWh),
    firmKwByHourOfWeek: firmW.map((watts) => rounded(watts / 1000, 3)),
    installedKw: rounded(presence.installedW(chargerIds) / 1000, 3),
    ...blockersOf(losses, mean(firmW)),
    chargersForMinimumBidAt90: at90.aQuarterOfTheWeek,
    chargersForMinimumBidAt99: at99.aQuarterOfTheWeek,
    chargersAroundTheClockAt90: at90.aroundTheClock,
    chargersAroundTheClockAt99: at99.aroundTheClock,
    chargersByRuleOfThumb: RULE_OF_THUMB_STATIONS,
    chargersAddedPerMonth: addedPerMonth === null ? null : rounded(addedPerMonth, 2),
    monthsUntilMinimumBid: monthsUntil(at90.aQuarterOfTheWeek, chargerIds.length, addedPerMonth),
    strategy: strategyName,
    ...readinessAssumptions(options, strategyMeans(strategyName), estimated),
    handled: { ...options.history.counts, arrivalSocEstimated: estimated },
  };
}

async function hoursSeen(
  walk: ParkedHours,
  weeks: StudyWeeks,
  { onProgress }: ReadinessOptions,
): Promise<Map<EpochMs, ParkedHour>> {
  const seen = new Map<EpochMs, ParkedHour>();
  const wanted = new Set(weeks.hours.flat());
  const start = weeks.start - LEAD_IN_MS;
  for (let at = start; at < weeks.end; at += MS_PER_HOUR) {
    const hour = walk.hour(epochMs(at));
    if (wanted.has(hour.at)) seen.set(hour.at, hour);
    if (at % (24 * MS_PER_HOUR) === 0) await onProgress?.((HOURS_PART * (at - start)) / (weeks.end - start));
  }
  return seen;
}

/** Fewer weeks than this have no 90 % quantile of their own hour: then the hours beside it lend theirs. */
const FEWEST_SAMPLES = 9;
const MOST_NEIGHBOURS = 4;

function firmByHourOfWeek(table: readonly (readonly (ParkedHour | null)[])[]): number[] {
  return Array.from({ length: HOURS_PER_WEEK }, (_, hour) => {
    let samples: number[] = [];
    for (let reach = 0; reach <= MOST_NEIGHBOURS && samples.length < FEWEST_SAMPLES; reach++)
      samples = table.flatMap((week) =>
        Array.from(
          { length: 2 * reach + 1 },
          (_, step) => week[(hour + step - reach + HOURS_PER_WEEK) % HOURS_PER_WEEK],
        )
          .filter((parked): parked is ParkedHour => parked !== null && parked !== undefined)
          .map(({ firm }) => firm.capacityW),
      );
    return reliableQuantile(samples, RELIABILITY) ?? 0;
  });
}

function byCharger(members: readonly ParkedMember[]): ReadonlyMap<string, readonly ParkedMember[]> {
  const groups = new Map<string, ParkedMember[]>();
  for (const member of members) {
    const group = groups.get(member.chargerId);
    if (group === undefined) groups.set(member.chargerId, [member]);
    else group.push(member);
  }
  return groups;
}

const mean = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
const rounded = (value: number, decimals: number): number => Number(value.toFixed(decimals));
