import { useMemo } from 'preact/hooks';
import uPlot from 'uplot';
import { deliveredAt, type Trace } from '../live/trace.js';
import { axisBase, minuteAxis } from './axes.js';
import { colour } from './palette.js';
import { Plot } from './plot.js';

const SYNC = 'live';
type PlotOptions = Omit<uPlot.Options, 'width' | 'height'>;

interface LivePlotProps {
  readonly trace: Trace;
  readonly windowMs: number;
  /** The instant under the pointer, epoch ms, or null. */
  readonly onPoint: (at: number | null) => void;
}

type Common = Pick<PlotOptions, 'legend' | 'cursor' | 'hooks' | 'padding'> & { readonly x: uPlot.Scale };

function common({ windowMs, onPoint }: LivePlotProps): Common {
  const pointed = (plot: uPlot): number | null => {
    const { left = -1, idx } = plot.cursor;
    return left < 0 || idx == null ? null : (plot.data[0][idx] ?? 0) * 1000;
  };
  return {
    legend: { show: false },
    padding: [8, 8, 0, 0],
    cursor: { y: false, sync: { key: SYNC }, drag: { x: false, y: false }, points: { size: 6 } },
    hooks: { setCursor: [(plot) => onPoint(pointed(plot))] },
    x: { time: true, range: (_plot, _from, to) => [to - windowMs / 1000, to] },
  };
}

/** Only the window's samples: the scales fit what is seen. */
function windowed(trace: Trace, windowMs: number): { first: number; seconds: number[] } {
  const since = (trace.at.at(-1) ?? 0) - windowMs;
  const first = Math.max(
    0,
    trace.at.findIndex((at) => at >= since),
  );
  return { first, seconds: trace.at.slice(first).map((at) => at / 1000) };
}

export function FrequencyPlot(props: LivePlotProps) {
  const { trace, windowMs } = props;
  const data = useMemo((): uPlot.AlignedData => {
    const { first, seconds } = windowed(trace, windowMs);
    return [seconds, trace.millihertz.slice(first).map((value) => (value === null ? null : value / 1000))];
  }, [trace, windowMs]);
  const options = (): PlotOptions => {
    const { x, ...rest } = common(props);
    return {
      ...rest,
      scales: { x, y: { range: (_plot, low, high) => [Math.min(49.94, low - 0.005), Math.max(50.06, high + 0.005)] } },
      axes: [
        { ...minuteAxis(), size: 8, values: () => [] },
        { ...axisBase(), size: 56, space: 28, values: (_plot, splits) => splits.map((value) => value.toFixed(2)) },
      ],
      series: [{}, { stroke: colour('frequency'), width: 1.5, points: { show: false } }],
    };
  };
  return <Plot key={windowMs} label="Grid frequency, Hz" height={112} {...{ options, data }} />;
}

export function ResponsePlot(props: LivePlotProps) {
  const { trace, windowMs } = props;
  const data = useMemo((): uPlot.AlignedData => {
    const { first, seconds } = windowed(trace, windowMs);
    const kw = (value: number | null): number | null => (value === null ? null : value / 1000);
    return [seconds, trace.requiredW.slice(first).map(kw), deliveredAt(trace).slice(first).map(kw)];
  }, [trace, windowMs]);
  const options = (): PlotOptions => {
    const { x, ...rest } = common(props);
    const stepped = uPlot.paths.stepped?.({ align: 1 });
    return {
      ...rest,
      scales: { x, y: { range: (_plot, low, high) => symmetric(low, high) } },
      axes: [minuteAxis(), { ...axisBase(), size: 56, splits: roundSteps }],
      series: [
        {},
        { stroke: colour('required'), width: 1.25, points: { show: false } },
        { stroke: colour('delivered'), width: 2, ...(stepped && { paths: stepped }), points: { show: false } },
      ],
    };
  };
  return (
    <Plot
      key={windowMs}
      label="Response required and delivered, kW, upward positive"
      height={146}
      {...{ options, data }}
    />
  );
}

const ROUND = [10, 20, 50, 100, 200, 500, 1000, 2000, 5000];

/** Zero and one or two round steps each way. */
function roundSteps(_plot: uPlot, _axis: number, _low: number, high: number): number[] {
  const step = ROUND.findLast((size) => size <= high * 0.6) ?? 10;
  const count = Math.floor(high / step);
  return Array.from({ length: 2 * count + 1 }, (_, index) => (index - count) * step);
}

/** Zero in the middle: upward and downward response are read alike. */
function symmetric(low: number | null, high: number | null): [number, number] {
  const reach = Math.max(10, Math.abs(low ?? 0), Math.abs(high ?? 0)) * 1.1;
  return [-reach, reach];
}
