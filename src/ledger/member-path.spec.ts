import { describe, expect, it } from '@jest/globals';
import { NOON } from '../../test/support/vehicle-arbitrary.js';
import { emptyColumns, type GroupMember } from '../flexibility/index.js';
import { epochMs, MS_PER_HOUR, MS_PER_MINUTE } from '../kernel/index.js';
import { MemberPath } from './member-path.js';

const hour = (count: number) => epochMs(NOON + count * MS_PER_HOUR);
const minute = (count: number) => hour(count) / MS_PER_MINUTE;
const member = (upW: number): GroupMember => ({
  upW,
  downW: 2 * upW,
  headroomUpW: 3 * upW,
  headroomDownW: 4 * upW,
  roundTrip: 0.9,
});

describe('a member’s path', () => {
  it('has a row for each MTU in which the car has a share', () => {
    const path = MemberPath.of([0, 1, 3].map((count) => [hour(count), member(count + 1)] as const));
    expect([path.size, ...path.mtuStarts()]).toEqual([3, hour(0), hour(1), hour(3)]);
    expect(path.get(hour(3))).toEqual(member(4));
    expect(path.get(hour(2))).toBeUndefined();
    expect([path.startMinuteAt(1), path.upWAt(1), path.downWAt(1)]).toEqual([minute(1), 2, 4]);
  });

  it('is written anew in place, and grows where it must', () => {
    const path = MemberPath.of([[hour(0), member(9)]]);
    path.clear();
    for (let count = 0; count < 200; count++) path.push(minute(count), member(count), member(count).roundTrip);
    expect(path.size).toBe(200);
    expect(path.get(hour(0))).toEqual(member(0));
    expect(path.get(hour(199))).toEqual(member(199));
  });

  it('adds its row to a group’s columns', () => {
    const columns = emptyColumns(2);
    const path = MemberPath.of([[hour(0), member(5)]]);
    path.appendTo(columns, minute(0));
    path.appendTo(columns, minute(1));
    expect([columns.count, columns.upW[0], columns.headroomDownW[0]]).toEqual([1, 5, 20]);
  });
});
