import { bestShares, groupCapacity, nemRoomW, type GroupMember, type NemOutlook } from '../flexibility/index.js';

/** Whole watts per member, in the members' order. */
export interface Dealt {
  readonly upW: readonly number[];
  readonly downW: readonly number[];
  readonly nemUpW: readonly number[];
  readonly nemDownW: readonly number[];
  /** What of NEM nobody has room for just now, W. */
  readonly nemLackingW: number;
}

export interface NemNeed {
  readonly powerFactor: number;
  /** For NEM that discharges, and for NEM that charges. */
  readonly up: NemOutlook;
  readonly down: NemOutlook;
}

/**
 * Deals out `heldW` and the power for NEM to members whose shares are whole watts, so that every column adds up exactly.
 * In proportion to the shares while that leaves enough for NEM, so that all wear alike; chosen where only a choice does.
 * NEM goes to the members in proportion to their room for it. Beyond what the group can hold with NEM, shares are
 * proportional and NEM gets what there is.
 */
export function deal(members: readonly GroupMember[], heldW: number, nem: NemNeed): Dealt {
  if (heldW === 0) return nothing(members.length);
  const { up, down } = sharesFor(members, heldW, nem.powerFactor);
  const needW = Math.round(nem.powerFactor * heldW);
  const roomUp = members.map((member, index) => {
    const [ownW, otherW] = [up[index] as number, down[index] as number];
    const { headroomUpW: headroomW, upW: shareLimitW } = member;
    return Math.floor(nemRoomW(member, { headroomW, shareLimitW, ownW, otherW }, nem.up));
  });
  const roomDown = members.map((member, index) => {
    const [ownW, otherW] = [down[index] as number, up[index] as number];
    const { headroomDownW: headroomW, downW: shareLimitW } = member;
    return Math.floor(nemRoomW(member, { headroomW, shareLimitW, ownW, otherW }, nem.down));
  });
  const nemUp = Math.min(needW, sum(roomUp));
  const nemDown = Math.min(needW, sum(roomDown));
  return {
    upW: up,
    downW: down,
    nemUpW: apportion(nemUp, roomUp),
    nemDownW: apportion(nemDown, roomDown),
    nemLackingW: 2 * needW - nemUp - nemDown,
  };
}

function nothing(count: number): Dealt {
  const none = new Array<number>(count).fill(0);
  return { upW: none, downW: none, nemUpW: none, nemDownW: none, nemLackingW: 0 };
}

function sharesFor(
  members: readonly GroupMember[],
  heldW: number,
  nemPowerFactor: number,
): Record<'up' | 'down', number[]> {
  const proportional = {
    up: apportion(
      heldW,
      members.map(({ upW }) => upW),
    ),
    down: apportion(
      heldW,
      members.map(({ downW }) => downW),
    ),
  };
  if (groupCapacity(members, nemPowerFactor).capacityW >= heldW) return proportional;
  const { capacityW, split } = bestShares(members, nemPowerFactor);
  if (capacityW < heldW) return proportional;
  return { up: rounded(heldW, split.upW), down: rounded(heldW, split.downW) };
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
