import { columnCapacity, type BoundBy, type GroupCapacity } from './group.js';
import { columnsOf, type ColumnSplit, type GroupColumns } from './group-columns.js';
import type { GroupMember } from './group-member.js';
import { FRESH_HOURS, nemLines, type NemOutlooks } from './nem-room.js';
import { Tableau, type Point } from './share-tableau.js';
import { bestVertex, type NemRooms, type ShareWeights } from './share-vertex.js';

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
/** Of sums in units of the capacity: their last bits. */
const ROUNDING = 1e-12;

/**
 * The largest capacity over all choices of shares, not only those in proportion: f⁺, f⁻ with 0 ≤ f ≤ u, Σf = C each way
 * and Σ nemRoomW ≥ factor·C each way. Those who have power to spare beyond what they can sustain carry more of NEM,
 * those who have none carry none.
 *
 * What is guaranteed, for members that stay and hold their baselines: for *every* path of activation a(t) ∈ [−1, 1]
 * over the horizon, member i answering a⁺·f⁺ up and a⁻·f⁻ down, with its fixed part of NEM on top in the direction and
 * not before the instant that the outlooks allow it (at an MTU's start: after half an hour of net activation, reservoir
 * full at the start): no member leaves its limits, its window, its recovery line or its allowance, and the group always
 * has (1 + factor)·C of power each way. Why: drain is monotone in power, so each member's energy stays between its two
 * constant-extreme paths, which end within its lines; the quiet time has moved it away from the line that NEM moves it
 * towards, by at least what NEM can bring in the rest.
 * What is not: a member that leaves, a limit that falls, a gauge that was wrong, activation that goes on after the
 * horizon (it is measured, and shares are dealt anew), and a group split in another way than this.
 *
 * What a choice gains over shares in proportion: nothing where a sum of shares binds, since no choice changes it; where
 * power for NEM binds, what proportion leaves lying with members whose shares are too small to keep energy for NEM. As
 * measured on groups of up to 60: nothing for cars that are alike, 0.5 % for any parked ones, 0.8 % around θ baselines,
 * and 1–2 % (one group 5 %) where one car in five is nearly full or nearly empty among others in the middle of their
 * windows. On the standard backtest with planned baselines power binds in 42 of 100 hours, and they gain 0.7 %.
 *
 * A linear programme with four rows over the members' sums: simplex with columns made on demand, each by one pass over
 * the members (Dantzig and Wolfe). It starts from the proportional shares where they hold, so it is never below them,
 * and every value on the way is feasible; it ends with a bound.
 */
export function bestShares(
  members: readonly GroupMember[],
  nemPowerFactor: number,
  outlooks: NemOutlooks = FRESH_HOURS,
): BestShares {
  return bestColumnShares(columnsOf(members), nemPowerFactor, outlooks);
}

/** Only what they hold. */
export function bestCapacity(members: readonly GroupMember[], nemPowerFactor: number): GroupCapacity {
  const { capacityW, upW, downW, boundBy } = bestShares(members, nemPowerFactor);
  return { capacityW, upW, downW, boundBy };
}

/** The same for members in columns. */
export function bestColumnShares(
  columns: GroupColumns,
  nemPowerFactor: number,
  outlooks: NemOutlooks = FRESH_HOURS,
): BestShares {
  const proportional = columnCapacity(columns, nemPowerFactor);
  const mostW = Math.min(proportional.upW, proportional.downW);
  if (proportional.capacityW <= 0) return { ...proportional, boundW: 0, split: scaledSplit(columns, proportional, 0) };
  const group = new ShareGroup(columns, nemPowerFactor, outlooks, mostW);
  const whole = scaledSplit(columns, proportional, mostW);
  if (group.holds(whole)) {
    const boundBy = proportional.upW <= proportional.downW ? 'energy-up' : 'energy-down';
    return { ...proportional, capacityW: mostW, boundBy, boundW: mostW, split: whole };
  }
  const first = scaledSplit(columns, proportional, proportional.capacityW);
  const atLeastW = group.holds(first) ? proportional.capacityW : 0;
  const { split, boundW } = group.improved(atLeastW > 0 ? first : scaledSplit(columns, proportional, 0));
  const { capacityW, boundBy } = group.certified(split);
  return { ...proportional, capacityW: Math.max(capacityW, atLeastW), boundBy, boundW, split };
}

/** A group's sums and their limits. */
class ShareGroup {
  private readonly rooms: NemRooms;

  constructor(
    private readonly columns: GroupColumns,
    private readonly nemPowerFactor: number,
    outlooks: NemOutlooks,
    /** Sums are counted in units of it: no capacity is larger, W. */
    private readonly mostW: number,
  ) {
    this.rooms = { up: nemLines(columns, 'up', outlooks.up), down: nemLines(columns, 'down', outlooks.down) };
  }

  /** Whether shares that are equal each way leave enough for NEM. */
  holds(split: ColumnSplit): boolean {
    const { spareUp, spareDown } = this.pointOf(split);
    return spareUp >= -ROUNDING && spareDown >= -ROUNDING;
  }

  /** From shares that hold to the best ones. */
  improved(start: ColumnSplit): { split: ColumnSplit; boundW: number } {
    const { columns, nemPowerFactor, rooms, mostW } = this;
    const tableau = new Tableau<ColumnSplit>(this.pointOf(start), this.pointOf(upwardOnly(columns)));
    let boundW = mostW;
    for (let iteration = 0; iteration < ITERATIONS_MAX; iteration++) {
      const duals = tableau.duals();
      if (tableau.enterSlack(duals)) continue;
      const [balance, up, down] = duals;
      const factors = nemPowerFactor * (up + down);
      const weights: ShareWeights = { upW: 1 - balance + factors, downW: balance, nemUpW: -up, nemDownW: -down };
      const point = this.pointOf(bestVertex(columns, rooms, weights));
      const gain = tableau.gainOf(point, duals);
      boundW = Math.min(boundW, (tableau.objective() + Math.max(0, gain)) * mostW);
      if (gain <= GAP || !tableau.enter(point)) break;
    }
    return { split: mix(columns.count, tableau.mixture()), boundW };
  }

  /** What the shares hold as they are, counted anew, so that no rounding on the way is claimed. */
  certified(split: ColumnSplit): { capacityW: number; boundBy: BoundBy } {
    const { nemPowerFactor, mostW } = this;
    const { objective, balance, spareUp, spareDown } = this.pointOf(split);
    const nemUp = spareUp + nemPowerFactor * objective;
    const nemDown = spareDown + nemPowerFactor * objective;
    const held = Math.min(objective, objective - balance, nemUp / nemPowerFactor, nemDown / nemPowerFactor);
    return { capacityW: Math.max(0, held * mostW), boundBy: nemUp <= nemDown ? 'power-up' : 'power-down' };
  }

  private pointOf(split: ColumnSplit): Point<ColumnSplit> {
    const { columns, rooms, nemPowerFactor, mostW } = this;
    const { headroomUpW, headroomDownW } = columns;
    let up = 0;
    let down = 0;
    let nemUp = 0;
    let nemDown = 0;
    for (let row = 0; row < columns.count; row++) {
      const f = split.upW[row] as number;
      const g = split.downW[row] as number;
      up += f;
      down += g;
      nemUp += Math.min((headroomUpW[row] as number) - f, at(rooms.up, row, f, g));
      nemDown += Math.min((headroomDownW[row] as number) - g, at(rooms.down, row, g, f));
    }
    return {
      objective: up / mostW,
      balance: (up - down) / mostW,
      spareUp: (nemUp - nemPowerFactor * up) / mostW,
      spareDown: (nemDown - nemPowerFactor * up) / mostW,
      source: split,
    };
  }
}

const at = ({ limitW, own, other }: NemRooms['up'], row: number, ownW: number, otherW: number): number =>
  (limitW[row] as number) + (own[row] as number) * ownW + (other[row] as number) * otherW;

/** Shares in proportion that add up to `capacityW` each way. */
function scaledSplit(
  columns: GroupColumns,
  { upW, downW }: Pick<GroupCapacity, 'upW' | 'downW'>,
  capacityW: number,
): ColumnSplit {
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
