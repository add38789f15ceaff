import { monthsText, type Readiness } from '../simulation/index.js';
import { textTable } from './text-table.js';

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
const count = (chargers: number | null): string => (chargers === null ? 'none' : String(chargers));

/** The study for the people who buy the chargers. */
export function readinessText(file: string, of: Readiness, out: string | undefined): string {
  if (of.from === null) return `${file}: no session of any length, and nothing to study\n`;
  const parts = [
    `V2G readiness of ${file}: ${of.chargers} chargers, ${of.weeks} weeks from ${of.from} to ${of.to ?? ''}\n`,
    facts(of),
    `Firm kW at 90 % by hour of the week (market time)\n${week(of.firmKwByHourOfWeek)}`,
    `Chargers for the smallest bid, 0.1 MW\n${needs(of)}  There are ${of.chargers}: ${monthsText(of)}.\n`,
    `What holds the rest back, of ${of.installedKw.toFixed(0)} kW installed\n${blockers(of)}`,
    `Method\n${list(of.method)}`,
    `Assumptions\n${list(of.assumptions)}`,
  ];
  return `${parts.join('\n')}${out === undefined ? '' : `\nReport: ${out}/readiness.html, heat map: ${out}/readiness.svg\n`}`;
}

function facts(of: Readiness): string {
  const most = Math.max(...of.firmKwByHourOfWeek);
  const rows = [
    ['idle', `${percent(of.idleShare)} of the time plugged in, charging needs nothing`],
    [
      'headroom',
      `a car has ${of.headroomUpKwh.toFixed(1)} kWh above what it needs, and room for ${of.headroomDownKwh.toFixed(1)} kWh`,
    ],
    ['firm', `${most.toFixed(1)} kW in the best hour, ${percent(of.firmShare)} of the installed power on average`],
  ];
  return rows.map(([name = '', text = '']) => `  ${name.padEnd(10)}${text}\n`).join('');
}

const week = (firmKw: readonly number[]): string =>
  textTable(
    ['', ...Array.from({ length: 24 }, (_, hour) => String(hour).padStart(2, '0'))],
    DAYS.map((day, row) => [day, ...firmKw.slice(row * 24, row * 24 + 24).map((kw) => kw.toFixed(0))]),
  );

const needs = (of: Readiness): string =>
  textTable(
    ['', 'at 90 %', 'at 99 %'],
    [
      ['  in a quarter of the week’s hours', count(of.chargersForMinimumBidAt90), count(of.chargersForMinimumBidAt99)],
      ['  in every hour', count(of.chargersAroundTheClockAt90), count(of.chargersAroundTheClockAt99)],
      ['  a vendor’s rule of thumb', `${of.chargersByRuleOfThumb}+`, ''],
    ],
  );

const blockers = (of: Readiness): string =>
  textTable(
    ['  reason', 'share'],
    [
      ...of.blockers.map(({ reason, share }) => [`  ${reason}`, percent(share)]),
      ['  firm at 90 %', percent(of.firmShare)],
    ],
  );

const list = (lines: readonly string[]): string => lines.map((line) => `  - ${line}\n`).join('');
