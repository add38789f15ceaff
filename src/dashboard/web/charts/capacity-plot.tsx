import { useComputed, useSignal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import uPlot from 'uplot';
import type { CapacityRow } from '../../api/dashboard-view.js';
import { clockTime } from '../format.js';
import { now } from '../live/clock.js';
import { axisBase, dayAxis, drawLine } from './axes.js';
import { colour } from './palette.js';
import { Plot } from './plot.js';

const mw = (powerW: number | null): number | null => (powerW === null ? null : powerW / 1e6);

/**
 * Columns of the plot. The last column closes the steps at the end of the last MTU. What is short or still to
 * come is drawn as a bar of the committed height, with the covered part laid over it.
 */
function columns(rows: readonly CapacityRow[]): uPlot.AlignedData {
  const last = rows.at(-1);
  const column = (of: (row: CapacityRow) => number | null, closing: number | null): (number | null)[] => [
    ...rows.map(of),
    closing,
  ];
  const offered = (row: CapacityRow): number | null => (row.committedW === 0 ? bar(row.offeredW) : null);
  const bar = (value: number): number | null => (value > 0 ? value / 1e6 : null);
  return [
    [...rows.map((row) => row.mtuStart / 1000), (last?.mtuEnd ?? 0) / 1000],
    column((row) => mw(row.firmW), mw(last?.firmW ?? null)),
    column(offered, last ? offered(last) : null),
    column((row) => (row.shortW > 0 ? bar(row.committedW) : null), null),
    column((row) => (row.toComeW > 0 ? bar(row.committedW) : null), null),
    column((row) => bar(row.committedW - row.shortW - row.toComeW), null),
    column((row) => (row.committedW > 0 ? mw(row.maintainedW) : null), null),
  ];
}

function series(): uPlot.Series[] {
  const stepped = uPlot.paths.stepped?.({ align: 1 });
  const bars = uPlot.paths.bars?.({ align: 1, size: [1, Infinity], gap: 1 });
  const firm = { fill: colour('firm'), stroke: colour('firm-line'), width: 1 };
  return [
    {},
    { ...firm, ...(stepped && { paths: stepped }), points: { show: false } },
    {
      stroke: colour('offered'),
      dash: [4, 3],
      width: 1.5,
      ...(stepped && { paths: stepped }),
      points: { show: false },
    },
    { fill: colour('short'), width: 0, ...(bars && { paths: bars }), points: { show: false } },
    { fill: colour('to-come'), width: 0, ...(bars && { paths: bars }), points: { show: false } },
    { fill: colour('committed'), width: 0, ...(bars && { paths: bars }), points: { show: false } },
    { stroke: colour('maintained'), width: 2.5, ...(stepped && { paths: stepped }), points: { show: false } },
  ];
}

interface CapacityPlotProps {
  readonly rows: readonly CapacityRow[];
  /** The row under the pointer, or null. */
  readonly onPoint: (row: CapacityRow | null) => void;
}

export function CapacityPlot({ rows, onPoint }: CapacityPlotProps) {
  const shown = useSignal(rows);
  shown.value = rows;
  const minute = useComputed(() => Math.floor(now.value / 60_000)).value;
  const data = useMemo(() => columns(rows), [rows, minute]);

  const midnights = (): number[] =>
    shown
      .peek()
      .map((row) => row.mtuStart)
      .filter((at) => clockTime(at) === '00:00');
  const options = (): Omit<uPlot.Options, 'width' | 'height'> => ({
    legend: { show: false },
    cursor: { y: false, points: { show: false }, drag: { x: false, y: false } },
    padding: [8, 4, 0, 0],
    scales: {
      x: { time: true, range: (_plot, from, to) => [from, to] },
      y: { range: (_plot, _from, to) => [0, Math.max(0.1, to * 1.12)] },
    },
    axes: [
      dayAxis(
        () => shown.peek().map((row) => row.mtuStart),
        (plot) => (plot.width > 560 ? 6 : 12),
      ),
      { ...axisBase(), size: 46, space: 36, values: (_plot, splits) => splits.map((value) => value.toFixed(1)) },
    ],
    series: series(),
    hooks: {
      draw: [
        (plot) => midnights().forEach((at) => drawLine(plot, at, colour('firm-line'))),
        (plot) => drawLine(plot, now.peek(), colour('now')),
      ],
      setCursor: [
        (plot) => {
          const left = plot.cursor.left ?? -1;
          const at = left < 0 ? -1 : plot.posToVal(left, 'x') * 1000;
          onPoint(shown.peek().find((row) => row.mtuStart <= at && at < row.mtuEnd) ?? null);
        },
      ],
    },
  });
  return (
    <Plot label="Firm, committed, short and maintained capacity of each MTU, MW" height={220} {...{ options, data }} />
  );
}
