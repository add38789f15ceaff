import { groupBy } from '../../kernel/index.js';
import { bar, chart, frameOf, hint, labelsOf, line } from './chart.js';
import { type Markup } from './markup.js';
import { dayText } from './number-text.js';
import { isShort, meanOf, sumOf, type Hour } from './report-data.js';

const mwh = (value: number): string => value.toFixed(2);

/** MW,h sold each day, the part that was maintained over it. */
export function soldByDay(hours: readonly Hour[]): Markup {
  const days = [...groupBy(hours, (hour) => hour.day)].map(([day, of]) => ({
    day,
    sold: sumOf(of, (hour) => hour.awardedMw),
    maintained: sumOf(of, (hour) => hour.maintainedMw),
    offered: sumOf(of, (hour) => hour.offeredMw),
  }));
  const frame = frameOf(days.length, 0, Math.max(...days.map(({ sold, offered }) => Math.max(sold, offered)), 0.1));
  const drawn = days.flatMap(({ day, sold, maintained, offered }, column) => [
    bar(frame, column, Math.min(sold, maintained), sold, 'short'),
    bar(frame, column, 0, Math.min(sold, maintained), 'sold'),
    hint(frame, column, `${day}: offered ${mwh(offered)}, sold ${mwh(sold)}, maintained ${mwh(maintained)} MW,h`),
  ]);
  return chart(
    frame,
    'Megawatt-hours of capacity sold and maintained per day',
    labelsOf(days.map(({ day }) => dayText(day))),
    drawn,
  );
}

/** Mean MW by hour of the market's day: firm (where measured), offered, awarded. */
export function meanByHour(hours: readonly Hour[]): Markup {
  const groups = groupBy(hours, (hour) => hour.hour);
  const means = Array.from({ length: 24 }, (_, hour) => {
    const of = groups.get(hour) ?? [];
    return {
      firm: meanOf(of.map(({ firmMw }) => firmMw)) ?? 0,
      offered: meanOf(of.map(({ offeredMw }) => offeredMw)) ?? 0,
      awarded: meanOf(of.map(({ awardedMw }) => awardedMw)) ?? 0,
    };
  });
  const frame = frameOf(24, 0, Math.max(...means.map(({ firm, offered }) => Math.max(firm, offered)), 0.01));
  const drawn = means.flatMap(({ firm, offered, awarded }, hour) => [
    bar(frame, hour, 0, firm, 'firm', 0.04),
    bar(frame, hour, 0, awarded, 'sold', 0.22),
    hint(
      frame,
      hour,
      `${hour}:00: firm ${firm.toFixed(3)}, offered ${offered.toFixed(3)}, awarded ${awarded.toFixed(3)} MW`,
    ),
  ]);
  const offered = line(
    frame,
    means.map((mean) => mean.offered),
    'offered-line',
  );
  const labels = labelsOf(
    Array.from({ length: 24 }, (_, hour) => String(hour).padStart(2, '0')),
    24,
  );
  return chart(frame, 'Mean firm, offered and awarded capacity by hour of day', labels, [...drawn, offered]);
}

/** Hours in which less was maintained than sold, by hour of the market's day, beside the hours sold. */
export function shortByHour(hours: readonly Hour[]): Markup {
  const groups = groupBy(hours, (hour) => hour.hour);
  const counts = Array.from({ length: 24 }, (_, hour) => {
    const sold = (groups.get(hour) ?? []).filter(({ awardedMw }) => awardedMw > 0);
    return { sold: sold.length, short: sold.filter(isShort).length };
  });
  const frame = frameOf(24, 0, Math.max(...counts.map(({ sold }) => sold), 1), 190);
  const drawn = counts.flatMap(({ sold, short }, hour) => [
    bar(frame, hour, 0, sold, 'firm', 0.08),
    bar(frame, hour, 0, short, 'short', 0.22),
    hint(frame, hour, `${hour}:00: ${short} short of ${sold} hours sold`),
  ]);
  const labels = labelsOf(
    Array.from({ length: 24 }, (_, hour) => String(hour).padStart(2, '0')),
    24,
  );
  return chart(frame, 'Hours sold and hours short by hour of day', labels, drawn);
}
