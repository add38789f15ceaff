import type { AuditInput } from './audit-input.js';
import { hoursOf, iso } from './calendar.js';
import { CENT_SCALE, cents, eur, PRICE_SCALE, scaled, sum } from './exact.js';
import type { Findings } from './findings.js';
import type { Prices } from './input-files.js';
import { outputTable, type Row } from './table.js';

const COLUMNS = {
  mtu_start: 'instant',
  offered_mw: 'mw',
  awarded_mw: 'mw',
  price_eur_per_mw_h: 'price',
  maintained_mw: 'mw',
  required_up_mwh: 'mwh',
  required_down_mwh: 'mwh',
  delivered_up_mwh: 'mwh',
  delivered_down_mwh: 'mwh',
  capacity_eur: 'eur',
  energy_eur: 'eur',
  sanction_eur: 'eur',
} as const;

/** One printed MTU as whole numbers: W, mWh, cents. */
export interface Mtu {
  readonly start: number;
  readonly where: string;
  readonly row: Row;
  readonly offeredW: bigint;
  readonly awardedW: bigint;
  readonly maintainedW: bigint;
  readonly capacity: bigint;
  readonly energy: bigint;
  readonly sanction: bigint;
}

export function readMtus(input: AuditInput, findings: Findings): Mtu[] {
  const rows = outputTable(input.outDir, 'mtus.csv', COLUMNS, findings);
  const mtus = rows.map((row, index): Mtu => {
    const mw = (column: string): bigint => scaled(row[column] ?? '', 6) ?? 0n;
    const money = (column: string): bigint => scaled(row[column] ?? '', CENT_SCALE) ?? 0n;
    return {
      start: Date.parse(row['mtu_start'] ?? ''),
      where: `mtus.csv line ${index + 2}`,
      row,
      offeredW: mw('offered_mw'),
      awardedW: mw('awarded_mw'),
      maintainedW: mw('maintained_mw'),
      capacity: money('capacity_eur'),
      energy: money('energy_eur'),
      sanction: money('sanction_eur'),
    };
  });
  checkStarts(
    input,
    mtus.map((mtu) => mtu.start),
    findings,
  );
  return mtus;
}

function checkStarts({ from, to }: AuditInput, starts: readonly number[], findings: Findings): void {
  const expected = hoursOf(from, to);
  const missing = expected.filter((at) => !starts.includes(at));
  const unknown = starts.filter((at) => !expected.includes(at));
  findings.expect(missing.length === 0, 'every MTU', 'mtus.csv', `lacks ${missing.slice(0, 3).map(iso).join(', ')}`);
  findings.expect(unknown.length === 0, 'every MTU', 'mtus.csv', `${unknown.length} rows are of no hour of the days`);
  const ordered = starts.every((at, index) => index === 0 || at > (starts[index - 1] as number));
  findings.expect(ordered, 'every MTU', 'mtus.csv', 'is not in order of time, each hour once');
}

/** Price, capacity pay and sanction of each MTU, to the cent, from the prices file and the printed megawatts. */
export function checkMtuMoney(input: AuditInput, mtus: readonly Mtu[], prices: Prices, findings: Findings): void {
  const factor = scaled(input.sanctionFactor ?? '1', 6) ?? 0n;
  for (const mtu of mtus) {
    const { where, awardedW, maintainedW, offeredW } = mtu;
    const printed = scaled(mtu.row['price_eur_per_mw_h'] ?? '', PRICE_SCALE);
    const published = prices.get(mtu.start);
    const price = published === undefined ? null : scaled(published, PRICE_SCALE);
    findings.expect(
      printed === price,
      'capacity price',
      where,
      `is ${mtu.row['price_eur_per_mw_h']}, the prices file has ${published}`,
    );
    findings.expect(awardedW <= offeredW, 'awarded within offered', where, `${awardedW} W of ${offeredW} W`);
    findings.expect(
      awardedW % 100_000n === 0n && offeredW % 100_000n === 0n,
      'bid step',
      where,
      'is no multiple of 0.1 MW',
    );
    findings.expect(maintainedW <= awardedW, 'maintained within awarded', where, `${maintainedW} W of ${awardedW} W`);
    const paidW = awardedW < maintainedW ? awardedW : maintainedW;
    const capacity = cents(paidW, 6, price ?? 0n);
    findings.expect(
      mtu.capacity === capacity,
      'capacity pay',
      where,
      `is ${eur(mtu.capacity)}, price × min(awarded, maintained) is ${eur(capacity)}`,
    );
    const missingW = awardedW > maintainedW ? awardedW - maintainedW : 0n;
    const sanction = cents(missingW * factor, 12, price ?? 0n);
    findings.expect(
      mtu.sanction === sanction,
      'sanction',
      where,
      `is ${eur(mtu.sanction)}, k × price × shortfall is ${eur(sanction)}`,
    );
  }
}

const SETTLEMENT = [
  'delivery_day',
  'mtu_start',
  'product',
  'offered_mw',
  'awarded_mw',
  'maintained_mw',
  'price_eur_per_mw_h',
  'capacity_eur',
  'energy_eur',
  'sanction_eur',
];
const SHARED = [
  'offered_mw',
  'awarded_mw',
  'maintained_mw',
  'price_eur_per_mw_h',
  'capacity_eur',
  'energy_eur',
  'sanction_eur',
];

/** The finance export says the same of each sold MTU as mtus.csv, and leaves none out. */
export function checkSettlementLines(
  lines: readonly Row[],
  header: readonly string[],
  mtus: readonly Mtu[],
  findings: Findings,
): void {
  const absent = SETTLEMENT.filter((column) => !header.includes(column));
  findings.expect(absent.length === 0, 'columns', 'settlement.csv', `lacks ${absent.join(', ')}`);
  const worn = lines.filter((line) => line['status'] === 'wear-only');
  checkWearLines(worn, lines, findings);
  const priced = lines.filter((line) => !worn.includes(line));
  const byStart = new Map(priced.map((line) => [Date.parse(line['mtu_start'] ?? ''), line]));
  for (const mtu of mtus) {
    const line = byStart.get(mtu.start);
    byStart.delete(mtu.start);
    if (line?.['status'] === 'blocked') continue;
    if (!line) {
      findings.expect(mtu.awardedW === 0n, 'settlement lines', mtu.where, 'was sold and has no line in settlement.csv');
      continue;
    }
    for (const column of SHARED)
      findings.expect(
        line[column] === mtu.row[column],
        'settlement lines',
        mtu.where,
        `${column} is ${mtu.row[column]}, in settlement.csv ${line[column]}`,
      );
  }
  findings.expect(
    byStart.size === 0,
    'settlement lines',
    'settlement.csv',
    `has ${byStart.size} lines of no MTU in mtus.csv`,
  );
}

/** A day's own line of wear stands for a day of which no hour was priced, and says nothing of quantities or pay. */
function checkWearLines(worn: readonly Row[], lines: readonly Row[], findings: Findings): void {
  for (const line of worn) {
    const day = line['delivery_day'];
    const others = lines.filter((other) => other !== line && other['delivery_day'] === day);
    const alone = others.every((other) => other['status'] === 'blocked');
    findings.expect(
      alone,
      'wear lines',
      `settlement.csv ${day}`,
      'stands beside a priced hour, which carries wear itself',
    );
    const silent = SHARED.every((column) => line[column] === '');
    findings.expect(silent, 'wear lines', `settlement.csv ${day}`, 'has a quantity or a pay');
  }
}

export const wearCents = (lines: readonly Row[]): bigint =>
  sum(lines.map((line) => scaled(line['wear_eur'] ?? '', CENT_SCALE) ?? 0n));
