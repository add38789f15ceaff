import type { DepartureRow } from '../backtest-rows.js';
import type { EarlyDepartureRow } from '../early-departures.js';
import type { EarlyFigures } from '../early-figures.js';
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
  /** Before the departure that was stated: no target was promised for that instant. */
  readonly early: number;
}

/** @param early rows of those who left before they had said: they count as that, whatever they left with. */
export function departureCounts(
  rows: readonly DepartureRow[],
  early: readonly EarlyDepartureRow[] = [],
): DepartureCounts {
  const left = new Set(early.map((row) => row.session_id));
  const count = (is: (row: DepartureRow) => boolean): number =>
    rows.filter((row) => !left.has(row.session_id) && is(row)).length;
  return {
    kept: count((row) => row.reachable === 'true' && row.below_target === 'false'),
    belowTarget: count((row) => row.reachable === 'true' && row.below_target === 'true'),
    unreachable: count((row) => row.reachable === 'false'),
    unknown: count((row) => row.reachable === ''),
    early: left.size,
  };
}

export function departuresTable(rows: readonly DepartureRow[], left: readonly EarlyDepartureRow[] = []): Markup {
  const { kept, belowTarget, unreachable, unknown, early } = departureCounts(rows, left);
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
    ...(early === 0 ? [] : [line('Left earlier than stated', early)]),
    line('All', rows.length, 'total'),
  ]}</tbody></table><p class="note">Charged ${kwh(charged)} kWh, discharged ${kwh(discharged)} kWh, battery-side.</p>`;
}

/** What early departures cost drivers and market; nothing where everybody left as stated. */
export function earlyTable(of: EarlyFigures): Markup {
  if (of.earlyDepartures === 0) return markup``;
  const line = (name: string, value: string, bad = false): Markup =>
    markup`<tr class="${bad ? 'bad' : ''}"><th scope="row">${name}</th><td>${value}</td></tr>`;
  const below = of.earlyDeparturesBelowMinimum;
  return markup`<section><h2>Left earlier than stated</h2><div class="scroll"><table><tbody>${[
    line('Sessions', numberText(of.earlyDepartures)),
    line('Of them below target, as is to be expected', numberText(of.earlyDeparturesBelowTarget)),
    line('Below the driver’s minimum, or the arrival SoC where that was lower', numberText(below), below > 0),
    line('Sold and not maintained, MW,h', numberText(of.shortMwH, 3)),
    line(
      'Of it firm at the hour’s start and lost while somebody left, MW,h',
      numberText(of.shortMwHByEarlyDepartures, 3),
    ),
  ]}</tbody></table></div><p class="note">Each of them is in early-departures.csv.</p></section>`;
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
