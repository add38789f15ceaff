import { bar, chart, frameOf, hint, labelsOf, line } from './chart.js';
import { type Markup } from './markup.js';
import { dayText } from './number-text.js';
import { priceBins, type Hour } from './report-data.js';

/** One day's money in EUR: `sanctionEur` and `wearEur` ≥ 0 are what it cost. */
export interface DayMoney {
  readonly day: string;
  readonly capacityEur: number;
  readonly energyEur: number;
  readonly sanctionEur: number;
  readonly wearEur: number;
}

export const netOf = ({ capacityEur, energyEur, sanctionEur, wearEur }: DayMoney): number =>
  capacityEur + energyEur - sanctionEur - wearEur;

const eur = (value: number): string => value.toFixed(2);

interface Part {
  readonly kind: string;
  readonly amount: number;
}

/** Parts of one sign lie on each other, away from zero. */
function stacked(parts: readonly Part[]): { readonly kind: string; readonly from: number; readonly to: number }[] {
  let [up, down] = [0, 0];
  return parts.map(({ kind, amount }) => {
    const from = amount >= 0 ? up : down;
    if (amount >= 0) up += amount;
    else down += amount;
    return { kind, from, to: from + amount };
  });
}

const partsOf = (day: DayMoney): Part[] => [
  { kind: 'sold', amount: day.capacityEur },
  { kind: 'energy', amount: day.energyEur },
  { kind: 'short', amount: -day.sanctionEur },
  { kind: 'wear', amount: -day.wearEur },
];

/** Capacity and energy pay up, sanctions and wear down, the net as a line. */
export function revenueByDay(days: readonly DayMoney[]): Markup {
  const stacks = days.map((day) => stacked(partsOf(day)));
  const ends = stacks.flat().map(({ to }) => to);
  const frame = frameOf(days.length, Math.min(0, ...ends), Math.max(1, ...ends), 250);
  const drawn = days.flatMap((day, column) => [
    ...(stacks[column] ?? []).map(({ kind, from, to }) => bar(frame, column, from, to, kind)),
    hint(
      frame,
      column,
      `${day.day}: capacity ${eur(day.capacityEur)}, energy ${eur(day.energyEur)}, sanctions −${eur(day.sanctionEur)}, wear −${eur(day.wearEur)}, net ${eur(netOf(day))} EUR`,
    ),
  ]);
  const net = line(frame, days.map(netOf), 'net-line');
  return chart(frame, 'Revenue per day in EUR', labelsOf(days.map(({ day }) => dayText(day))), [...drawn, net]);
}

/** Hours by capacity price; those in which we were awarded something over all. */
export function priceHistogram(hours: readonly Hour[]): Markup {
  const bins = priceBins(hours);
  const frame = frameOf(bins.length, 0, Math.max(1, ...bins.map((bin) => bin.hours)), 190);
  const drawn = bins.flatMap((bin, column) => {
    const range = bin.to === Infinity ? `from ${bin.from}` : `${bin.from} to ${bin.to}`;
    return [
      bar(frame, column, 0, bin.hours, 'firm', 0.04),
      bar(frame, column, 0, bin.awardedHours, 'sold', 0.18),
      hint(frame, column, `${range} EUR/MW,h: ${bin.hours} hours, ${bin.awardedHours} of them awarded`),
    ];
  });
  const labels = labelsOf(
    bins.map((bin) => (bin.to === Infinity ? `${bin.from}+` : String(bin.from))),
    15,
  );
  return chart(frame, 'Hours by capacity price, EUR per MW and hour', labels, drawn);
}
