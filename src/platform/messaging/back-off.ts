/** Milliseconds to wait before the `attempt`th try again (1, 2, …): doubled each time, from `first` up to `most`. */
export const backOffMs = (attempt: number, first = 100, most = 5_000): number =>
  Math.min(most, first * 2 ** Math.min(attempt - 1, 30));
