/** What one car wants of its site's fuse, grid-side W ≥ 0. */
export interface FuseClaim {
  /** Constant charging power that its promise needs from now on. */
  readonly needW: number;
  /** What it could take and give at most. */
  readonly chargeW: number;
  readonly dischargeW: number;
}

/** What it is guaranteed, whole W: whatever the other cars do, it may take and give so much. */
export interface FuseShare {
  readonly chargeW: number;
  readonly dischargeW: number;
}

/**
 * Deals the fuse out so that neither all charging nor all discharging at once is more than it carries: first what each
 * promise needs, in the claims' order, so that nobody who comes later takes it away; then the rest evenly among those
 * who can use it. Export has no promise behind it and is dealt evenly.
 */
export function fuseShares(fuseW: number, claims: readonly FuseClaim[]): FuseShare[] {
  let left = Math.floor(fuseW);
  const needs = claims.map(({ needW, chargeW }) => {
    const granted = Math.max(0, Math.min(Math.ceil(needW), Math.floor(chargeW), left));
    left -= granted;
    return granted;
  });
  const extra = evenly(
    left,
    claims.map(({ chargeW }, index) => Math.floor(chargeW) - (needs[index] as number)),
  );
  const exported = evenly(
    Math.floor(fuseW),
    claims.map(({ dischargeW }) => Math.floor(dischargeW)),
  );
  return claims.map((_, index) => ({
    chargeW: (needs[index] as number) + (extra[index] as number),
    dischargeW: exported[index] as number,
  }));
}

/** The same for everybody, as far as each can use it: whole parts, at most `total` in all, none above its cap (≥ 0). */
function evenly(total: number, caps: readonly number[]): number[] {
  const parts = caps.map(() => 0);
  let left = total;
  const order = caps.map((_, index) => index).sort((a, b) => (caps[a] as number) - (caps[b] as number));
  order.forEach((index, place) => {
    const part = Math.max(0, Math.min(caps[index] as number, Math.floor(left / (order.length - place))));
    parts[index] = part;
    left -= part;
  });
  return parts;
}
