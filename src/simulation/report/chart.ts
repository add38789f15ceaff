import { type Markup, markup } from './markup.js';
import { axisText } from './number-text.js';
import { linearScale, svgNumber, ticks } from './scale.js';

export const CHART_WIDTH = 960;
const LEFT = 54;
const RIGHT = 10;
const TOP = 10;
const BOTTOM = 26;

/** A plotting area with a vertical axis; columns are laid side by side along the horizontal one. */
export interface Frame {
  readonly height: number;
  readonly columns: number;
  /** Left edge of a column; `columns` is the right edge of the last. */
  readonly x: (column: number) => number;
  readonly y: (value: number) => number;
  readonly marks: readonly number[];
}

/** Room for `columns` columns and for values from `low` (or 0) to `high` (or 0). */
export function frameOf(columns: number, low: number, high: number, height = 230): Frame {
  const marks = ticks(Math.min(0, low), Math.max(0, high), 8);
  const y = linearScale(marks[0] ?? 0, marks.at(-1) ?? 1, height - BOTTOM, TOP);
  return { height, columns, marks, y, x: linearScale(0, Math.max(1, columns), LEFT, CHART_WIDTH - RIGHT) };
}

export interface ColumnLabel {
  readonly column: number;
  readonly text: string;
}

/** At most `most` labels, evenly spread over the columns. */
export function labelsOf(texts: readonly string[], most = 12): ColumnLabel[] {
  const every = Math.max(1, Math.ceil(texts.length / most));
  return texts.map((text, column) => ({ column, text })).filter(({ column }) => column % every === 0);
}

/** A bar from `from` to `to` in a column, `inset` (0…0.5) of its width free on each side; nothing for no height. */
export function bar(frame: Frame, column: number, from: number, to: number, kind: string, inset = 0.1): Markup {
  if (from === to) return markup``;
  const width = frame.x(column + 1) - frame.x(column);
  const free = Math.min(width * inset, width > 3 ? Infinity : 0);
  const top = frame.y(Math.max(from, to));
  return markup`<rect class="${kind}" x="${svgNumber(frame.x(column) + free)}" y="${svgNumber(top)}" width="${svgNumber(width - 2 * free)}" height="${svgNumber(frame.y(Math.min(from, to)) - top)}"/>`;
}

/** A line through the middle of each column. */
export function line(frame: Frame, values: readonly number[], kind: string): Markup {
  const points = values.map((value, column) => `${svgNumber(frame.x(column + 0.5))},${svgNumber(frame.y(value))}`);
  return markup`<polyline class="${kind}" points="${points.join(' ')}"/>`;
}

/** The text that a pointer over a column shows. */
export function hint(frame: Frame, column: number, text: string): Markup {
  const [left, right] = [frame.x(column), frame.x(column + 1)];
  return markup`<rect class="hint" x="${svgNumber(left)}" y="${TOP}" width="${svgNumber(right - left)}" height="${frame.height - TOP - BOTTOM}"><title>${text}</title></rect>`;
}

/** The drawing with its axes. `label` says what is drawn to those who can't see it. */
export function chart(
  frame: Frame,
  label: string,
  columnLabels: readonly ColumnLabel[],
  drawn: readonly Markup[],
): Markup {
  const grid = frame.marks.map((mark) => {
    const y = svgNumber(frame.y(mark));
    const kind = mark === 0 ? 'axis' : 'grid';
    return markup`<line class="${kind}" x1="${LEFT}" x2="${CHART_WIDTH - RIGHT}" y1="${y}" y2="${y}"/><text class="mark" x="${LEFT - 7}" y="${svgNumber(frame.y(mark) + 4)}">${axisText(mark)}</text>`;
  });
  const labels = columnLabels.map(
    ({ column, text }) =>
      markup`<text class="label" x="${svgNumber(frame.x(column + 0.5))}" y="${frame.height - 8}">${text}</text>`,
  );
  return markup`<svg viewBox="0 0 ${CHART_WIDTH} ${frame.height}" role="img" aria-label="${label}">${grid}${[...drawn]}${labels}</svg>`;
}
