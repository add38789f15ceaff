import { signal } from '@preact/signals';

const dark = matchMedia('(prefers-color-scheme: dark)');
/** Changes when the reader's system goes light or dark: canvases have to be drawn anew. */
export const scheme = signal(dark.matches ? 'dark' : 'light');
dark.addEventListener('change', () => {
  scheme.value = dark.matches ? 'dark' : 'light';
});

export type ChartColour =
  | 'firm'
  | 'firm-line'
  | 'committed'
  | 'offered'
  | 'maintained'
  | 'short'
  | 'to-come'
  | 'required'
  | 'delivered'
  | 'frequency'
  | 'grid'
  | 'axis'
  | 'now';

/** The present value of a `--chart-…` property. */
export const colour = (name: ChartColour): string =>
  getComputedStyle(document.documentElement).getPropertyValue(`--chart-${name}`).trim();
