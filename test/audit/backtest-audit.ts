import { existsSync } from 'node:fs';
import type { AuditInput } from './audit-input.js';
import { checkDelivered } from './check-delivered.js';
import { checkDepartures } from './check-departures.js';
import { checkActivatedEnergy, checkIspMoney, readIsps } from './check-isps.js';
import { checkMtuMoney, checkSettlementLines, readMtus } from './check-mtus.js';
import { checkReport } from './check-report.js';
import { checkSeconds, checkSums, readGroupTrace } from './check-trace-group.js';
import { checkVehicles, readVehicleTrace } from './check-trace-vehicles.js';
import { Findings, type Finding } from './findings.js';
import { readFrequency, readPrices, readSessions } from './input-files.js';
import { rowsOf, textOf } from './table.js';

export type { AuditInput } from './audit-input.js';
export type { Finding } from './findings.js';

/**
 * An auditor of a backtest's output folder who has seen nothing of the engine: own CSV reader, own calendar, own
 * arithmetic (bigint for money and metered energy). It works from the output, the input files and the promises of the
 * interface alone, and shares no code with what it audits.
 *
 * @param keptPerCheck how many findings of one kind are told apart.
 * @returns what does not hold; empty: everything does.
 */
export function auditBacktest(input: AuditInput, keptPerCheck = 5): Finding[] {
  const findings = new Findings(keptPerCheck);
  const { files } = input;
  const sessions = readSessions(files.sessions, input.powerW ?? null, input.batteryWh ?? null);
  const frequency = files.frequency === undefined ? null : readFrequency(files.frequency);

  const mtus = readMtus(input, findings);
  checkMtuMoney(input, mtus, readPrices(files.prices), findings);
  const isps = readIsps(input, mtus, findings);
  checkIspMoney(input, isps, mtus, findings);
  if (frequency) checkActivatedEnergy(isps, mtus, frequency, findings);

  const settlement = settlementLines(input, findings);
  checkSettlementLines(settlement.rows, settlement.header, mtus, findings);
  const departures = checkDepartures(input, sessions, findings);
  if (input.report) checkReport(input.report, mtus, settlement.rows, departures, findings);

  if (input.traceDay !== undefined) {
    const seconds = readGroupTrace(input, input.traceDay, findings);
    checkSeconds(seconds, mtus, frequency, findings);
    checkSums(seconds, mtus, isps, frequency, findings);
    const traces = readVehicleTrace(input, input.traceDay, sessions, departures, findings);
    checkVehicles(traces, sessions, departures, findings);
    checkDelivered(seconds, traces, findings);
  }
  return findings.list();
}

function settlementLines({ outDir }: AuditInput, findings: Findings): ReturnType<typeof rowsOf> {
  const path = `${outDir}/settlement.csv`;
  if (existsSync(path)) return rowsOf(textOf(path));
  findings.add('file is there', 'settlement.csv', 'is missing');
  return { header: [], rows: [] };
}
