import { EFFICIENCY, HOUR, MINIMUM_SOC, type AuditInput } from './audit-input.js';
import { dayOf, iso } from './calendar.js';
import type { Findings } from './findings.js';
import type { InputSession } from './input-files.js';
import { outputTable, type Row } from './table.js';

const COLUMNS = {
  session_id: 'text',
  charger_id: 'text',
  plugged_in_at: 'instant',
  unplugged_at: 'instant',
  arrival_wh: 'wh',
  target_wh: 'wh',
  departure_wh: 'wh',
  reachable: 'optionalBoolean',
  below_target: 'optionalBoolean',
  charged_wh: 'wh',
  discharged_wh: 'wh',
} as const;

/** Energies are printed as whole watt-hours. */
const ROUNDING_WH = 1;

export function checkDepartures(
  input: AuditInput,
  sessions: ReadonlyMap<string, InputSession>,
  findings: Findings,
): Row[] {
  const rows = outputTable(input.outDir, 'departures.csv', COLUMNS, findings);
  const seen = new Set<string>();
  for (const [index, row] of rows.entries()) {
    const id = row['session_id'] ?? '';
    const where = `departures.csv line ${index + 2} (${id})`;
    findings.expect(!seen.has(id), 'one row per session', where, 'is there twice');
    seen.add(id);
    const session = sessions.get(id);
    // A copy of a charger's history carries the original's id with a number behind it; only the original is in the file.
    if (session) checkAgainstFile(row, session, where, findings);
    else findings.expect(id.includes('~'), 'session is in the input', where, 'is not in the sessions file');
    if (session?.batteryWh != null) checkPromise(row, session, where, findings);
  }
  if (![...seen].some((id) => id.includes('~'))) checkComplete(input, sessions, seen, findings);
  return rows;
}

function checkComplete(
  { from, to }: AuditInput,
  sessions: ReadonlyMap<string, InputSession>,
  seen: ReadonlySet<string>,
  findings: Findings,
): void {
  const { start } = dayOf(from);
  const { end } = dayOf(to);
  for (const { id, unpluggedAt } of sessions.values()) {
    if (unpluggedAt > start && unpluggedAt < end)
      findings.expect(
        seen.has(id),
        'every departure',
        'departures.csv',
        `lacks ${id}, unplugged at ${iso(unpluggedAt)}`,
      );
    else if (unpluggedAt < start || unpluggedAt > end)
      findings.expect(
        !seen.has(id),
        'every departure',
        'departures.csv',
        `has ${id}, unplugged at ${iso(unpluggedAt)}`,
      );
  }
}

function checkAgainstFile(row: Row, session: InputSession, where: string, findings: Findings): void {
  findings.expect(
    row['charger_id'] === session.chargerId,
    'as in the input',
    where,
    `charger_id is ${row['charger_id']}`,
  );
  for (const [column, at] of [
    ['plugged_in_at', session.pluggedInAt],
    ['unplugged_at', session.unpluggedAt],
  ] as const)
    findings.expect(
      Date.parse(row[column] ?? '') === at,
      'as in the input',
      where,
      `${column} is ${row[column]}, in the file ${iso(at)}`,
    );
  for (const [column, energy] of [
    ['arrival_wh', session.arrivalWh],
    ['target_wh', session.targetWh],
  ] as const) {
    const printed = row[column] ?? '';
    const ok =
      session.batteryWh === null ? printed === '' : printed !== '' && Math.abs(Number(printed) - energy) <= ROUNDING_WH;
    findings.expect(
      ok,
      'as in the input',
      where,
      `${column} is "${printed}", by the file ${session.batteryWh === null ? 'unknown' : energy}`,
    );
  }
}

function checkPromise(row: Row, session: InputSession, where: string, findings: Findings): void {
  const wh = (column: string): number => Number(row[column]);
  const hours = (session.unpluggedAt - session.pluggedInAt) / HOUR;
  const mostCharged = session.maxChargeW * EFFICIENCY * hours;
  const marginWh = session.arrivalWh + mostCharged - session.targetWh;
  const reachable = row['reachable'] === 'true';
  // Too close to call when the margin is within the rounding of arrival and target.
  if (Math.abs(marginWh) > 2 * ROUNDING_WH)
    findings.expect(
      reachable === marginWh > 0,
      'reachable',
      where,
      `is ${row['reachable']}; charging alone ends ${Math.round(marginWh)} Wh from the target`,
    );
  const short = wh('departure_wh') < wh('target_wh');
  findings.expect(
    !reachable || !short,
    'promise kept',
    where,
    `leaves with ${row['departure_wh']} of ${row['target_wh']} Wh`,
  );
  const saysBelow = row['below_target'] === 'true';
  findings.expect(
    saysBelow ? short : !short || !reachable,
    'below_target',
    where,
    `is ${row['below_target']}, departure ${row['departure_wh']} of ${row['target_wh']} Wh`,
  );
  const battery = session.batteryWh ?? 0;
  const floor = Math.min(MINIMUM_SOC * battery, session.arrivalWh);
  const inWindow = wh('departure_wh') >= floor - ROUNDING_WH && wh('departure_wh') <= battery + ROUNDING_WH;
  findings.expect(inWindow, 'window', where, `departure_wh ${row['departure_wh']} is outside ${floor} … ${battery}`);
  const balance = wh('arrival_wh') + wh('charged_wh') - wh('discharged_wh') - wh('departure_wh');
  findings.expect(
    Math.abs(balance) <= 2 * ROUNDING_WH,
    'energy balance',
    where,
    `arrival + charged − discharged − departure is ${balance} Wh`,
  );
  findings.expect(
    wh('charged_wh') <= mostCharged + ROUNDING_WH,
    'vehicle power',
    where,
    `charged ${row['charged_wh']} Wh of at most ${mostCharged}`,
  );
  const mostDischarged = (session.maxDischargeW / EFFICIENCY) * hours;
  findings.expect(
    wh('discharged_wh') <= mostDischarged + ROUNDING_WH,
    'vehicle power',
    where,
    `discharged ${row['discharged_wh']} Wh of at most ${mostDischarged}`,
  );
}
