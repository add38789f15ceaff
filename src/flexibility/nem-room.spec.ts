import { describe, expect, it } from '@jest/globals';
import { FRESH_HOUR, nemRoomW } from './nem-room.js';

const member = { roundTrip: 0.9 };
const full = { headroomW: 20_000, shareLimitW: 5_000, ownW: 5_000, otherW: 3_000 };

describe('the room for NEM beside a share', () => {
  it('is the slack that half an hour of net activation leaves: 0.9 · 8 000', () => {
    expect(nemRoomW(member, full, FRESH_HOUR)).toBeCloseTo(7_200);
    expect(nemRoomW(member, { ...full, headroomW: 6_000 }, FRESH_HOUR)).toBe(1_000);
  });

  it('grows by what the share leaves of the energy: 2 000 W for an hour, in half an hour', () => {
    expect(nemRoomW(member, { ...full, ownW: 3_000 }, FRESH_HOUR)).toBeCloseTo(5_400 + 4_000);
  });

  it('is what the share leaves while NEM acts already, with no quiet time to count on', () => {
    const acting = { hours: 0.5, quietHours: 0, tailHours: 0 };
    expect(nemRoomW(member, { ...full, ownW: 4_000 }, acting)).toBeCloseTo(1_000);
    expect(nemRoomW(member, full, acting)).toBe(0);
  });

  it('must hold the tail of an action that is over: 150 s of the hour', () => {
    const tail = { hours: 1, quietHours: 0.5, tailHours: 150 / 3600 };
    expect(nemRoomW(member, full, tail)).toBe(0);
    expect(nemRoomW(member, { ...full, ownW: 4_900 }, tail)).toBeCloseTo(2_400); // 100 Wh in 150 s
  });

  it('is all its power where NEM can’t begin before the end', () => {
    expect(nemRoomW(member, full, { hours: 0.25, quietHours: 0.3, tailHours: 0 })).toBe(15_000);
    expect(nemRoomW(member, { ...full, ownW: 21_000 }, FRESH_HOUR)).toBe(0);
  });
});
