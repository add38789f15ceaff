import { bestShares, nemRoomW, type GroupMember, type NemOutlooks } from '../flexibility/index.js';

/** Whole watts per member, in the members' order. */
export interface Dealt {
  readonly upW: readonly number[];
  readonly downW: readonly number[];
  readonly nemUpW: readonly number[];
  readonly nemDownW: readonly number[];
  /** What of NEM nobody has room for just now, W. */
  readonly nemLackingW: number;
}

/** Its power as a share of what is held, and what is known of it either way. */
export interface NemNeed extends NemOutlooks {
  readonly powerFactor: number;
}

/**
 * Deals out `heldW` and the power for NEM to members whose shares are whole watts, so that every column adds up exactly.
 * In proportion to the shares while that leaves enough for NEM as it stands, so that all wear alike; chosen where only a
 * choice does. NEM goes to the members in proportion to their room for it. Beyond what the group can hold with NEM, shares
 * are proportional and NEM gets what there is.
 */
export function deal(members: readonly GroupMember[], heldW: number, nem: NemNeed): Dealt {
  if (heldW === 0) return nothing(members.length);
  const needW = Math.round(nem.powerFactor * heldW);
  const shares = (heldShares: ColumnShares): Roomy => ({ ...heldShares, rooms: roomsBeside(members, heldShares, nem) });
  const proportional = shares(inProportion(members, heldW));
  const enough = sum(proportional.rooms.up) >= needW && sum(proportional.rooms.down) >= needW;
  const chosen = enough ? null : chosenShares(members, heldW, nem);
  const { up, down, rooms } = chosen === null ? proportional : shares(chosen);
  const nemUp = Math.min(needW, sum(rooms.up));
  const nemDown = Math.min(needW, sum(rooms.down));
  return {
    upW: up,
    downW: down,
    nemUpW: apportion(nemUp, rooms.up),
    nemDownW: apportion(nemDown, rooms.down),
    nemLackingW: 2 * needW - nemUp - nemDown,
  };
}

function nothing(count: number): Dealt {
  const none = new Array<number>(count).fill(0);
  return { upW: none, downW: none, nemUpW: none, nemDownW: none, nemLackingW: 0 };
}

/** One number a member, each way. */
interface ColumnShares {
  readonly up: readonly number[];
  readonly down: readonly number[];
}

interface Roomy extends ColumnShares {
  readonly rooms: ColumnShares;
}

/** Whole watts that each member has for NEM beside its shares. */
function roomsBeside(members: readonly GroupMember[], { up, down }: ColumnShares, nem: NemNeed): ColumnShares {
  const room = (member: GroupMember, index: number, way: 'up' | 'down'): number => {
    const [own, other] = way === 'up' ? [up, down] : [down, up];
    const [headroomW, shareLimitW] =
      way === 'up' ? [member.headroomUpW, member.upW] : [member.headroomDownW, member.downW];
    const shares = { ownW: own[index] as number, otherW: other[index] as number };
    return Math.floor(nemRoomW(member, { nem: way, headroomW, shareLimitW, ...shares }, nem[way]));
  };
  return {
    up: members.map((member, index) => room(member, index, 'up')),
    down: members.map((member, index) => room(member, index, 'down')),
  };
}

function inProportion(members: readonly GroupMember[], heldW: number): ColumnShares {
  return {
    up: apportion(
      heldW,
      members.map(({ upW }) => upW),
    ),
    down: apportion(
      heldW,
      members.map(({ downW }) => downW),
    ),
  };
}

/** Null where no choice holds so much with NEM on top. */
function chosenShares(members: readonly GroupMember[], heldW: number, nem: NemNeed): ColumnShares | null {
  const { capacityW, split } = bestShares(members, nem.powerFactor, nem);
  return capacityW < heldW ? null : { up: rounded(heldW, split.upW), down: rounded(heldW, split.downW) };
}

const sum = (values: Iterable<number>): number => {
  let total = 0;
  for (const value of values) total += value;
  return total;
};

/** Whole parts of `total` in proportion to whole `weights`, adding up exactly, none above its weight. `total` ≤ Σ weights. */
export const apportion = (total: number, weights: readonly number[]): number[] => rounded(total, weights);

/** Parts of a whole `total` in proportion to `weights`, each rounded up or down, adding up exactly: the running sum is rounded. */
function rounded(total: number, weights: ArrayLike<number> & Iterable<number>): number[] {
  const whole = sum(weights);
  let exact = 0;
  let dealt = 0;
  return Array.from(weights, (weight) => {
    exact += weight;
    const upTo = whole === 0 ? 0 : Math.round((total * exact) / whole);
    const part = upTo - dealt;
    dealt = upTo;
    return part;
  });
}
