/**
 * One aggregate of a group for some choice of shares, in common units: what it sells up, by how much up and down differ,
 * and what is left each way when NEM has its part. Every mixture of feasible points is feasible and worth at least this.
 */
export interface Point<Source> {
  readonly objective: number;
  readonly balance: number;
  readonly spareUp: number;
  readonly spareDown: number;
  readonly source: Source;
}

/** Worth of a unit of balance, of spare power up and down (≤ 0 where it is scarce), and of the mixture itself. */
export type Duals = readonly [balance: number, spareUp: number, spareDown: number, whole: number];

interface Column<Source> {
  readonly objective: number;
  /** Balance, spare up, spare down, 1. */
  readonly rows: readonly [number, number, number, number];
  readonly source: Source | null;
}

const TINY = 1e-11;
const RIGHT_HAND_SIDE = [0, 0, 0, 1] as const;

/**
 * The mixture of points with the largest objective, balance 0 and no negative spare power: the simplex method with four
 * rows, where points come one by one. Two slack columns take up spare power that is left.
 */
export class Tableau<Source> {
  private basis: Column<Source>[];

  /** `feasible`: balance 0 and nothing lacking. `unbalanced`: any point with a balance other than 0, at weight 0. */
  constructor(feasible: Point<Source>, unbalanced: Point<Source>) {
    this.basis = [columnOf({ ...feasible, balance: 0 }), columnOf(unbalanced), slack(1), slack(2)];
  }

  objective(): number {
    const weights = this.weights();
    return this.basis.reduce((sum, column, index) => sum + column.objective * (weights[index] as number), 0);
  }

  duals(): Duals {
    const transposed = this.basis.map(({ rows }) => [...rows]);
    return solved(
      transposed,
      this.basis.map(({ objective }) => objective),
    ) as unknown as Duals;
  }

  /** How fast the objective grows as the point comes in. */
  gainOf(point: Point<Source>, duals: Duals): number {
    const { objective, rows } = columnOf(point);
    return objective - rows.reduce((sum, row, index) => sum + row * (duals[index] as number), 0);
  }

  /** A point comes in for one that goes. @returns whether the basis has changed. */
  enter(point: Point<Source>): boolean {
    return this.pivot(columnOf(point));
  }

  /** Brings a slack column in where spare power that nobody needs has a price. @returns whether it did. */
  enterSlack(duals: Duals): boolean {
    for (const row of [1, 2] as const) if (duals[row] > TINY && this.pivot(slack(row))) return true;
    return false;
  }

  /** The points that are mixed, with weights that add up to 1. */
  mixture(): { readonly weight: number; readonly source: Source }[] {
    const weights = this.weights().map((weight) => Math.max(0, weight));
    const whole = this.basis.reduce(
      (sum, { source }, index) => sum + (source === null ? 0 : (weights[index] as number)),
      0,
    );
    return this.basis.flatMap(({ source }, index) =>
      source === null ? [] : [{ weight: (weights[index] as number) / whole, source }],
    );
  }

  private weights(): number[] {
    return solved(this.matrix(), [...RIGHT_HAND_SIDE]);
  }

  private matrix(): number[][] {
    return [0, 1, 2, 3].map((row) => this.basis.map(({ rows }) => rows[row] as number));
  }

  /** Leaves: the first column that comes to nothing; among equals the one that falls fastest, for the sake of rounding. */
  private pivot(entering: Column<Source>): boolean {
    const weights = this.weights();
    const falls = solved(this.matrix(), [...entering.rows]);
    let leaving = -1;
    let least = Infinity;
    falls.forEach((fall, index) => {
      if (fall <= TINY) return;
      const step = Math.max(0, weights[index] as number) / fall;
      if (step < least - TINY || (step < least + TINY && fall > (falls[leaving] ?? 0))) {
        leaving = index;
        least = Math.min(least, step);
      }
    });
    if (leaving < 0) return false;
    this.basis = this.basis.map((column, index) => (index === leaving ? entering : column));
    return true;
  }
}

const columnOf = <Source>({ objective, balance, spareUp, spareDown, source }: Point<Source>): Column<Source> => ({
  objective,
  rows: [balance, spareUp, spareDown, 1],
  source,
});

/** Spare power beyond the need, given up. */
const slack = (row: 1 | 2): Column<never> => ({
  objective: 0,
  rows: [0, row === 1 ? -1 : 0, row === 2 ? -1 : 0, 0],
  source: null,
});

/** The solution of four equations, by elimination with the largest pivot. Both arguments are used up. */
function solved(matrix: number[][], right: number[]): number[] {
  const size = right.length;
  for (let column = 0; column < size; column++) {
    let pivot = column;
    for (let row = column + 1; row < size; row++)
      if (Math.abs(at(matrix, row, column)) > Math.abs(at(matrix, pivot, column))) pivot = row;
    [matrix[column], matrix[pivot]] = [matrix[pivot] as number[], matrix[column] as number[]];
    [right[column], right[pivot]] = [right[pivot] as number, right[column] as number];
    for (let row = 0; row < size; row++) {
      if (row === column) continue;
      const factor = at(matrix, row, column) / at(matrix, column, column);
      if (factor === 0) continue;
      const target = matrix[row] as number[];
      for (let k = column; k < size; k++) target[k] = (target[k] as number) - factor * at(matrix, column, k);
      right[row] = (right[row] as number) - factor * (right[column] as number);
    }
  }
  return right.map((value, index) => value / at(matrix, index, index));
}

const at = (matrix: readonly (readonly number[])[], row: number, column: number): number =>
  (matrix[row] as readonly number[])[column] as number;
