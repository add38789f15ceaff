import type { GroupMember } from './group-member.js';

/** The members of a group as columns of numbers, W, one row each: a pass over a large group makes no object. */
export interface GroupColumns {
  /** Rows in use; the columns may be longer. */
  count: number;
  upW: Float64Array;
  downW: Float64Array;
  headroomUpW: Float64Array;
  headroomDownW: Float64Array;
  roundTrip: Float64Array;
  /** NaN where nobody knows it. */
  baselineW: Float64Array;
}

export const emptyColumns = (capacity: number): GroupColumns => ({
  count: 0,
  upW: new Float64Array(capacity),
  downW: new Float64Array(capacity),
  headroomUpW: new Float64Array(capacity),
  headroomDownW: new Float64Array(capacity),
  roundTrip: new Float64Array(capacity),
  baselineW: new Float64Array(capacity).fill(NaN),
});

/** In the members' order. */
export function columnsOf(members: readonly GroupMember[]): GroupColumns {
  const columns = emptyColumns(members.length);
  columns.count = members.length;
  members.forEach((member, row) => setRow(columns, row, member));
  return columns;
}

/** The other way round: one object a row. */
export const membersOf = (columns: GroupColumns): GroupMember[] =>
  Array.from({ length: columns.count }, (_, row) => ({
    upW: columns.upW[row] as number,
    downW: columns.downW[row] as number,
    headroomUpW: columns.headroomUpW[row] as number,
    headroomDownW: columns.headroomDownW[row] as number,
    roundTrip: columns.roundTrip[row] as number,
    ...(!Number.isNaN(columns.baselineW[row]) && { baselineW: columns.baselineW[row] as number }),
  }));

export function setRow(columns: GroupColumns, row: number, member: GroupMember): void {
  columns.upW[row] = member.upW;
  columns.downW[row] = member.downW;
  columns.headroomUpW[row] = member.headroomUpW;
  columns.headroomDownW[row] = member.headroomDownW;
  columns.roundTrip[row] = member.roundTrip;
  columns.baselineW[row] = member.baselineW ?? NaN;
}

/** Shares of each row, W ≥ 0. */
export interface ColumnSplit {
  readonly upW: Float64Array;
  readonly downW: Float64Array;
}
