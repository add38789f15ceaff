import { HOUR, QUARTER, type AuditInput } from './audit-input.js';
import { iso } from './calendar.js';
import { CENT_SCALE, dividedHalfAway, eur, PRICE_SCALE, scaled, sum } from './exact.js';
import type { Findings } from './findings.js';
import type { Mtu } from './check-mtus.js';
import { readPrices, type Frequency, type Prices } from './input-files.js';
import { groupedBy, outputTable, type Row } from './table.js';

const COLUMNS = {
  isp_start: 'instant',
  activated_up_mwh: 'mwh',
  activated_down_mwh: 'mwh',
  up_price_eur_per_mwh: 'price',
  down_price_eur_per_mwh: 'price',
  energy_eur: 'eur',
} as const;

/** One printed settlement period; energies in mWh. */
export interface Isp {
  readonly start: number;
  readonly where: string;
  readonly row: Row;
  readonly up: bigint;
  readonly down: bigint;
  readonly energy: bigint;
}

export function readIsps(input: AuditInput, mtus: readonly Mtu[], findings: Findings): Isp[] {
  const isps = outputTable(input.outDir, 'isps.csv', COLUMNS, findings).map((row, index): Isp => ({
    start: Date.parse(row['isp_start'] ?? ''),
    where: `isps.csv line ${index + 2}`,
    row,
    up: scaled(row['activated_up_mwh'] ?? '', 9) ?? 0n,
    down: scaled(row['activated_down_mwh'] ?? '', 9) ?? 0n,
    energy: scaled(row['energy_eur'] ?? '', CENT_SCALE) ?? 0n,
  }));
  const expected = mtus.flatMap((mtu) => [0, 1, 2, 3].map((quarter) => mtu.start + quarter * QUARTER));
  const actual = isps.map((isp) => isp.start);
  const wrong = expected.findIndex((at, index) => actual[index] !== at);
  findings.expect(
    wrong < 0 && actual.length === expected.length,
    'every settlement period',
    'isps.csv',
    `has ${actual.length} rows for ${expected.length}; the first one off is ${iso(expected[wrong] ?? expected[0] ?? 0)}`,
  );
  return isps;
}

/** Energy pay of each period, to the cent, from the printed energy and the price files; a missing price counts 0. */
export function checkIspMoney(
  { files }: AuditInput,
  isps: readonly Isp[],
  mtus: readonly Mtu[],
  findings: Findings,
): void {
  const prices = (path: string | undefined): Prices => (path === undefined ? new Map() : readPrices(path));
  const [ups, downs] = [prices(files.upPrices), prices(files.downPrices)];
  const [imbalance, dayAhead] = [prices(files.imbalancePrices), prices(files.dayAheadPrices)];
  for (const isp of isps) {
    const both = [imbalance.get(isp.start), dayAhead.get(isp.start)].map((text) =>
      text === undefined ? null : scaled(text, PRICE_SCALE),
    );
    const [low, high] = extremes(both);
    const up = priceAt(ups, isp.start) ?? high;
    const down = priceAt(downs, isp.start) ?? low;
    checkPrice(isp, 'up_price_eur_per_mwh', up, findings);
    checkPrice(isp, 'down_price_eur_per_mwh', down, findings);
    const exact = isp.up * (up ?? 0n) - isp.down * (down ?? 0n);
    const energy = dividedHalfAway(exact, 10n ** BigInt(9 + PRICE_SCALE - CENT_SCALE));
    findings.expect(
      isp.energy === energy,
      'energy pay',
      isp.where,
      `is ${eur(isp.energy)}, up × price − down × price is ${eur(energy)}`,
    );
  }
  const ofMtu = groupedBy(isps, (isp) => Math.floor(isp.start / HOUR) * HOUR);
  for (const mtu of mtus) {
    const total = sum((ofMtu.get(mtu.start) ?? []).map((isp) => isp.energy));
    findings.expect(
      mtu.energy === total,
      'energy pay adds up',
      mtu.where,
      `is ${eur(mtu.energy)}, its settlement periods add up to ${eur(total)}`,
    );
  }
}

function checkPrice(isp: Isp, column: string, expected: bigint | null, findings: Findings): void {
  const printed = scaled(isp.row[column] ?? '', PRICE_SCALE);
  findings.expect(
    printed === expected,
    'energy price',
    isp.where,
    `${column} is "${isp.row[column]}", the price files have ${expected === null ? 'none' : Number(expected) / 1e12}`,
  );
}

const priceAt = (prices: Prices, at: number): bigint | null => {
  const text = prices.get(at);
  return text === undefined ? null : scaled(text, PRICE_SCALE);
};

function extremes([a = null, b = null]: readonly (bigint | null)[]): readonly [bigint | null, bigint | null] {
  if (a === null || b === null) return [null, null];
  return a < b ? [a, b] : [b, a];
}

/**
 * Calculated energy from the frequency file. Where the whole hour was maintained it is capacity × clamp(f) to the
 * milliwatt-hour; where it was not, that is its limit.
 */
export function checkActivatedEnergy(
  isps: readonly Isp[],
  mtus: readonly Mtu[],
  frequency: Frequency,
  findings: Findings,
): void {
  const byStart = new Map(mtus.map((mtu) => [mtu.start, mtu]));
  for (const isp of isps) {
    const mtu = byStart.get(Math.floor(isp.start / HOUR) * HOUR);
    if (!mtu) continue;
    if (mtu.awardedW === 0n) {
      findings.expect(isp.up === 0n && isp.down === 0n, 'activated energy', isp.where, 'nothing was sold in this hour');
      continue;
    }
    const deviation = deviationSums(frequency, isp.start);
    const whole = mtu.maintainedW === mtu.awardedW;
    for (const direction of ['up', 'down'] as const) {
      const full = milliWattHours(mtu.awardedW * BigInt(deviation[direction]));
      const printed = isp[direction];
      const ok = whole ? printed === full : printed <= full + 1n;
      findings.expect(
        ok,
        'activated energy',
        isp.where,
        `${direction} is ${printed} mWh, capacity × clamp(f) ${whole ? 'is' : 'allows'} ${full} mWh`,
      );
    }
  }
}

/** W·mHz·s to milliwatt-hours: ÷ 100 mHz ÷ 3600 s × 1000, halves up. */
export const milliWattHours = (energyWMhzS: bigint): bigint => dividedHalfAway(energyWMhzS, 360n);

/** Deviation from 50 Hz in mHz, positive below it, cut off at full activation. */
export const deviationAt = (frequency: Frequency, at: number): number =>
  Math.max(-100, Math.min(100, 50_000 - frequency.at(at)));

function deviationSums(frequency: Frequency, start: number): { up: number; down: number } {
  const sums = { up: 0, down: 0 };
  for (let at = start; at < start + QUARTER; at += 1000) {
    const deviation = deviationAt(frequency, at);
    if (deviation > 0) sums.up += deviation;
    else sums.down -= deviation;
  }
  return sums;
}
