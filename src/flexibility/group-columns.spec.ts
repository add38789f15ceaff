import { describe, expect, it } from '@jest/globals';
import { columnsOf, emptyColumns, membersOf, setRow } from './group-columns.js';
import { columnCapacity, groupCapacity } from './group.js';
import type { GroupMember } from './group-member.js';

const members: GroupMember[] = [
  { upW: 8_000, downW: 1_000, headroomUpW: 9_000, headroomDownW: 9_000, roundTrip: 0.9 },
  { upW: 2_000, downW: 7_000, headroomUpW: 9_000, headroomDownW: 9_000, roundTrip: 0.8 },
];

describe('members in columns', () => {
  it('keep their order and are counted as they are', () => {
    const columns = columnsOf(members);
    expect(columns.count).toBe(2);
    expect([...columns.upW]).toEqual([8_000, 2_000]);
    expect([...columns.roundTrip]).toEqual([0.9, 0.8]);
    expect(membersOf(columns)).toEqual(members);
    const resting = members.map((member) => ({ ...member, baselineW: 0 }));
    expect(membersOf(columnsOf(resting))).toEqual(resting);
  });

  it('may have room for more: rows beyond the count are nobody', () => {
    const columns = emptyColumns(16);
    members.forEach((member, row) => setRow(columns, row, member));
    setRow(columns, 2, { ...members[0], upW: 1e9 } as GroupMember);
    columns.count = 2;
    expect(columnCapacity(columns, 0.34)).toEqual(groupCapacity(members, 0.34));
  });
});
