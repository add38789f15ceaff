import type { BacktestSummary } from './backtest-summary.js';
import { markup, type Markup } from './report/markup.js';
import { numberText } from './report/number-text.js';
import { STYLES } from './report/styles.js';

interface Column {
  readonly head: string;
  readonly cell: (of: BacktestSummary) => string;
}

const euros =
  (field: 'capacityRevenueEur' | 'energyRevenueEur' | 'sanctionsEur' | 'wearEur' | 'netRevenueEur') =>
  (of: BacktestSummary): string =>
    numberText(of[field]);

/** What strategies are compared by, one row each: the same in the terminal and in the report. */
export const COMPARISON: readonly Column[] = [
  { head: 'strategy', cell: ({ strategy }) => strategy },
  { head: 'sold MW,h', cell: (of) => numberText(of.committedMwH, 1) },
  { head: 'with foresight', cell: (of) => numberText(of.foresightMwH, 1) },
  { head: 'hours short %', cell: (of) => numberText(100 * of.shortfallShareOfSoldHours, 1) },
  { head: 'below target', cell: (of) => numberText(of.departuresBelowTarget) },
  { head: 'capacity EUR', cell: euros('capacityRevenueEur') },
  { head: 'energy EUR', cell: euros('energyRevenueEur') },
  { head: 'sanctions EUR', cell: euros('sanctionsEur') },
  { head: 'wear EUR', cell: euros('wearEur') },
  { head: 'net EUR', cell: euros('netRevenueEur') },
];

const FORESIGHT =
  'With foresight: what the same cars at the same baselines could have sold, had the firm capacity of every hour been known before the gate.';

const row = (of: BacktestSummary): Markup =>
  markup`<tr>${COMPARISON.map(({ cell }, index) =>
    index === 0
      ? markup`<th scope="row"><a href="${of.strategy}/report.html">${cell(of)}</a></th>`
      : markup`<td>${cell(of)}</td>`,
  )}</tr>`;

/** The page of a comparison: one table, and a link to each strategy's own report beside it. Same input, same bytes. */
export function renderComparison(title: string, summaries: readonly BacktestSummary[]): string {
  const alike = summaries.reduce<readonly string[]>(
    (shared, { assumptions }) => shared.filter((text) => assumptions.includes(text)),
    summaries[0]?.assumptions ?? [],
  );
  const own = summaries.flatMap(({ assumptions }) => assumptions.filter((text) => text.startsWith('Strategy: ')));
  return markup`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><title>${title}</title><style>${STYLES}</style></head>
<body><main><h1>${title}</h1><p class="period">The same cars, prices and frequency; only where cars wait for activation differs</p>
<section><h2>Strategies</h2><div class="scroll"><table><thead><tr>${COMPARISON.map(({ head }) => markup`<th scope="col">${head}</th>`)}</tr></thead><tbody>${summaries.map(row)}</tbody></table></div><p class="note">${FORESIGHT}</p></section>
<section><h2>What they do</h2><ul class="texts">${own.map((text) => markup`<li>${text.slice('Strategy: '.length)}</li>`)}</ul></section>
<section><h2>Assumptions of all</h2><ul class="texts">${alike.map((text) => markup`<li>${text}</li>`)}</ul></section>
</main></body></html>
`.text;
}
