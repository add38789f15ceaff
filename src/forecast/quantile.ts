/** Guards the product below against binary rounding: 30 · (1 − 0.9) is 2.9999999999999996. */
const ROUNDING = 1e-9;

/**
 * The largest sample that a new value of the same distribution falls short of with probability at most 1 − reliability:
 * the k-th smallest of n with k = ⌊(n + 1)(1 − reliability)⌋. A new value is equally likely to take each of the n + 1
 * places among exchangeable samples, so that it is below the k-th smallest with probability at most k/(n + 1), whatever
 * the distribution. The plain empirical quantile, rank ⌈n(1 − reliability)⌉, promises no such thing: of 11 samples at
 * 90 % it takes the second smallest, which a new value falls short of 2 times in 12.
 * @param samples in any order; not changed.
 * @returns null when there are too few samples to promise anything (k = 0).
 */
export function reliableQuantile(samples: readonly number[], reliability: number): number | null {
  const rank = Math.floor((samples.length + 1) * (1 - reliability) + ROUNDING);
  if (rank < 1) return null;
  return [...samples].sort((a, b) => a - b)[Math.min(rank, samples.length) - 1] ?? null;
}
