import { HOUR, POWER_LIMIT, QUARTER, type AuditInput } from './audit-input.js';
import { dayOf, iso } from './calendar.js';
import { deviationAt, milliWattHours, type Isp } from './check-isps.js';
import type { Mtu } from './check-mtus.js';
import { scaled } from './exact.js';
import type { Findings } from './findings.js';
import type { Frequency } from './input-files.js';
import { groupedBy, outputTable } from './table.js';

const COLUMNS = {
  time: 'instant',
  frequency_hz: 'number',
  committed_mw: 'mw',
  required_w: 'number',
  delivered_w: 'number',
  baseline_w: 'number',
  maintained_w: 'number',
  endurance_min: 'optionalNumber',
  nem: 'flag',
  aem: 'flag',
} as const;

/** One traced second of the group. */
export interface Second {
  readonly at: number;
  readonly millihertz: number;
  readonly committedW: number;
  readonly requiredW: number;
  readonly deliveredW: number;
  readonly baselineW: number;
  /** min(sold, maintained). */
  readonly maintainedW: number;
  readonly managed: boolean;
}

export function readGroupTrace(input: AuditInput, traceDay: string, findings: Findings): Second[] {
  const seconds = outputTable(input.outDir, 'trace-group.csv.gz', COLUMNS, findings).map((row): Second => {
    const committedW = Number(scaled(row['committed_mw'] ?? '', 6) ?? 0n);
    return {
      at: Date.parse(row['time'] ?? ''),
      millihertz: Math.round(Number(row['frequency_hz']) * 1000),
      committedW,
      requiredW: Number(row['required_w']),
      deliveredW: Number(row['delivered_w']),
      baselineW: Number(row['baseline_w']),
      maintainedW: Math.min(committedW, Number(row['maintained_w'])),
      managed: row['nem'] === '1' || row['aem'] === '1',
    };
  });
  const { start, end } = dayOf(traceDay);
  const gap = seconds.findIndex((second, index) => second.at !== start + index * 1000);
  findings.expect(
    gap < 0 && seconds.length === (end - start) / 1000,
    'every second',
    'trace-group.csv.gz',
    `has ${seconds.length} rows for ${(end - start) / 1000} seconds; the first one off is row ${gap + 1}`,
  );
  return seconds;
}

/** Each second by itself: frequency as in the file, the droop law, the limit of the response. */
export function checkSeconds(
  seconds: readonly Second[],
  mtus: readonly Mtu[],
  frequency: Frequency | null,
  findings: Findings,
): void {
  const awardedW = new Map(mtus.map((mtu) => [mtu.start, Number(mtu.awardedW)]));
  for (const second of seconds) {
    const where = () => `trace-group.csv.gz ${iso(second.at)}`;
    if (frequency)
      findings.expect(
        second.millihertz === frequency.at(second.at),
        'frequency',
        where,
        () => `is ${second.millihertz} mHz, in the file ${frequency.at(second.at)}`,
      );
    const sold = awardedW.get(Math.floor(second.at / HOUR) * HOUR);
    findings.expect(
      second.committedW === sold,
      'committed as awarded',
      where,
      () => `${second.committedW} W, mtus.csv has ${sold} W`,
    );
    const deviation = Math.max(-100, Math.min(100, 50_000 - second.millihertz));
    const plain = (second.committedW * deviation) / 100;
    if (!second.managed)
      findings.expect(
        Math.abs(second.requiredW - plain) <= 1,
        'required response',
        where,
        () => `is ${second.requiredW} W, C·clamp((50 − f)/0.1) is ${plain} W`,
      );
    const limit = POWER_LIMIT * second.committedW + 1;
    findings.expect(
      Math.abs(second.requiredW) <= limit,
      'required limit',
      where,
      () => `${second.requiredW} W is beyond 1.34·C = ${limit - 1} W`,
    );
    findings.expect(second.maintainedW >= 0, 'maintained', where, () => `${second.maintainedW} W`);
  }
}

/** The day's rows of mtus.csv and isps.csv are sums of its seconds. */
export function checkSums(
  seconds: readonly Second[],
  mtus: readonly Mtu[],
  isps: readonly Isp[],
  frequency: Frequency | null,
  findings: Findings,
): void {
  const ofHour = groupedBy(seconds, (second) => Math.floor(second.at / HOUR) * HOUR);
  for (const mtu of mtus) {
    const own = ofHour.get(mtu.start);
    if (own) checkHour(own, mtu, findings);
  }
  const ofQuarter = groupedBy(seconds, (second) => Math.floor(second.at / QUARTER) * QUARTER);
  for (const isp of isps) {
    const own = ofQuarter.get(isp.start);
    if (!own) continue;
    for (const [direction, sign] of [
      ['up', 1],
      ['down', -1],
    ] as const) {
      let energyWMhzS = 0;
      for (const second of own) energyWMhzS += second.maintainedW * Math.max(0, sign * deviationOf(second, frequency));
      const expected = milliWattHours(BigInt(Math.round(energyWMhzS)));
      findings.expect(
        isp[direction] === expected,
        'activated energy',
        isp.where,
        `${direction} is ${isp[direction]} mWh, Σ maintained × clamp(f) is ${expected} mWh`,
      );
    }
  }
}

const deviationOf = (second: Second, frequency: Frequency | null): number =>
  frequency ? deviationAt(frequency, second.at) : Math.max(-100, Math.min(100, 50_000 - second.millihertz));

function checkHour(seconds: readonly Second[], mtu: Mtu, findings: Findings): void {
  const mean = seconds.reduce((total, second) => total + second.maintainedW, 0) / seconds.length;
  const printed = Number(mtu.maintainedW);
  findings.expect(
    Math.abs(printed - mean) <= 1,
    'maintained capacity',
    mtu.where,
    `is ${printed} W, the mean of min(sold, maintained) over its seconds is ${mean} W`,
  );
  for (const [column, field, sign] of [
    ['required_up_mwh', 'requiredW', 1],
    ['required_down_mwh', 'requiredW', -1],
    ['delivered_up_mwh', 'deliveredW', 1],
    ['delivered_down_mwh', 'deliveredW', -1],
  ] as const) {
    const energyWs = seconds.reduce((total, second) => total + Math.max(0, sign * second[field]), 0);
    // Each second is printed in whole watts, so an hour may be off by half a watt on average: 0.5 Wh.
    const off = Math.abs(Number(scaled(mtu.row[column] ?? '', 9) ?? 0n) - energyWs / 3.6);
    findings.expect(
      off <= 500_000,
      'response energy',
      mtu.where,
      `${column} is ${mtu.row[column]}, its seconds give ${(energyWs / 3.6e9).toFixed(9)}`,
    );
  }
}
