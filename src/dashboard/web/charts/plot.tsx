import { useEffect, useRef } from 'preact/hooks';
import uPlot from 'uplot';
import { scheme } from './palette.js';

interface PlotProps {
  /** What the picture says, for those who can't see it. */
  readonly label: string;
  readonly height: number;
  /** Called when the plot is made, and again when the colours change. */
  readonly options: () => Omit<uPlot.Options, 'width' | 'height'>;
  readonly data: uPlot.AlignedData;
}

/** A uPlot that keeps to its container's width and to the reader's colour scheme. */
export function Plot({ label, height, options, data }: PlotProps) {
  const box = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const newest = useRef(data);
  newest.current = data;
  const colours = scheme.value;

  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const made = new uPlot({ ...options(), width: element.clientWidth || 300, height }, newest.current, element);
    plot.current = made;
    const observer = new ResizeObserver(() => {
      const width = element.clientWidth;
      if (width > 0 && width !== made.width) made.setSize({ width, height });
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
      plot.current = null;
      made.destroy();
    };
  }, [colours, height]);

  useEffect(() => plot.current?.setData(data), [data]);

  return <div class="plot" role="img" aria-label={label} ref={box} style={{ height: `${height}px` }} />;
}
