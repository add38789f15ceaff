import { markup, type Markup } from '../report/markup.js';
import { numberText } from '../report/number-text.js';
import { STYLES } from '../report/styles.js';
import { weekHeatMap } from '../report/week-heat-map.js';
import type { Readiness } from './readiness.js';

const figure = (name: string, value: string, unit: string, below: string): Markup =>
  markup`<div><dt>${name}</dt><dd>${value} <small>${unit}</small></dd><dd class="sub">${below}</dd></div>`;

const count = (chargers: number | null): string => (chargers === null ? 'none' : numberText(chargers));

/** When there will be chargers enough for the smallest bid, in words. */
export function monthsText(of: Readiness): string {
  const { monthsUntilMinimumBid: months, chargersAddedPerMonth: pace } = of;
  if (of.chargersForMinimumBidAt90 === null) return 'no number of chargers used like these would do';
  if (months === 0) return 'enough for the smallest bid in a quarter of the week’s hours today';
  if (months !== null)
    return `enough for the smallest bid in a quarter of the week’s hours in ${months} months, at ${pace} more chargers a month`;
  return pace === null
    ? 'too few for the smallest bid, and too short a record to tell how fast they grow in number'
    : 'too few for the smallest bid, and their number does not grow';
}

function figures(of: Readiness): Markup {
  const most = Math.max(0, ...of.firmKwByHourOfWeek);
  return markup`<dl class="figures">${[
    figure(
      'Idle while plugged in',
      numberText(100 * of.idleShare, 1),
      '%',
      'of the time, the car is charged and waits',
    ),
    figure('Firm, best hour', numberText(most, 1), 'kW', `at 90 %, of ${numberText(of.installedKw)} kW installed`),
    figure('Firm, on average', numberText(100 * of.firmShare, 1), '%', 'of the installed power, at 90 %'),
    figure('For 0.1 MW at 90 %', count(of.chargersForMinimumBidAt90), 'chargers', 'in a quarter of the week’s hours'),
    figure('For 0.1 MW at 99 %', count(of.chargersForMinimumBidAt99), 'chargers', 'in a quarter of the week’s hours'),
    figure(
      'First bid',
      of.monthsUntilMinimumBid === null ? '–' : numberText(of.monthsUntilMinimumBid),
      'months',
      monthsText(of),
    ),
  ]}</dl>`;
}

const blockersTable = (of: Readiness): Markup =>
  markup`<table><thead><tr><th scope="col">Of the installed power</th><th scope="col">Share</th></tr></thead><tbody>${[
    ...of.blockers.map(({ reason, share }) => ({ reason, share, kind: '' })),
    { reason: 'firm at 90 %', share: of.firmShare, kind: 'total' },
  ].map(
    ({ reason, share, kind }) =>
      markup`<tr class="${kind}"><th scope="row">${reason}</th><td>${numberText(100 * share, 1)} %</td></tr>`,
  )}</tbody></table>`;

const needsTable = (of: Readiness): Markup =>
  markup`<table><thead><tr><th scope="col">Chargers for 0.1 MW</th><th scope="col">at 90 %</th><th scope="col">at 99 %</th></tr></thead><tbody><tr><th scope="row">in a quarter of the week’s hours</th><td>${count(of.chargersForMinimumBidAt90)}</td><td>${count(of.chargersForMinimumBidAt99)}</td></tr><tr><th scope="row">in every hour of the week</th><td>${count(of.chargersAroundTheClockAt90)}</td><td>${count(of.chargersAroundTheClockAt99)}</td></tr><tr><th scope="row">a vendor’s rule of thumb, whatever the hour</th><td>${of.chargersByRuleOfThumb}</td><td>–</td></tr></tbody></table><p class="note">There are ${numberText(of.chargers)} chargers: ${monthsText(of)}.</p>`;

const texts = (title: string, lines: readonly string[]): Markup =>
  markup`<section><h2>${title}</h2><ul class="texts">${lines.map((line) => markup`<li>${line}</li>`)}</ul></section>`;

/** One self-contained page, no script and nothing from elsewhere. Same input, same bytes. */
export function renderReadiness(title: string, of: Readiness): string {
  const period = of.from === null ? 'No week to study' : `${of.from} to ${of.to ?? ''} · ${of.weeks} weeks studied`;
  return markup`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><title>${title}</title><style>${STYLES}</style></head>
<body><main><h1>${title}</h1><p class="period">${period} · ${numberText(of.chargers)} chargers · ${numberText(of.sessions)} sessions</p>
${figures(of)}
<section><figure><h2>Firm capacity through the week</h2><figcaption>kW that are there with 90 % reliability, on the market’s clock; framed hours hold 0.1 MW and more, the smallest bid</figcaption><div class="scroll wide">${weekHeatMap(of.firmKwByHourOfWeek, 100)}</div></figure></section>
<section><h2>How many chargers it takes</h2><div class="scroll">${needsTable(of)}</div></section>
<section><h2>What holds the rest back</h2><div class="scroll">${blockersTable(of)}</div></section>
${texts('Method', of.method)}
${texts('Assumptions', of.assumptions)}
</main></body></html>
`.text;
}
