import { eur, scaled, sum } from './exact.js';
import { wearCents, type Mtu } from './check-mtus.js';
import type { Findings } from './findings.js';
import type { Row } from './table.js';

const REQUIRED = [
  'days',
  'mtus',
  'offeredMwH',
  'committedMwH',
  'maintainedMwH',
  'deliveredShare',
  'shortfallShareOfSoldHours',
  'capacityRevenueEur',
  'energyRevenueEur',
  'sanctionsEur',
  'netRevenueEur',
  'revenuePerEvYearEur',
  'departures',
  'departuresUnreachable',
  'departuresBelowTarget',
  'eventsAppended',
  'assumptions',
  'wallSeconds',
  'peakMemoryMb',
];

/** Every total of the report is the sum of printed rows. */
export function checkReport(
  report: Readonly<Record<string, unknown>>,
  mtus: readonly Mtu[],
  lines: readonly Row[],
  departures: readonly Row[],
  findings: Findings,
): void {
  for (const field of REQUIRED) findings.expect(field in report, 'report fields', field, 'is missing');
  const same = (field: string, expected: number): void => {
    const ok =
      typeof report[field] === 'number' && Math.abs(report[field] - expected) <= 1e-9 * Math.max(1, Math.abs(expected));
    findings.expect(ok, 'report totals', field, `is ${String(report[field])}, the printed rows give ${expected}`);
  };
  const mwh = (column: string): number => Number(sum(mtus.map((mtu) => scaled(mtu.row[column] ?? '', 9) ?? 0n))) / 1e9;
  const megawattHours = (field: 'offeredW' | 'awardedW' | 'maintainedW'): number =>
    Number(sum(mtus.map((mtu) => mtu[field]))) / 1e6;
  const total = (field: 'capacity' | 'energy' | 'sanction'): bigint => sum(mtus.map((mtu) => mtu[field]));
  const money = (amount: bigint): number => Number(eur(amount));

  same('mtus', mtus.length);
  same('offeredMwH', megawattHours('offeredW'));
  same('committedMwH', megawattHours('awardedW'));
  same('maintainedMwH', megawattHours('maintainedW'));
  same('capacityRevenueEur', money(total('capacity')));
  same('energyRevenueEur', money(total('energy')));
  same('sanctionsEur', money(total('sanction')));
  same('netRevenueEur', money(total('capacity') + total('energy') - total('sanction') - wearCents(lines)));
  const sold = mtus.filter((mtu) => mtu.awardedW > 0n);
  const short = sold.filter((mtu) => mtu.maintainedW < mtu.awardedW);
  if (sold.length > 0) checkShare(report, 'shortfallShareOfSoldHours', short.length / sold.length, findings);
  const required = mwh('required_up_mwh') + mwh('required_down_mwh');
  if (required > 0)
    checkShare(report, 'deliveredShare', (mwh('delivered_up_mwh') + mwh('delivered_down_mwh')) / required, findings);
  same('departures', departures.length);
  same('departuresUnreachable', departures.filter((row) => row['reachable'] === 'false').length);
  same(
    'departuresBelowTarget',
    departures.filter((row) => row['reachable'] === 'true' && row['below_target'] === 'true').length,
  );
}

/** Shares may be printed rounded to six digits. */
function checkShare(
  report: Readonly<Record<string, unknown>>,
  field: string,
  expected: number,
  findings: Findings,
): void {
  const ok = typeof report[field] === 'number' && Math.abs(report[field] - expected) <= 1e-6;
  findings.expect(ok, 'report totals', field, `is ${String(report[field])}, the printed rows give ${expected}`);
}
