import type { GroupColumns } from './group-columns.js';
import type { GroupMember } from './group-member.js';

/** Normal-state energy management, seen from a member: discharging beside its upward share, or charging beside the downward one. */
export type NemDirection = 'up' | 'down';

/** What is known of NEM in one direction over the hours that shares are dealt for. */
export interface NemOutlook {
  /** What is left to hold the shares for, > 0. */
  readonly hours: number;
  /** Net activation against it, in hours at full activation, that must come before NEM can begin; 0 while it acts. */
  readonly quietHours: number;
  /** What its mean still has to bring of an action that is over, in hours of full NEM. */
  readonly tailHours: number;
}

export type NemOutlooks = { readonly [Direction in NemDirection]: NemOutlook };

/**
 * The outlook at an MTU's start with nothing acting, at the least endurance that a group may have there: half of the
 * hour is quiet.
 */
export const FRESH_HOUR: NemOutlook = { hours: 1, quietHours: 0.5, tailHours: 0 };
export const FRESH_HOURS: NemOutlooks = { up: FRESH_HOUR, down: FRESH_HOUR };

/** How far energy goes for NEM: watt-hours of it at the grid for a watt-hour of activation at the grid. */
export interface NemYield {
  /** Kept back of the share in NEM's own direction. */
  readonly ofOwn: number;
  /** Brought by activation the other way. */
  readonly ofOther: number;
}

/**
 * Losses stand between what activation moves and what NEM takes, and the baseline says which. A watt-hour given costs the
 * battery 1/ηd, one taken brings it ηc, and around a baseline other than 0 it may be one less of the other: so a
 * watt-hour is worth as much as any other to within ρ = ηcηd. At rest, up activation f⁺ and down activation f⁻ of an
 * hour leave f⁺ + ρ·f⁻ for discharging and f⁺/ρ + f⁻ for charging; around a baseline of either sign at least what
 * stands here; and ρ of either, as `groupCapacity` has it, is there around any baseline.
 */
export function nemYield(direction: NemDirection, roundTrip: number, baselineW: number | undefined): NemYield {
  if (baselineW === undefined || Number.isNaN(baselineW)) return { ofOwn: roundTrip, ofOther: roundTrip };
  if (direction === 'up') return { ofOwn: baselineW >= 0 ? 1 : roundTrip, ofOther: roundTrip };
  return { ofOwn: baselineW <= 0 ? 1 : roundTrip, ofOther: baselineW === 0 ? 1 / roundTrip : 1 };
}

/**
 * How much of NEM in one direction a member can take upon it beside its share `ownW` there and `otherW` the other way,
 * W ≥ 0: power beyond the share, and energy. Energy: what its share leaves it of the hours, and what net activation the
 * other way gives it before NEM begins. A tail from the hour before must fit into what the share leaves alone, and comes
 * at once: what a baseline brings that runs the other way is not there yet.
 *
 * Why the end points suffice: the hardest path for NEM that discharges is full activation down for the quiet hours and
 * full activation up from then on (any other order leaves NEM less time and no less energy), and the other way round.
 */
export function nemRoomW(
  member: Pick<GroupMember, 'roundTrip' | 'baselineW'>,
  direction: {
    readonly nem: NemDirection;
    readonly headroomW: number;
    readonly shareLimitW: number;
    readonly ownW: number;
    readonly otherW: number;
  },
  { hours, quietHours, tailHours }: NemOutlook,
): number {
  const { nem, headroomW, shareLimitW, ownW, otherW } = direction;
  const { ofOwn, ofOther } = nemYield(nem, member.roundTrip, member.baselineW);
  const spareWh = ofOwn * Math.max(0, shareLimitW - ownW) * hours;
  const tailWh = ofOwn * Math.max(0, shareLimitW - Math.max(ownW, against(nem, member.baselineW))) * hours;
  const tailRoomW = tailHours > 0 ? tailWh / tailHours : Infinity;
  const actingHours = tailHours + hours - quietHours;
  const laterRoomW =
    quietHours < hours ? (spareWh + (ofOwn * ownW + ofOther * otherW) * quietHours) / actingHours : Infinity;
  return Math.max(0, Math.min(headroomW - ownW, tailRoomW, laterRoomW));
}

/** How fast a baseline moves energy away from the line that NEM moves it towards, W ≥ 0; an unknown one rests. */
const against = (nem: NemDirection, baselineW = 0): number => Math.max(0, nem === 'up' ? -baselineW : baselineW);

/** The same for members in columns: beside shares f and g the other way, row by row, min(headroom − f, limit + own·f + other·g). */
export interface NemLines {
  readonly limitW: Float64Array;
  readonly own: Float64Array;
  readonly other: Float64Array;
}

/**
 * While a tail is still to come, the slack of activation is left out, and a member whose baseline runs against it: one line
 * for both of `nemRoomW`'s, never above them.
 */
export function nemLines(columns: GroupColumns, direction: NemDirection, outlook: NemOutlook): NemLines {
  const { count, roundTrip, baselineW } = columns;
  const { hours, quietHours, tailHours } = outlook;
  const lines = {
    limitW: new Float64Array(count),
    own: new Float64Array(count),
    other: new Float64Array(count),
  };
  if (quietHours >= hours && tailHours === 0) {
    // Power alone binds: a line that the headroom never reaches.
    lines.limitW.set((direction === 'up' ? columns.headroomUpW : columns.headroomDownW).subarray(0, count));
    return lines;
  }
  const shareW = direction === 'up' ? columns.upW : columns.downW;
  const actingHours = tailHours + Math.max(0, hours - quietHours);
  const spare = hours / actingHours;
  const slack = tailHours > 0 ? 0 : quietHours / actingHours;
  for (let row = 0; row < count; row++) {
    if (tailHours > 0 && against(direction, baselineW[row]) > 0) continue;
    const { ofOwn, ofOther } = nemYield(direction, roundTrip[row] as number, baselineW[row]);
    lines.limitW[row] = ofOwn * (shareW[row] as number) * spare;
    lines.own[row] = ofOwn * (slack - spare);
    lines.other[row] = ofOther * slack;
  }
  return lines;
}
