import type uPlot from 'uplot';
import { clockTime, dayName } from '../format.js';
import { colour } from './palette.js';

const FONT = '12px system-ui, sans-serif';

export const axisBase = (): uPlot.Axis => ({
  stroke: colour('axis'),
  font: FONT,
  grid: { stroke: colour('grid'), width: 1 },
  ticks: { show: false },
});

/** Local midnights and every `hours` hours between them; at midnight the day's name stands. `starts` in epoch ms. */
export function dayAxis(starts: () => readonly number[], hours: (plot: uPlot) => number): uPlot.Axis {
  const hourOf = (at: number): number => Number(clockTime(at).slice(0, 2));
  return {
    ...axisBase(),
    space: 1,
    gap: 6,
    size: 26,
    splits: (plot) =>
      starts()
        .filter((at) => hourOf(at) % hours(plot) === 0 && clockTime(at).endsWith(':00'))
        .map((at) => at / 1000),
    values: (_plot, splits) =>
      splits.map((at) => (hourOf(at * 1000) === 0 ? dayName(at * 1000) : clockTime(at * 1000).slice(0, 2))),
  };
}

/** Wall-clock labels under a window of minutes. */
export const minuteAxis = (): uPlot.Axis => ({
  ...axisBase(),
  space: 70,
  gap: 6,
  size: 26,
  incrs: [10, 30, 60, 120, 300, 600, 900, 1800, 3600],
  values: (_plot, splits, _axis, _space, increment) =>
    splits.map((at) =>
      increment < 60 ? `${clockTime(at * 1000)}:${String(Math.round(at) % 60).padStart(2, '0')}` : clockTime(at * 1000),
    ),
});

/** A vertical line at `at` (epoch ms), across the plotting area. */
export function drawLine(plot: uPlot, at: number, stroke: string, dash: number[] = []): void {
  const x = Math.round(plot.valToPos(at / 1000, 'x', true));
  const { left, top, width, height } = plot.bbox;
  if (x < left || x > left + width) return;
  const { ctx } = plot;
  ctx.save();
  ctx.strokeStyle = stroke;
  ctx.lineWidth = Math.max(1, devicePixelRatio);
  ctx.setLineDash(dash);
  ctx.beginPath();
  ctx.moveTo(x, top);
  ctx.lineTo(x, top + height);
  ctx.stroke();
  ctx.restore();
}
