import { InputError, type EpochMs } from '../../kernel/index.js';

/** One finished charging session of a customer's past. SoC in permille, powers W; the energy is what was charged. */
export interface HistorySession {
  readonly sessionId: string;
  readonly chargerId: string;
  readonly pluggedInAt: EpochMs;
  readonly unpluggedAt: EpochMs;
  readonly energyWh: number;
  readonly arrivalSocPermille: number | null;
  readonly targetSocPermille: number | null;
  readonly departureEstimateAt: EpochMs | null;
  readonly batteryWh: number | null;
  readonly maxChargeW: number | null;
  readonly maxDischargeW: number | null;
}

/** What was found in the file and dealt with; each is named in reports. */
export interface SessionHistoryCounts {
  /** Rows with data, duplicates included. */
  readonly rows: number;
  /** Rows equal to an earlier one, left out. */
  readonly duplicateRows: number;
  /** Rows whose plug-in is before that of the row above; the history is sorted. */
  readonly unorderedRows: number;
  /** Sessions that start before an earlier one of the same charger has ended: two connectors. */
  readonly overlappingSessions: number;
  /** Sessions whose measured energy is more than the battery holds. */
  readonly energyAboveBattery: number;
  /** Sessions without arrival SoC or battery: they earn nothing. */
  readonly withoutSocOrBattery: number;
}

export interface SessionHistory {
  /** In order of plug-in; ties in order of the file. */
  readonly rows: readonly HistorySession[];
  readonly counts: SessionHistoryCounts;
}

/** A session and where it stands: "line 17". */
export interface LocatedSession {
  readonly session: HistorySession;
  readonly place: string;
}

/** @throws InputError when a session id comes twice with different content. */
export function historyOf(file: string, located: readonly LocatedSession[]): SessionHistory {
  const { unique, duplicateRows } = withoutDuplicates(file, located);
  const sessions = located.map(({ session }) => session);
  const rows = unique.sort((a, b) => a.pluggedInAt - b.pluggedInAt);
  return {
    rows,
    counts: {
      rows: located.length,
      duplicateRows,
      unorderedRows: count(
        sessions,
        (session, index) => session.pluggedInAt < (sessions[index - 1]?.pluggedInAt ?? -Infinity),
      ),
      overlappingSessions: countOverlaps(rows),
      energyAboveBattery: count(rows, ({ energyWh, batteryWh }) => batteryWh !== null && energyWh > batteryWh),
      withoutSocOrBattery: count(
        rows,
        ({ arrivalSocPermille, batteryWh }) => arrivalSocPermille === null || batteryWh === null,
      ),
    },
  };
}

function withoutDuplicates(
  file: string,
  located: readonly LocatedSession[],
): { unique: HistorySession[]; duplicateRows: number } {
  const first = new Map<string, LocatedSession>();
  for (const row of located) {
    const earlier = first.get(row.session.sessionId);
    if (earlier === undefined) first.set(row.session.sessionId, row);
    else if (!sameSession(earlier.session, row.session))
      throw new InputError(
        `${file}, ${row.place}: session_id ${row.session.sessionId} stands in ${earlier.place} with other values; give each session an id of its own`,
      );
  }
  return { unique: [...first.values()].map(({ session }) => session), duplicateRows: located.length - first.size };
}

const sameSession = (a: HistorySession, b: HistorySession): boolean =>
  (Object.keys(a) as (keyof HistorySession)[]).every((field) => a[field] === b[field]);

/** PRECONDITION: in order of plug-in. */
function countOverlaps(rows: readonly HistorySession[]): number {
  const busyUntil = new Map<string, number>();
  return count(rows, ({ chargerId, pluggedInAt, unpluggedAt }) => {
    const until = busyUntil.get(chargerId) ?? -Infinity;
    busyUntil.set(chargerId, Math.max(until, unpluggedAt));
    return pluggedInAt < until;
  });
}

const count = <T>(items: readonly T[], holds: (item: T, index: number) => boolean): number =>
  items.filter(holds).length;
