import { groupBy } from '../../kernel/index.js';
import { CHART_WIDTH } from './chart.js';
import { type Markup, markup } from './markup.js';
import { dayText } from './number-text.js';
import { isShort, type Hour } from './report-data.js';
import { svgNumber } from './scale.js';

const LEFT = 54;
const TOP = 4;
const ROW = 8;
/** Shades from little to most. */
const HEAT_LEVELS = 6;

/** Sold capacity of every hour: one column a day, one row an hour, short hours in red. One path for each shade keeps it small. */
export function soldHeatMap(hours: readonly Hour[]): Markup {
  const days = [...groupBy(hours, (hour) => hour.day)];
  const width = (CHART_WIDTH - LEFT - 10) / Math.max(1, days.length);
  const most = Math.max(...hours.map(({ awardedMw }) => awardedMw), 0.1);
  const paths = new Map<string, string[]>();
  days.forEach(([, of], column) => {
    for (const hour of of) {
      if (hour.awardedMw === 0) continue;
      const level = Math.min(HEAT_LEVELS - 1, Math.floor((hour.awardedMw / most) * HEAT_LEVELS));
      const kind = isShort(hour) ? 'short' : `heat-${level}`;
      const cell = `M${svgNumber(LEFT + column * width)} ${TOP + hour.hour * ROW}h${svgNumber(width)}v${ROW}h${svgNumber(-width)}z`;
      paths.set(kind, [...(paths.get(kind) ?? []), cell]);
    }
  });
  const drawn = [...paths].sort().map(([kind, cells]) => markup`<path class="${kind}" d="${cells.join('')}"/>`);
  const height = TOP + 24 * ROW + 22;
  return markup`<svg viewBox="0 0 ${CHART_WIDTH} ${height}" role="img" aria-label="Sold capacity of every hour, day by day"><rect class="ground" x="${LEFT}" y="${TOP}" width="${svgNumber(width * days.length)}" height="${24 * ROW}"/>${drawn}${hourLabels()}${dayLabels(
    days.map(([day]) => day),
    width,
    height,
  )}</svg>`;
}

const hourLabels = (): Markup[] =>
  [0, 6, 12, 18].map(
    (hour) =>
      markup`<text class="mark" x="${LEFT - 7}" y="${TOP + hour * ROW + 9}">${String(hour).padStart(2, '0')}:00</text>`,
  );

function dayLabels(days: readonly string[], width: number, height: number): Markup[] {
  const every = Math.max(1, Math.ceil(days.length / 12));
  return days.flatMap((day, column) =>
    column % every === 0
      ? [
          markup`<text class="label start" x="${svgNumber(LEFT + column * width)}" y="${height - 6}">${dayText(day)}</text>`,
        ]
      : [],
  );
}
