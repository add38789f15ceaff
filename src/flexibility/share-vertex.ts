import type { ColumnSplit, GroupColumns } from './group-columns.js';
import type { NemLines } from './nem-room.js';

/** What a watt of each is worth: a share up, a share down, and power kept for NEM each way (≥ 0). */
export interface ShareWeights {
  readonly upW: number;
  readonly downW: number;
  readonly nemUpW: number;
  readonly nemDownW: number;
}

/** What members have for NEM beside their shares, either way. */
export type NemRooms = { readonly [Direction in 'up' | 'down']: NemLines };

/**
 * For each member on its own the shares of the largest worth. Its room for NEM, the lesser of power and energy, bends
 * along one line for each direction; so the worth is concave and straight between the corners that these lines and the
 * box of shares make, and one of at most thirteen corners is best. Corners outside the box are brought into it: any
 * point may be tried. One pass, two new columns.
 */
export function bestVertex(columns: GroupColumns, rooms: NemRooms, weights: ShareWeights): ColumnSplit {
  const upW = new Float64Array(columns.count);
  const downW = new Float64Array(columns.count);
  const up = new Float64Array(CORNERS);
  const down = new Float64Array(CORNERS);
  for (let row = 0; row < columns.count; row++) {
    const headroomUpW = columns.headroomUpW[row] as number;
    const headroomDownW = columns.headroomDownW[row] as number;
    const limitUpW = rooms.up.limitW[row] as number;
    const limitDownW = rooms.down.limitW[row] as number;
    const upOfUp = rooms.up.own[row] as number;
    const upOfDown = rooms.up.other[row] as number;
    const downOfDown = rooms.down.own[row] as number;
    const downOfUp = rooms.down.other[row] as number;
    const { upW: mostUp, downW: mostDown } = columns;
    corners(
      up,
      down,
      { most: mostUp[row] as number, own: 1 + upOfUp, other: upOfDown, sum: headroomUpW - limitUpW },
      { most: mostDown[row] as number, own: 1 + downOfDown, other: downOfUp, sum: headroomDownW - limitDownW },
    );
    let best = -Infinity;
    let chosen = 0;
    for (let corner = 0; corner < CORNERS; corner++) {
      const f = up[corner] as number;
      const g = down[corner] as number;
      const nemUpW = Math.min(headroomUpW - f, limitUpW + upOfUp * f + upOfDown * g);
      const nemDownW = Math.min(headroomDownW - g, limitDownW + downOfDown * g + downOfUp * f);
      const worth = weights.upW * f + weights.downW * g + weights.nemUpW * nemUpW + weights.nemDownW * nemDownW;
      if (worth > best) {
        best = worth;
        chosen = corner;
      }
    }
    upW[row] = up[chosen] as number;
    downW[row] = down[chosen] as number;
  }
  return { upW, downW };
}

const CORNERS = 13;

/** A direction's share is at most `most`; power and energy for NEM are equal where `own·(own share) + other·(other share) = sum`. */
interface Bend {
  readonly most: number;
  readonly own: number;
  readonly other: number;
  readonly sum: number;
}

/** Of the box [0, u⁺] × [0, u⁻], and where its edges and each other meet the two bends. */
function corners(up: Float64Array, down: Float64Array, first: Bend, second: Bend): void {
  const { most: mostUp } = first;
  const { most: mostDown } = second;
  up[0] = up[2] = up[4] = up[5] = 0;
  up[1] = up[3] = up[6] = up[7] = mostUp;
  down[0] = down[1] = down[8] = down[9] = 0;
  down[2] = down[3] = down[10] = down[11] = mostDown;
  down[4] = within(first.sum / first.other, mostDown);
  down[5] = within(second.sum / second.own, mostDown);
  down[6] = within((first.sum - first.own * mostUp) / first.other, mostDown);
  down[7] = within((second.sum - second.other * mostUp) / second.own, mostDown);
  up[8] = within(first.sum / first.own, mostUp);
  up[9] = within(second.sum / second.other, mostUp);
  up[10] = within((first.sum - first.other * mostDown) / first.own, mostUp);
  up[11] = within((second.sum - second.own * mostDown) / second.other, mostUp);
  const whole = first.own * second.own - first.other * second.other;
  up[12] = within((second.own * first.sum - first.other * second.sum) / whole, mostUp);
  down[12] = within((first.own * second.sum - second.other * first.sum) / whole, mostDown);
}

/** Lines that run along an edge meet it nowhere: any point of it will do. */
const within = (value: number, most: number): number => (value > most ? most : value > 0 ? value : 0);
