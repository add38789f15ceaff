import { CHART_WIDTH } from './chart.js';
import { markup, type Markup } from './markup.js';
import { numberText } from './number-text.js';
import { svgNumber } from './scale.js';
import { STYLES } from './styles.js';

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const LEFT = 54;
const TOP = 20;
const ROW = 30;
const HEAT_LEVELS = 6;
const WIDTH = (CHART_WIDTH - LEFT - 10) / 24;

/** One cell an hour of the week, the stronger the more, its kW written in it; framed where they are `framedKw` or more. */
export function weekHeatMap(kwByHourOfWeek: readonly number[], framedKw: number): Markup {
  const most = Math.max(...kwByHourOfWeek, 0);
  const cells = kwByHourOfWeek.map((kw, index) => cell(index, kw, most, kw >= framedKw));
  const hours = Array.from({ length: 24 }, (_, hour) =>
    hour % 3 === 0
      ? markup`<text class="label start" x="${svgNumber(LEFT + hour * WIDTH)}" y="${TOP - 7}">${String(hour).padStart(2, '0')}:00</text>`
      : markup``,
  );
  const days = DAYS.map(
    (day, row) => markup`<text class="mark" x="${LEFT - 7}" y="${TOP + row * ROW + 20}">${day}</text>`,
  );
  return markup`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${CHART_WIDTH} ${TOP + 7 * ROW + 6}" role="img" aria-label="Firm capacity of each hour of the week in kW">${hours}${days}${cells}</svg>`;
}

function cell(index: number, kw: number, most: number, framed: boolean): Markup {
  const x = LEFT + (index % 24) * WIDTH;
  const y = TOP + Math.floor(index / 24) * ROW;
  const level = most === 0 ? 0 : Math.min(HEAT_LEVELS - 1, Math.floor((kw / most) * HEAT_LEVELS));
  const [inset, width, height] = [1, svgNumber(WIDTH - 2), ROW - 2];
  const hour = `${DAYS[Math.floor(index / 24)] ?? ''} ${String(index % 24).padStart(2, '0')}:00`;
  const frame = framed
    ? markup`<rect class="framed" x="${svgNumber(x + 2)}" y="${y + 2}" width="${svgNumber(WIDTH - 4)}" height="${ROW - 4}"/>`
    : markup``;
  return markup`<g><title>${hour}: ${numberText(kw, 1)} kW</title><rect class="${kw === 0 ? 'ground' : `heat-${level}`}" x="${svgNumber(x + inset)}" y="${y + inset}" width="${width}" height="${height}"/>${frame}<text class="cell${level >= 4 ? ' on-dark' : ''}" x="${svgNumber(x + WIDTH / 2)}" y="${y + 19}">${numberText(kw)}</text></g>`;
}

/** The same as a picture that stands alone: its styles are in it. */
export function weekHeatMapFile(kwByHourOfWeek: readonly number[], framedKw: number): string {
  const { text } = weekHeatMap(kwByHourOfWeek, framedKw);
  return `<?xml version="1.0" encoding="UTF-8"?>\n${text.replace('>', `><style>${STYLES.text}svg text{font-family:system-ui,sans-serif}</style>`)}\n`;
}
