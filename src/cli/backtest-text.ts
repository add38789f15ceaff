import { COMPARISON, type BacktestSummary } from '../simulation/index.js';
import { textTable } from './text-table.js';

/** What a run took of this machine: all that differs between two runs with the same input. */
export interface RunCost {
  readonly wallSeconds: number;
  readonly peakMemoryMb: number;
}

export type BacktestDocument = BacktestSummary & RunCost;

/** One backtest for people. */
export function backtestText(title: string, of: BacktestDocument, out: string | undefined): string {
  const rows: [string, string][] = [
    [
      'sold',
      `${of.committedMwH.toFixed(1)} MW,h in ${of.soldHours} of ${of.mtus} hours (offered ${of.offeredMwH.toFixed(1)}; ${of.foresightMwH.toFixed(1)} had every hour's capacity been known)`,
    ],
    [
      'maintained',
      `${of.maintainedMwH.toFixed(3)} MW,h; ${of.shortfallHours} hours short (${(of.shortfallShareOfSoldHours * 100).toFixed(1)} %)`,
    ],
    ['delivered', `${(of.deliveredShare * 100).toFixed(3)} % of the required energy`],
    ['capacity', `${of.capacityRevenueEur.toFixed(2)} EUR`],
    ['energy', `${of.energyRevenueEur.toFixed(2)} EUR (${of.unpricedEnergyMwh.toFixed(3)} MWh without a price)`],
    ['sanctions', `${of.sanctionsEur.toFixed(2)} EUR`],
    ['wear', `${of.wearEur.toFixed(2)} EUR`],
    ['net', `${of.netRevenueEur.toFixed(2)} EUR, ${of.revenuePerEvYearEur.toFixed(2)} EUR per charger and year`],
    [
      'departures',
      `${of.departures}: ${of.departuresBelowTarget} below target, ${of.departuresUnreachable} unreachable, ${of.departuresWithoutSoc} without SoC`,
    ],
    ...leftEarly(of),
    ['run', `${of.eventsAppended} events, ${of.wallSeconds} s, ${of.peakMemoryMb} MB`],
  ];
  const table = rows.map(([name, text]) => `  ${name.padEnd(11)}${text}`).join('\n');
  const assumptions = of.assumptions.map((text) => `  - ${text}`).join('\n');
  return `${title}\n${table}\n\nAssumptions\n${assumptions}\n${reportLine(out)}`;
}

/** Nothing where everybody left as stated. */
const leftEarly = (of: BacktestDocument): [string, string][] =>
  of.earlyDepartures === 0
    ? []
    : [
        [
          'left early',
          `${of.earlyDepartures}: ${of.earlyDeparturesBelowTarget} below target, ${of.earlyDeparturesBelowMinimum} below the driver's minimum; ${of.shortMwHByEarlyDepartures.toFixed(3)} of ${of.shortMwH.toFixed(3)} MW,h short were lost by it`,
        ],
      ];

/** Several strategies on the same input, one row each. */
export function comparisonText(title: string, of: readonly BacktestDocument[], out: string | undefined): string {
  const heads = [...COMPARISON.map(({ head }) => head), 'seconds'];
  const rows = of.map((document) => [...COMPARISON.map(({ cell }) => cell(document)), document.wallSeconds.toFixed(1)]);
  return `${title}\n\n${textTable(heads, rows)}${reportLine(out)}`;
}

const reportLine = (out: string | undefined): string => (out === undefined ? '' : `\nReport: ${out}/report.html\n`);
