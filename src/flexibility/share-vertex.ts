import type { ColumnSplit, GroupColumns } from './group-columns.js';

/** What a watt of each is worth: a share up, a share down, and power kept for NEM each way (≥ 0). */
export interface ShareWeights {
  readonly upW: number;
  readonly downW: number;
  readonly nemUpW: number;
  readonly nemDownW: number;
}

/**
 * For each member on its own the shares of the largest worth. Its NEM power, min(headroom − f, ηcηd·(f⁺ + f⁻)), bends
 * along one line for each direction; so the worth is concave and straight between the corners that these lines and the
 * box of shares make, and one of at most thirteen corners is best. Corners outside the box are brought into it: any
 * point may be tried. One pass, two new columns.
 */
export function bestVertex(columns: GroupColumns, weights: ShareWeights): ColumnSplit {
  const upW = new Float64Array(columns.count);
  const downW = new Float64Array(columns.count);
  const up = new Float64Array(CORNERS);
  const down = new Float64Array(CORNERS);
  for (let row = 0; row < columns.count; row++) {
    const roomUp = columns.headroomUpW[row] as number;
    const roomDown = columns.headroomDownW[row] as number;
    const slack = columns.roundTrip[row] as number;
    corners(up, down, columns, row);
    let best = -Infinity;
    let chosen = 0;
    for (let corner = 0; corner < CORNERS; corner++) {
      const f = up[corner] as number;
      const g = down[corner] as number;
      const slackW = slack * (f + g);
      const nemWorth =
        weights.nemUpW * Math.min(roomUp - f, slackW) + weights.nemDownW * Math.min(roomDown - g, slackW);
      const worth = weights.upW * f + weights.downW * g + nemWorth;
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

/** Of the box [0, u⁺] × [0, u⁻], and where its edges and each other meet (1 + ρ)·f⁺ + ρ·f⁻ = h⁺ and ρ·f⁺ + (1 + ρ)·f⁻ = h⁻. */
function corners(up: Float64Array, down: Float64Array, columns: GroupColumns, row: number): void {
  const mostUp = columns.upW[row] as number;
  const mostDown = columns.downW[row] as number;
  const roomUp = columns.headroomUpW[row] as number;
  const roomDown = columns.headroomDownW[row] as number;
  const slack = columns.roundTrip[row] as number;
  const own = 1 + slack;
  up[0] = up[2] = up[4] = up[5] = 0;
  up[1] = up[3] = up[6] = up[7] = mostUp;
  down[0] = down[1] = down[8] = down[9] = 0;
  down[2] = down[3] = down[10] = down[11] = mostDown;
  down[4] = within(roomUp / slack, mostDown);
  down[5] = within(roomDown / own, mostDown);
  down[6] = within((roomUp - own * mostUp) / slack, mostDown);
  down[7] = within((roomDown - slack * mostUp) / own, mostDown);
  up[8] = within(roomUp / own, mostUp);
  up[9] = within(roomDown / slack, mostUp);
  up[10] = within((roomUp - slack * mostDown) / own, mostUp);
  up[11] = within((roomDown - own * mostDown) / slack, mostUp);
  up[12] = within((own * roomUp - slack * roomDown) / (own + slack), mostUp);
  down[12] = within((own * roomDown - slack * roomUp) / (own + slack), mostDown);
}

const within = (value: number, most: number): number => (value < 0 ? 0 : value > most ? most : value);
