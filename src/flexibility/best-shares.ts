import { columnCapacity, type BoundBy, type GroupCapacity } from './group.js';
import { columnsOf, type ColumnSplit, type GroupColumns } from './group-columns.js';
import type { GroupMember } from './group-member.js';
import { Tableau, type Point } from './share-tableau.js';
import { bestVertex, type ShareWeights } from './share-vertex.js';

/** What a group can hold when its shares are chosen, with shares that hold it. */
export interface BestShares extends GroupCapacity {
  /** No choice of shares holds more than this, W; the difference is what was left on the table. */
  readonly boundW: number;
  /** Σ of the shares each way is the capacity. Shares of a smaller capacity are these scaled down. */
  readonly split: ColumnSplit;
}

/** Stop when so little, relative to the capacity, can still be gained. */
const GAP = 1e-6;
const ITERATIONS_MAX = 300;

/**
 * The largest capacity over all choices of shares, not only those in proportion: f⁺, f⁻ with 0 ≤ f ≤ u, Σf = C each way
 * and Σ min(headroom − f, ηcηd·(f⁺ + f⁻)) ≥ factor·C each way. Those who have power to spare beyond what they can
 * sustain carry more of NEM, those who have none carry none.
 *
 * What is guaranteed, for members that stay and hold their baselines: for *every* path of activation a(t) ∈ [−1, 1]
 * over the horizon, member i answering a⁺·f⁺ up and a⁻·f⁻ down, with its fixed part of NEM on top in the direction and
 * not before the instant that the rules allow it (half an hour of net activation after the start, reservoir full at the
 * start): no member leaves its limits, its window, its recovery line or its allowance, and the group always has
 * (1 + factor)·C of power each way. Why: drain is monotone in power, so each member's energy stays between its two
 * constant-extreme paths, which end within its lines; the half hour has moved it away from the line that NEM moves it
 * towards, by at least what NEM can bring in the other half.
 * What is not: a member that leaves, a limit that falls, a gauge that was wrong, activation that goes on after the
 * horizon (it is measured, and shares are dealt anew), and a group split in another way than this.
 *
 * A linear programme with four rows over the members' sums: simplex with columns made on demand, each by one pass over
 * the members (Dantzig and Wolfe). It starts from the proportional shares, so it is never below them, and every value on
 * the way is feasible; it ends with a bound.
 */
export function bestShares(members: readonly GroupMember[], nemPowerFactor: number): BestShares {
  return bestColumnShares(columnsOf(members), nemPowerFactor);
}

/** Only what they hold. */
export function bestCapacity(members: readonly GroupMember[], nemPowerFactor: number): GroupCapacity {
  const { capacityW, upW, downW, boundBy } = bestShares(members, nemPowerFactor);
  return { capacityW, upW, downW, boundBy };
}

/** The same for members in columns. */
export function bestColumnShares(columns: GroupColumns, nemPowerFactor: number): BestShares {
  const proportional = columnCapacity(columns, nemPowerFactor);
  const split = proportionalSplit(columns, proportional);
  const byEnergy = proportional.boundBy !== 'power-up' && proportional.boundBy !== 'power-down';
  if (byEnergy || proportional.capacityW <= 0) return { ...proportional, boundW: proportional.capacityW, split };
  const scaleW = proportional.capacityW;
  const tableau = new Tableau<ColumnSplit>(
    pointOf(columns, split, nemPowerFactor, scaleW),
    pointOf(columns, upwardOnly(columns), nemPowerFactor, scaleW),
  );
  let boundW = Math.min(proportional.upW, proportional.downW);
  for (let iteration = 0; iteration < ITERATIONS_MAX; iteration++) {
    const duals = tableau.duals();
    if (tableau.enterSlack(duals)) continue;
    const [balance, up, down] = duals;
    const factors = nemPowerFactor * (up + down);
    const weights: ShareWeights = { upW: 1 - balance + factors, downW: balance, nemUpW: -up, nemDownW: -down };
    const vertex = bestVertex(columns, weights);
    const point = pointOf(columns, vertex, nemPowerFactor, scaleW);
    const gain = tableau.gainOf(point, duals);
    boundW = Math.min(boundW, (tableau.objective() + Math.max(0, gain)) * scaleW);
    if (gain <= GAP || !tableau.enter(point)) break;
  }
  const mixed = mix(columns.count, tableau.mixture());
  return { ...proportional, ...certified(columns, mixed, nemPowerFactor, proportional), boundW, split: mixed };
}

/** What the shares hold as they are, counted anew, so that no rounding on the way is claimed. */
function certified(
  columns: GroupColumns,
  split: ColumnSplit,
  nemPowerFactor: number,
  { capacityW }: GroupCapacity,
): { capacityW: number; boundBy: BoundBy } {
  const { objective, balance, spareUp, spareDown } = pointOf(columns, split, nemPowerFactor, 1);
  const upW = objective;
  const downW = objective - balance;
  const nemUpW = spareUp + nemPowerFactor * upW;
  const nemDownW = spareDown + nemPowerFactor * upW;
  const heldW = Math.min(upW, downW, nemUpW / nemPowerFactor, nemDownW / nemPowerFactor);
  return { capacityW: Math.max(capacityW, heldW), boundBy: nemUpW <= nemDownW ? 'power-up' : 'power-down' };
}

/** The group's sums for given shares, in units of `scaleW`. */
function pointOf(
  columns: GroupColumns,
  split: ColumnSplit,
  nemPowerFactor: number,
  scaleW: number,
): Point<ColumnSplit> {
  const { headroomUpW, headroomDownW, roundTrip } = columns;
  let up = 0;
  let down = 0;
  let nemUp = 0;
  let nemDown = 0;
  for (let row = 0; row < columns.count; row++) {
    const upW = split.upW[row] as number;
    const downW = split.downW[row] as number;
    const slackW = (roundTrip[row] as number) * (upW + downW);
    up += upW;
    down += downW;
    nemUp += Math.min((headroomUpW[row] as number) - upW, slackW);
    nemDown += Math.min((headroomDownW[row] as number) - downW, slackW);
  }
  return {
    objective: up / scaleW,
    balance: (up - down) / scaleW,
    spareUp: (nemUp - nemPowerFactor * up) / scaleW,
    spareDown: (nemDown - nemPowerFactor * up) / scaleW,
    source: split,
  };
}

function proportionalSplit(columns: GroupColumns, { capacityW, upW, downW }: GroupCapacity): ColumnSplit {
  const part = (share: number, sumW: number): number => (sumW > 0 ? (share * capacityW) / sumW : 0);
  return {
    upW: columns.upW.slice(0, columns.count).map((share) => part(share, upW)),
    downW: columns.downW.slice(0, columns.count).map((share) => part(share, downW)),
  };
}

const upwardOnly = ({ count, upW }: GroupColumns): ColumnSplit => ({
  upW: upW.slice(0, count),
  downW: new Float64Array(count),
});

function mix(count: number, parts: readonly { readonly weight: number; readonly source: ColumnSplit }[]): ColumnSplit {
  const upW = new Float64Array(count);
  const downW = new Float64Array(count);
  for (const { weight, source } of parts)
    for (let row = 0; row < count; row++) {
      upW[row] = (upW[row] as number) + weight * (source.upW[row] as number);
      downW[row] = (downW[row] as number) + weight * (source.downW[row] as number);
    }
  return { upW, downW };
}
