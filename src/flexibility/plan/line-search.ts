const GOLDEN = (Math.sqrt(5) - 1) / 2;

/**
 * Where a function is largest among its ends and the points that a golden section search for its top visits: the top
 * itself, to `looks` sections, where it has only one. The lower end where nothing beats it.
 */
export function climbToTop(valueOf: (at: number) => number, low: number, high: number, looks: number): number {
  let best = low;
  let bestValue = valueOf(low);
  const look = (at: number): number => {
    const value = valueOf(at);
    if (value > bestValue) {
      best = at;
      bestValue = value;
    }
    return value;
  };
  look(high);
  let left = low;
  let right = high;
  let lower = right - GOLDEN * (right - left);
  let upper = left + GOLDEN * (right - left);
  let lowerValue = look(lower);
  let upperValue = look(upper);
  for (let count = 2; count < looks; count++) {
    if (lowerValue < upperValue) {
      left = lower;
      lower = upper;
      lowerValue = upperValue;
      upper = left + GOLDEN * (right - left);
      upperValue = look(upper);
    } else {
      right = upper;
      upper = lower;
      upperValue = lowerValue;
      lower = right - GOLDEN * (right - left);
      lowerValue = look(lower);
    }
  }
  return best;
}
