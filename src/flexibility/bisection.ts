/** Halvings until a double can't be told from its neighbour. */
const HALVINGS = 64;

/**
 * The largest value in [0, `most`] for which `holds`, to the last bits; 0 where it holds nowhere. `holds` is true up to
 * some value and false beyond it; what comes back held when it was tried.
 */
export function lastThatHolds(most: number, holds: (value: number) => boolean): number {
  if (holds(most)) return most;
  let low = 0;
  let high = most;
  for (let step = 0; step < HALVINGS; step++) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) break;
    if (holds(middle)) low = middle;
    else high = middle;
  }
  return low;
}
