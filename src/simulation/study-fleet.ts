import type { HistorySession } from '../fleet/index.js';
import { epochMs, MARKET_ZONE, type EpochMs, type Interval } from '../kernel/index.js';
import { DateTime } from 'luxon';
import { seeded } from './seeded.js';
import type { Stay } from './simulated-fleet.js';

/** What a study assumes of cars and chargers over what the file says. */
export interface StudyFleetOptions {
  /** Fewer chargers than the file has: a seeded sample; more: copies of whole histories, weeks apart. */
  readonly chargers?: number;
  /** Power of every charger, both ways. */
  readonly v2gPowerW?: number;
  readonly batteryWh?: number;
  readonly seed: number;
}

export const ASSUMED_MIN_SOC_PERMILLE = 200;
export const ASSUMED_TARGET_SOC_PERMILLE = 800;
const MOST_WEEKS_SHIFTED = 8;

/**
 * The sessions of the chargers under study, in order of plug-in.
 * @param around whole weeks within which copies are shifted: what leaves them at one end comes in again at the other, so
 * that every week shows the whole fleet. Left out: copies reach over both ends of the record.
 */
export function studySessions(
  sessions: readonly HistorySession[],
  { chargers, seed }: StudyFleetOptions,
  around?: Interval,
): HistorySession[] {
  const ids = [...new Set(sessions.map(({ chargerId }) => chargerId))].sort();
  if (chargers === undefined || chargers === ids.length) return [...sessions];
  const random = seeded(seed, 'chargers');
  if (chargers < ids.length) {
    const kept = new Set(shuffled(ids, random.int).slice(0, chargers));
    return sessions.filter(({ chargerId }) => kept.has(chargerId));
  }
  const byCharger = grouped(sessions);
  const copies: HistorySession[] = [...sessions];
  for (let copy = 1; copy <= chargers - ids.length; copy++) {
    const chargerId = ids[random.int(ids.length)] as string;
    const weeks = random.int(2 * MOST_WEEKS_SHIFTED + 1) - MOST_WEEKS_SHIFTED;
    for (const session of byCharger.get(chargerId) ?? []) {
      const weeksHere = around === undefined ? weeks : weeksAround(session, weeks, around);
      if (weeksHere !== null) copies.push(shifted(session, weeksHere, copy));
    }
  }
  return copies.sort((a, b) => a.pluggedInAt - b.pluggedInAt || (a.sessionId < b.sessionId ? -1 : 1));
}

/** A stay that can be simulated, or null where the file lacks battery, SoC or power: such a session earns nothing. */
export function stayOf(
  session: Omit<HistorySession, 'energyWh'>,
  { v2gPowerW, batteryWh }: StudyFleetOptions,
): Stay | null {
  const battery = batteryWh ?? session.batteryWh;
  const arrival = session.arrivalSocPermille;
  const maxChargeW = v2gPowerW ?? session.maxChargeW;
  if (battery === null || arrival === null || maxChargeW === null || session.unpluggedAt <= session.pluggedInAt)
    return null;
  const target = session.targetSocPermille ?? ASSUMED_TARGET_SOC_PERMILLE;
  const estimate = session.departureEstimateAt;
  return {
    sessionId: session.sessionId,
    chargerId: session.chargerId,
    driverId: null,
    pluggedInAt: session.pluggedInAt,
    unpluggedAt: session.unpluggedAt,
    statedDepartureAt: estimate !== null && estimate > session.pluggedInAt ? estimate : session.unpluggedAt,
    batteryWh: battery,
    arrivalSocPermille: arrival,
    targetSocPermille: target,
    minSocPermille: Math.min(ASSUMED_MIN_SOC_PERMILLE, arrival, target),
    maxChargeW,
    maxDischargeW: v2gPowerW ?? session.maxDischargeW ?? 0,
  };
}

function shuffled<T>(items: readonly T[], int: (n: number) => number): T[] {
  const deck = [...items];
  for (let last = deck.length - 1; last > 0; last--) {
    const other = int(last + 1);
    [deck[last], deck[other]] = [deck[other] as T, deck[last] as T];
  }
  return deck;
}

function grouped(sessions: readonly HistorySession[]): Map<string, HistorySession[]> {
  const groups = new Map<string, HistorySession[]>();
  for (const session of sessions) {
    const group = groups.get(session.chargerId);
    if (group === undefined) groups.set(session.chargerId, [session]);
    else group.push(session);
  }
  return groups;
}

/** By how many weeks a session goes round within whole weeks; null for one that does not begin in them. */
function weeksAround({ pluggedInAt }: HistorySession, weeks: number, { start, end }: Interval): number | null {
  if (pluggedInAt < start || pluggedInAt >= end) return null;
  const since = (at: EpochMs): number =>
    DateTime.fromMillis(at, { zone: MARKET_ZONE }).diff(DateTime.fromMillis(start, { zone: MARKET_ZONE }), 'weeks')
      .weeks;
  const [week, count] = [Math.floor(since(pluggedInAt)), Math.round(since(end))];
  return ((week + weeks + MOST_WEEKS_SHIFTED * count) % count) - week;
}

function shifted(session: HistorySession, weeks: number, copy: number): HistorySession {
  const move = (at: EpochMs): EpochMs =>
    epochMs(DateTime.fromMillis(at, { zone: MARKET_ZONE }).plus({ weeks }).toMillis());
  return {
    ...session,
    sessionId: `${session.sessionId}~${copy}`,
    chargerId: `${session.chargerId}~${copy}`,
    pluggedInAt: move(session.pluggedInAt),
    unpluggedAt: move(session.unpluggedAt),
    departureEstimateAt: session.departureEstimateAt === null ? null : move(session.departureEstimateAt),
  };
}
