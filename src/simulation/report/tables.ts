import type { DepartureRow } from '../backtest-rows.js';
import { markup, type Markup } from './markup.js';
import { numberText } from './number-text.js';
import { isShort, shortMw, sumOf, type Hour } from './report-data.js';

const ROWS_SHOWN = 12;
const kwh = (wattHours: number): string => numberText(wattHours / 1000);

/** What became of every session that ended in the days. */
export interface DepartureCounts {
  readonly kept: number;
  readonly belowTarget: number;
  readonly unreachable: number;
  /** Battery or SoC unknown: nothing could be promised. */
  readonly unknown: number;
}

export function departureCounts(rows: readonly DepartureRow[]): DepartureCounts {
  const count = (is: (row: DepartureRow) => boolean): number => rows.filter(is).length;
  return {
    kept: count((row) => row.reachable === 'true' && row.below_target === 'false'),
    belowTarget: count((row) => row.reachable === 'true' && row.below_target === 'true'),
    unreachable: count((row) => row.reachable === 'false'),
    unknown: count((row) => row.reachable === ''),
  };
}

export function departuresTable(rows: readonly DepartureRow[]): Markup {
  const { kept, belowTarget, unreachable, unknown } = departureCounts(rows);
  const share = (count: number): string => (rows.length === 0 ? '–' : `${((100 * count) / rows.length).toFixed(1)} %`);
  const line = (name: string, count: number, kind = ''): Markup =>
    markup`<tr class="${kind}"><th scope="row">${name}</th><td>${numberText(count)}</td><td>${share(count)}</td></tr>`;
  const charged = sumOf(rows, (row) => Number(row.charged_wh));
  const discharged = sumOf(rows, (row) => Number(row.discharged_wh));
  return markup`<table><thead><tr><th scope="col">Departures</th><th scope="col">Sessions</th><th scope="col">Share</th></tr></thead><tbody>${[
    line('Promise kept: target reached', kept),
    line('Below target though it could be reached', belowTarget, belowTarget > 0 ? 'bad' : ''),
    line('Unreachable: charging alone from plug-in would not have been enough', unreachable),
    line('Without battery size or arrival SoC: nothing promised, nothing earned', unknown),
    line('All', rows.length, 'total'),
  ]}</tbody></table><p class="note">Charged ${kwh(charged)} kWh, discharged ${kwh(discharged)} kWh, battery-side.</p>`;
}

/** The hours furthest below what was sold. */
export function shortTable(hours: readonly Hour[]): Markup {
  const short = hours.filter(isShort).sort((a, b) => shortMw(b) - shortMw(a) || (a.mtuStart < b.mtuStart ? -1 : 1));
  if (short.length === 0) return markup`<p class="note">In every hour all that was sold was maintained.</p>`;
  const rows = short
    .slice(0, ROWS_SHOWN)
    .map(
      (hour) =>
        markup`<tr><th scope="row">${hour.day} ${String(hour.hour).padStart(2, '0')}:00</th><td>${hour.awardedMw.toFixed(1)}</td><td>${hour.maintainedMw.toFixed(3)}</td><td>${shortMw(hour).toFixed(3)}</td><td>${hour.sanctionEur.toFixed(2)}</td></tr>`,
    );
  const more = short.length > ROWS_SHOWN ? `The ${ROWS_SHOWN} largest shortfalls of ${short.length}. ` : '';
  return markup`<table><thead><tr><th scope="col">Hour (market time)</th><th scope="col">Sold MW</th><th scope="col">Maintained MW</th><th scope="col">Short MW</th><th scope="col">Sanction EUR</th></tr></thead><tbody>${rows}</tbody></table><p class="note">${more}All of them are in mtus.csv.</p>`;
}
