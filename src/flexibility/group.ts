import type { Shares } from './shares.js';
import type { Vehicle } from './vehicle.js';

/** One car in a group that sells together, at a given baseline. */
export interface GroupMember extends Shares {
  /** Discharge limit less baseline, ≥ 0: power above the baseline whatever the energy says. */
  readonly headroomUpW: number;
  /** Charge limit plus baseline (injection positive), ≥ 0: power below the baseline. */
  readonly headroomDownW: number;
  /** Charge times discharge efficiency. */
  readonly roundTrip: number;
}

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

export function memberOf(vehicle: Vehicle, baselineW: number, shares: Shares): GroupMember {
  return {
    ...shares,
    headroomUpW: Math.max(0, vehicle.maxDischargeW - baselineW),
    headroomDownW: Math.max(0, vehicle.maxChargeW + baselineW),
    roundTrip: vehicle.chargeEfficiency * vehicle.dischargeEfficiency,
  };
}

/** Newton's iteration below ends at a kink of a concave function; this many kinks are never met. */
const ITERATIONS_MAX = 200;

/**
 * The largest capacity that the members can hold together: not the sum of what each could hold alone, since a full car
 * gives the upward half and an empty one the downward half. Energy: it is at most the sum of the shares each way. Power:
 * with shares split in proportion, what normal-state energy management (NEM) takes, `nemPowerFactor` of the capacity
 * each way, must fit into every member's spare power and into the slack that half an hour of net activation has left it.
 */
export function groupCapacity(members: readonly GroupMember[], nemPowerFactor: number): GroupCapacity {
  let upW = 0;
  let downW = 0;
  for (const member of members) {
    upW += member.upW;
    downW += member.downW;
  }
  let capacityW = Math.min(upW, downW);
  let boundBy: BoundBy = upW <= downW ? 'energy-up' : 'energy-down';
  if (capacityW <= 0) return { capacityW: 0, upW, downW, boundBy: upW === downW ? 'none' : boundBy };
  for (let iteration = 0; iteration < ITERATIONS_MAX; iteration++) {
    // Spare power less the need is concave in the capacity and not negative at 0. So its tangent's root, seen from
    // beyond the last feasible point, never jumps over that point: the steps come down to it and end on it.
    const upRootW = spareRootW(members, 'up', { capacityW, upW, downW }, nemPowerFactor);
    const downRootW = spareRootW(members, 'down', { capacityW, upW, downW }, nemPowerFactor);
    const rootW = Math.min(upRootW, downRootW);
    if (rootW >= capacityW) break;
    capacityW = Math.max(0, rootW);
    boundBy = upRootW <= downRootW ? 'power-up' : 'power-down';
  }
  return { capacityW, upW, downW, boundBy };
}

/**
 * Root of the tangent to "spare power less what NEM needs" in one direction at `capacityW`; infinity where the spare
 * power suffices there. Per watt of capacity a member's spare power either falls by its share (its power binds) or
 * grows by the slack that net activation leaves it (its energy binds).
 */
function spareRootW(
  members: readonly GroupMember[],
  side: 'up' | 'down',
  { capacityW, upW, downW }: { capacityW: number; upW: number; downW: number },
  nemPowerFactor: number,
): number {
  let constant = 0;
  let slope = -nemPowerFactor;
  for (const member of members) {
    const up = member.upW / upW;
    const down = member.downW / downW;
    const share = side === 'up' ? up : down;
    const headroomW = side === 'up' ? member.headroomUpW : member.headroomDownW;
    const slack = member.roundTrip * (up + down);
    if (headroomW <= capacityW * (share + slack)) {
      constant += headroomW;
      slope -= share;
    } else slope += slack;
  }
  return constant + slope * capacityW >= 0 ? Infinity : -constant / slope;
}
