import { columnsOf, type GroupColumns } from './group-columns.js';
import type { Shares } from './shares.js';
import type { GroupMember } from './group-member.js';

/** What binds a group: the sum of its shares in a direction, or its power for normal-state energy management. */
export type BoundBy = 'energy-up' | 'energy-down' | 'power-up' | 'power-down' | 'none';

export interface GroupCapacity {
  /** What the group can hold each way, W, not floored. */
  readonly capacityW: number;
  /** Sums of the members' shares, W. */
  readonly upW: number;
  readonly downW: number;
  /** `none`: no member offers anything. */
  readonly boundBy: BoundBy;
}

/** Newton's iteration below ends at a kink of a concave function; this many kinks are never met. */
const ITERATIONS_MAX = 200;
/** Relative; a step this small is the last bits turning over, not a kink. */
const ROUNDING = 1e-12;

/**
 * The largest capacity that the members can hold together: not the sum of what each could hold alone, since a full car
 * gives the upward half and an empty one the downward half. Energy: it is at most the sum of the shares each way. Power:
 * with shares split in proportion, what normal-state energy management (NEM) takes, `nemPowerFactor` of the capacity
 * each way, must fit into every member's spare power and into the slack that half an hour of net activation has left it.
 */
export function groupCapacity(members: readonly GroupMember[], nemPowerFactor: number): GroupCapacity {
  return columnCapacity(columnsOf(members), nemPowerFactor);
}

/** The same for members in columns. */
export function columnCapacity(columns: GroupColumns, nemPowerFactor: number): GroupCapacity {
  const { upW, downW } = sumsOf(columns);
  let capacityW = Math.min(upW, downW);
  let boundBy: BoundBy = upW <= downW ? 'energy-up' : 'energy-down';
  if (capacityW <= 0) return { capacityW: 0, upW, downW, boundBy: upW === downW ? 'none' : boundBy };
  for (let iteration = 0; iteration < ITERATIONS_MAX; iteration++) {
    // Spare power less the need is concave in the capacity and not negative at 0. So its tangent's root, seen from
    // beyond the last feasible point, never jumps over that point: the steps come down to it and end on it.
    const roots = spareRoots(columns, { capacityW, upW, downW }, nemPowerFactor);
    const rootW = Math.min(roots.upW, roots.downW);
    if (rootW >= capacityW) break;
    boundBy = roots.upW <= roots.downW ? 'power-up' : 'power-down';
    const settled = rootW >= capacityW * (1 - ROUNDING);
    capacityW = Math.max(0, rootW);
    if (settled) break;
  }
  return { capacityW, upW, downW, boundBy };
}

/** Sums of the shares each way, W. */
export function sumsOf(columns: GroupColumns): Shares {
  let upW = 0;
  let downW = 0;
  for (let row = 0; row < columns.count; row++) {
    upW += columns.upW[row] as number;
    downW += columns.downW[row] as number;
  }
  return { upW, downW };
}

/**
 * Roots of the tangents to "spare power less what NEM needs", each way, at a capacity; infinity where the spare power
 * suffices. Per watt of capacity a member's spare power either falls by its share (its power binds) or grows by the
 * slack that net activation leaves it (its energy binds). One pass: a fleet's hour asks this many times.
 */
function spareRoots(
  columns: GroupColumns,
  group: Omit<GroupCapacity, 'boundBy'>,
  nemPowerFactor: number,
): { upW: number; downW: number } {
  const { capacityW } = group;
  const { headroomUpW, headroomDownW, roundTrip } = columns;
  let upConstant = 0;
  let upSlope = -nemPowerFactor;
  let downConstant = 0;
  let downSlope = -nemPowerFactor;
  for (let row = 0; row < columns.count; row++) {
    const up = (columns.upW[row] as number) / group.upW;
    const down = (columns.downW[row] as number) / group.downW;
    const slack = (roundTrip[row] as number) * (up + down);
    if ((headroomUpW[row] as number) <= capacityW * (up + slack)) {
      upConstant += headroomUpW[row] as number;
      upSlope -= up;
    } else upSlope += slack;
    if ((headroomDownW[row] as number) <= capacityW * (down + slack)) {
      downConstant += headroomDownW[row] as number;
      downSlope -= down;
    } else downSlope += slack;
  }
  const rootW = (constant: number, slope: number): number =>
    constant + slope * capacityW >= 0 ? Infinity : -constant / slope;
  return { upW: rootW(upConstant, upSlope), downW: rootW(downConstant, downSlope) };
}
