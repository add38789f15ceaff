import { EFFICIENCY, HOUR, MINIMUM_SOC, type AuditInput } from './audit-input.js';
import { dayOf, iso } from './calendar.js';
import type { Findings, Text } from './findings.js';
import type { InputSession } from './input-files.js';
import { groupedBy, outputTable, type Row } from './table.js';

const COLUMNS = {
  time: 'instant',
  session_id: 'text',
  power_w: 'number',
  energy_wh: 'number',
  baseline_w: 'number',
} as const;

/** What a vehicle did from one row to its next: constant mean power, injection positive, battery-side energy. */
export interface Stretch {
  readonly from: number;
  readonly until: number;
  readonly powerW: number;
  readonly energyWh: number;
  /** null on the last row. */
  readonly nextEnergyWh: number | null;
}

/** A vehicle may be this late on its recovery line: a few seconds of charging at full power. */
const LINE_SLACK_WH = 15;
/** A session's last stretch lasts until it was unplugged, by the sessions file or (a copy's) by departures.csv, or until the day's end. */
export function readVehicleTrace(
  input: AuditInput,
  traceDay: string,
  sessions: ReadonlyMap<string, InputSession>,
  departures: readonly Row[],
  findings: Findings,
): Map<string, Stretch[]> {
  const { start, end } = dayOf(traceDay);
  const left = new Map(departures.map((row) => [row['session_id'], Date.parse(row['unplugged_at'] ?? '')]));
  const rows = groupedBy(
    outputTable(input.outDir, 'trace-vehicles.csv.gz', COLUMNS, findings),
    (row) => row['session_id'] ?? '',
  );
  const traces = new Map<string, Stretch[]>();
  for (const [id, own] of rows) {
    const last = Math.min(end, sessions.get(id)?.unpluggedAt ?? left.get(id) ?? end);
    traces.set(
      id,
      own.map((row, index) => stretchOf(row, own[index + 1], last)),
    );
    const times = own.map((row) => Date.parse(row['time'] ?? ''));
    const bad = times.findIndex(
      (at, index) => at < start || at > end || (index > 0 && at <= (times[index - 1] as number)),
    );
    findings.expect(
      bad < 0,
      'trace times',
      `trace-vehicles.csv.gz ${id}`,
      `row ${bad + 1} is out of order or of another day`,
    );
    const pause = times.findIndex((at, index) => index > 0 && at - (times[index - 1] as number) > 60_000);
    findings.expect(
      pause < 0,
      'a row a minute',
      `trace-vehicles.csv.gz ${id}`,
      `has none in the minute before ${iso(times[pause] ?? 0)}`,
    );
  }
  return traces;
}

function stretchOf(row: Row, next: Row | undefined, last: number): Stretch {
  const from = Date.parse(row['time'] ?? '');
  return {
    from,
    until: next ? Date.parse(next['time'] ?? '') : Math.max(from, last),
    powerW: Number(row['power_w']),
    energyWh: Number(row['energy_wh']),
    nextEnergyWh: next ? Number(next['energy_wh']) : null,
  };
}

/** Power, window, promise and conservation of energy of each vehicle, row by row. */
export function checkVehicles(
  traces: ReadonlyMap<string, readonly Stretch[]>,
  sessions: ReadonlyMap<string, InputSession>,
  departures: readonly Row[],
  findings: Findings,
): void {
  const departureOf = new Map(departures.map((row) => [row['session_id'], row]));
  for (const [id, stretches] of traces) {
    const session = sessions.get(id) ?? sessions.get(id.split('~')[0] ?? '');
    if (!session) {
      findings.add('session is in the input', `trace-vehicles.csv.gz ${id}`, 'is not in the sessions file');
      continue;
    }
    const isCopy = id.includes('~');
    for (const stretch of stretches) {
      const where = () => `trace-vehicles.csv.gz ${id} ${iso(stretch.from)}`;
      checkPower(stretch, session, where, findings);
      if (session.batteryWh === null) continue;
      checkWindow(stretch, session, session.batteryWh, where, findings);
      checkConservation(stretch, session, where, findings);
      if (!isCopy) checkRecoveryLine(stretch, session, where, findings);
    }
    if (!isCopy) checkEnds(stretches, session, departureOf.get(id), findings);
  }
}

function checkPower({ powerW }: Stretch, session: InputSession, where: Text, findings: Findings): void {
  const ok = powerW <= session.maxDischargeW + 1 && -powerW <= session.maxChargeW + 1;
  findings.expect(
    ok,
    'vehicle power',
    where,
    () => `${powerW} W, limits −${session.maxChargeW} … ${session.maxDischargeW} W`,
  );
}

function checkWindow(
  { energyWh }: Stretch,
  session: InputSession,
  batteryWh: number,
  where: Text,
  findings: Findings,
): void {
  const floor = Math.min(MINIMUM_SOC * batteryWh, session.arrivalWh);
  findings.expect(
    energyWh >= floor - 1 && energyWh <= batteryWh + 1,
    'window',
    where,
    () => `${energyWh} Wh, window ${floor} … ${batteryWh} Wh`,
  );
}

/** Losses are convex in power, so a stretch of mean power P loses at least what constant P would. */
function checkConservation(
  { from, until, powerW, energyWh, nextEnergyWh }: Stretch,
  session: InputSession,
  where: Text,
  findings: Findings,
): void {
  if (nextEnergyWh === null) return;
  const hours = (until - from) / HOUR;
  const drain = powerW >= 0 ? powerW / EFFICIENCY : powerW * EFFICIENCY;
  const change = nextEnergyWh - energyWh;
  findings.expect(
    change <= -drain * hours + 1 + hours,
    'energy from nothing',
    where,
    () => `gains ${change} Wh, mean power ${powerW} W allows ${(-drain * hours).toFixed(2)} Wh`,
  );
  const mostDrained = (session.maxDischargeW / EFFICIENCY) * hours;
  findings.expect(
    change >= -mostDrained - 1,
    'energy to nothing',
    where,
    () => `loses ${-change} Wh, full power takes ${mostDrained.toFixed(2)} Wh`,
  );
}

/** The target stays within reach of charging at full power, at each instant, for every session that could ever reach it. */
function checkRecoveryLine({ from, energyWh }: Stretch, session: InputSession, where: Text, findings: Findings): void {
  const chargeWhPerMs = (session.maxChargeW * EFFICIENCY) / HOUR;
  const reachable = session.arrivalWh + chargeWhPerMs * (session.unpluggedAt - session.pluggedInAt) >= session.targetWh;
  if (!reachable) return;
  const line = session.targetWh - chargeWhPerMs * (session.unpluggedAt - from);
  findings.expect(
    energyWh >= line - LINE_SLACK_WH,
    'recovery line',
    where,
    () => `${energyWh} Wh, the target needs ${line.toFixed(0)} Wh by now`,
  );
}

/** The trace begins with what the car brought and ends with what it left with. */
function checkEnds(
  stretches: readonly Stretch[],
  session: InputSession,
  departure: Row | undefined,
  findings: Findings,
): void {
  const [first, last] = [stretches[0], stretches.at(-1)];
  const where = () => `trace-vehicles.csv.gz ${session.id}`;
  if (first?.from === session.pluggedInAt && session.batteryWh !== null)
    findings.expect(
      Math.abs(first.energyWh - session.arrivalWh) <= 1,
      'arrival energy',
      where,
      () => `${first.energyWh} Wh, the file has ${session.arrivalWh} Wh`,
    );
  if (last?.from === session.unpluggedAt && departure)
    findings.expect(
      Math.abs(last.energyWh - Number(departure['departure_wh'])) <= 1,
      'departure energy',
      where,
      () => `${last.energyWh} Wh, departures.csv has ${departure['departure_wh']} Wh`,
    );
}
