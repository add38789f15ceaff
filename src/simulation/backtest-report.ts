import type { DepartureRow, MtuRow } from './backtest-rows.js';
import type { EarlyDepartureRow } from './early-departures.js';
import type { EarlyFigures } from './early-figures.js';
import { meanByHour, shortByHour, soldByDay } from './report/capacity-charts.js';
import { soldHeatMap } from './report/heat-map.js';
import { type Markup, markup } from './report/markup.js';
import { priceHistogram, revenueByDay, type DayMoney } from './report/money-charts.js';
import { numberText } from './report/number-text.js';
import { hoursOf, type Hour } from './report/report-data.js';
import { STYLES } from './report/styles.js';
import { departureCounts, departuresTable, earlyTable, shortTable, type DepartureCounts } from './report/tables.js';

/** The numbers of the backtest's JSON that the report quotes: nothing that differs between two runs of the same input. */
export interface BacktestFigures extends EarlyFigures {
  readonly days: number;
  readonly mtus: number;
  readonly offeredMwH: number;
  readonly committedMwH: number;
  readonly maintainedMwH: number;
  readonly deliveredShare: number;
  readonly shortfallShareOfSoldHours: number;
  readonly capacityRevenueEur: number;
  readonly energyRevenueEur: number;
  readonly sanctionsEur: number;
  readonly netRevenueEur: number;
  readonly revenuePerEvYearEur: number;
  readonly departures: number;
  readonly departuresUnreachable: number;
  readonly departuresBelowTarget: number;
  readonly eventsAppended: number;
}

export interface BacktestReport {
  readonly title: string;
  /** Delivery days, both included. */
  readonly from: string;
  readonly to: string;
  readonly summary: BacktestFigures;
  /** As in `mtus.csv`. */
  readonly mtus: readonly MtuRow[];
  /** As in `departures.csv`. */
  readonly departures: readonly DepartureRow[];
  /** As in `early-departures.csv`. */
  readonly earlyDepartures: readonly EarlyDepartureRow[];
  /** Money of each day in order, EUR; sanctions and wear ≥ 0. */
  readonly days: readonly DayMoney[];
  /** Firm capacity in MW by `mtu_start`, where it was measured. */
  readonly firmMw: Readonly<Record<string, number>>;
  readonly assumptions: readonly string[];
  /** What was odd in the input and how it was handled, with counts. */
  readonly dataNotes: readonly string[];
}

const percent = (share: number, decimals = 1): string => `${numberText(100 * share, decimals)} %`;

function figure(name: string, value: string, unit: string, below: string, bad = false): Markup {
  return markup`<div><dt>${name}</dt><dd class="${bad ? 'bad' : ''}">${value} <small>${unit}</small></dd><dd class="sub">${below}</dd></div>`;
}

function headline(of: BacktestFigures, { kept, belowTarget }: DepartureCounts): Markup {
  const costs = of.capacityRevenueEur + of.energyRevenueEur - of.sanctionsEur - of.netRevenueEur;
  const broken = of.departuresBelowTarget + of.earlyDeparturesBelowMinimum;
  return markup`<dl class="figures">${[
    figure(
      'Net revenue',
      numberText(of.netRevenueEur, 2),
      'EUR',
      `after sanctions ${numberText(of.sanctionsEur, 2)} and own costs ${numberText(costs, 2)}`,
    ),
    figure('Per charger and year', numberText(of.revenuePerEvYearEur, 2), 'EUR', 'net, chargers that took part'),
    figure(
      'Sold',
      numberText(of.committedMwH, 1),
      'MW,h',
      `of ${numberText(of.offeredMwH, 1)} offered in ${numberText(of.mtus)} MTUs`,
    ),
    figure(
      'Maintained',
      numberText(of.maintainedMwH, 1),
      'MW,h',
      `short in ${percent(of.shortfallShareOfSoldHours)} of the hours sold`,
    ),
    figure('Delivered', percent(of.deliveredShare, 2), '', 'of the energy that was required'),
    figure(
      'Promises broken',
      numberText(broken),
      '',
      `of ${numberText(kept + belowTarget)} departures; ${numberText(of.departuresUnreachable)} more could not be reached`,
      broken > 0,
    ),
  ]}</dl>`;
}

interface LegendEntry {
  readonly name: string;
  readonly colour: string;
  readonly look?: 'rule' | 'shades';
}
const FIRM: LegendEntry = { name: 'Firm', colour: '--firm' };
const SOLD: LegendEntry = { name: 'Sold', colour: '--sold' };
const SHORT: LegendEntry = { name: 'Not maintained', colour: '--short' };

function section(title: string, caption: string, legend: readonly LegendEntry[], drawn: Markup): Markup {
  const entries = legend.map(
    ({ name, colour, look }) =>
      markup`<li><i class="${look ?? ''}" style="${look === 'shades' ? '' : `--c:var(${colour})`}"></i>${name}</li>`,
  );
  return markup`<section><figure><h2>${title}</h2><figcaption>${caption}</figcaption><ul class="legend">${entries}</ul>${drawn}</figure></section>`;
}

function charts(hours: readonly Hour[], days: readonly DayMoney[]): Markup[] {
  const firmKnown = hours.some((hour) => hour.firmMw !== null);
  return [
    section('Sold and maintained', 'MW,h per delivery day', [SOLD, SHORT], soldByDay(hours)),
    section(
      'When capacity was sold',
      'Every hour of every day on the market’s clock; the stronger the colour, the more',
      [
        { name: 'Sold, little to most', colour: '--heat-2', look: 'shades' },
        { name: 'Hour with less maintained than sold', colour: '--short' },
      ],
      soldHeatMap(hours),
    ),
    section(
      'Hour of day',
      'Mean MW over all days; firm is what the cars plugged in could hold at the hour’s start',
      [
        ...(firmKnown ? [FIRM] : []),
        { name: 'Awarded', colour: '--sold' },
        { name: 'Offered', colour: '--offered', look: 'rule' },
      ],
      meanByHour(hours),
    ),
    section(
      'Revenue',
      'EUR per delivery day',
      [
        { name: 'Capacity', colour: '--sold' },
        { name: 'Energy', colour: '--energy' },
        { name: 'Sanctions', colour: '--short' },
        { name: 'Wear and other own costs', colour: '--wear' },
        { name: 'Net', colour: '--net', look: 'rule' },
      ],
      revenueByDay(days),
    ),
    section(
      'Capacity price',
      'Hours by price, EUR/MW,h',
      [
        { name: 'All hours', colour: '--firm' },
        { name: 'Hours with an award', colour: '--sold' },
      ],
      priceHistogram(hours),
    ),
    section(
      'Shortfall',
      'Hours sold and hours short by hour of day',
      [
        { name: 'Sold', colour: '--firm' },
        { name: 'Short', colour: '--short' },
      ],
      markup`${shortByHour(hours)}<div class="scroll">${shortTable(hours)}</div>`,
    ),
  ];
}

const texts = (title: string, lines: readonly string[]): Markup =>
  markup`<section><h2>${title}</h2>${lines.length === 0 ? markup`<p class="note">None.</p>` : markup`<ul class="texts">${lines.map((line) => markup`<li>${line}</li>`)}</ul>`}</section>`;

/** One self-contained HTML page, no script and nothing from elsewhere. Same input, same bytes. */
export function renderBacktestReport(report: BacktestReport): string {
  const hours = hoursOf(report.mtus, report.firmMw);
  const { summary } = report;
  return markup`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><title>${report.title}</title><style>${STYLES}</style></head>
<body><main><h1>${report.title}</h1><p class="period">${report.from} to ${report.to} · ${numberText(summary.days)} delivery days · ${numberText(summary.eventsAppended)} events</p>
${headline(summary, departureCounts(report.departures, report.earlyDepartures))}
${charts(hours, report.days)}
<section><h2>Drivers’ promises</h2><div class="scroll">${departuresTable(report.departures, report.earlyDepartures)}</div></section>
${earlyTable(summary)}
${texts('Assumptions', report.assumptions)}
${texts('Notes on the data', report.dataNotes)}
<p class="note">Every number can be checked from mtus.csv, isps.csv, departures.csv and settlement.csv beside this page.</p>
</main></body></html>
`.text;
}
