import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { emptyColumns, setRow } from './group-columns.js';
import { FRESH_HOUR, nemLines, nemRoomW, nemYield, type NemDirection, type NemOutlook } from './nem-room.js';

const member = { roundTrip: 0.9 };
const full = { nem: 'up', headroomW: 20_000, shareLimitW: 5_000, ownW: 5_000, otherW: 3_000 } as const;

/** What the battery loses in an hour at a grid power, in Wh of discharging at the grid. */
const drain = (powerW: number, roundTrip: number): number => (powerW >= 0 ? powerW : roundTrip * powerW);

const memberArbitrary = fc
  .record({
    baselineW: fc.oneof(fc.constant(0), fc.integer({ min: -9_000, max: 9_000 })),
    roundTrip: fc.double({ min: 0.5, max: 1, noNaN: true }),
    shareLimitW: fc.integer({ min: 1, max: 20_000 }),
    otherLimitW: fc.integer({ min: 1, max: 20_000 }),
    ownPart: fc.oneof(fc.constantFrom(0, 1), fc.double({ min: 0, max: 1, noNaN: true })),
    otherPart: fc.oneof(fc.constantFrom(0, 1), fc.double({ min: 0, max: 1, noNaN: true })),
    nem: fc.constantFrom<NemDirection>('up', 'down'),
  })
  .map(({ ownPart, otherPart, ...rest }) => ({
    ...rest,
    headroomW: 1e9,
    ownW: rest.shareLimitW * ownPart,
    otherW: rest.otherLimitW * otherPart,
  }));
const outlookArbitrary: fc.Arbitrary<NemOutlook> = fc
  .record({
    hours: fc.constantFrom(0.25, 0.5, 1),
    quiet: fc.double({ min: 0, max: 0.95, noNaN: true }),
    tailHours: fc.constantFrom(0, 0.02, 0.04),
  })
  .map(({ hours, quiet, tailHours }) => ({ hours, quietHours: quiet * hours, tailHours }));

describe('the room for NEM beside a share', () => {
  it('is the slack that half an hour of net activation leaves: 0.9 · 8 000 around any baseline', () => {
    expect(nemRoomW(member, full, FRESH_HOUR)).toBeCloseTo(7_200);
    expect(nemRoomW(member, { ...full, headroomW: 6_000 }, FRESH_HOUR)).toBe(1_000);
  });

  it('is what a car at rest really has: its share is lost once to discharging, and to charging brings more than it takes', () => {
    const resting = { ...member, baselineW: 0 };
    expect(nemRoomW(resting, full, FRESH_HOUR)).toBeCloseTo(5_000 + 0.9 * 3_000);
    expect(nemRoomW(resting, { ...full, nem: 'down' }, FRESH_HOUR)).toBeCloseTo(5_000 + 3_000 / 0.9);
  });

  it('grows by what the share leaves of the energy: 2 000 W for an hour, in half an hour, less losses', () => {
    const less = { ...full, ownW: 3_000 };
    expect(nemRoomW({ ...member, baselineW: 0 }, less, FRESH_HOUR)).toBeCloseTo(3_000 + 2_700 + 4_000);
    expect(nemRoomW({ ...member, baselineW: -9_000 }, less, FRESH_HOUR)).toBeCloseTo(0.9 * (6_000 + 4_000));
  });

  it('is what the share leaves while NEM acts already, with no quiet time to count on', () => {
    const acting = { hours: 0.5, quietHours: 0, tailHours: 0 };
    expect(nemRoomW(member, { ...full, ownW: 4_000 }, acting)).toBeCloseTo(900);
    expect(nemRoomW(member, full, acting)).toBe(0);
  });

  it('must hold the tail of an action that is over: 150 s of the hour', () => {
    const tail = { hours: 1, quietHours: 0.5, tailHours: 150 / 3600 };
    expect(nemRoomW(member, full, tail)).toBe(0);
    expect(nemRoomW(member, { ...full, ownW: 4_900 }, tail)).toBeCloseTo(2_160); // 0.9 · 100 Wh in 150 s
  });

  it('is all its power where NEM can’t begin before the end', () => {
    expect(nemRoomW(member, full, { hours: 0.25, quietHours: 0.3, tailHours: 0 })).toBe(15_000);
    expect(nemRoomW(member, { ...full, ownW: 21_000 }, FRESH_HOUR)).toBe(0);
  });

  it('never takes a battery past where its shares alone may take it, and at rest takes it there', () => {
    let met = 0;
    fc.assert(
      fc.property(memberArbitrary, outlookArbitrary, fc.boolean(), (one, outlook, unknown) => {
        const { nem, baselineW, roundTrip, shareLimitW, ownW, otherW } = one;
        const roomW = nemRoomW(unknown ? { roundTrip } : one, one, outlook);
        const { hours, quietHours, tailHours } = outlook;
        // Discharging loses, charging gains: seen from the line that it moves towards, both fall.
        const sign = nem === 'up' ? 1 : -1;
        const lost = (powerW: number): number => sign * drain(baselineW + sign * powerW, roundTrip);
        const leftWh = hours * lost(shareLimitW);
        const quietWh = quietHours * lost(-otherW);
        const actingWh = (hours - quietHours) * lost(ownW + roomW) + tailHours * (lost(ownW + roomW) - lost(ownW));
        const bentWh = tailHours * lost(ownW + roomW) + (hours - tailHours) * lost(ownW);
        const roundingWh = 1e-9 * (100_000 + roomW);
        expect(quietWh + actingWh).toBeLessThanOrEqual(leftWh + roundingWh);
        if (tailHours > 0) expect(bentWh).toBeLessThanOrEqual(leftWh + roundingWh);
        // The tail comes at once: nothing that moves the battery away from a level line has happened yet.
        const tailWh = tailHours * lost(ownW + roomW);
        const known = !unknown || baselineW === 0;
        if (known && tailHours > 0 && roomW > 0 && leftWh >= 0) expect(tailWh).toBeLessThanOrEqual(leftWh + roundingWh);
        if (baselineW !== 0 || unknown || tailHours > 0) return;
        met += 1;
        expect(quietWh + actingWh).toBeCloseTo(leftWh, 3);
      }),
      { numRuns: 2_000 },
    );
    expect(met).toBeGreaterThan(100);
  });
});

describe('the lines of a group', () => {
  it('are each member’s room, and below it while a tail is to come', () => {
    fc.assert(
      fc.property(memberArbitrary, outlookArbitrary, (one, outlook) => {
        const { nem, ownW, otherW } = one;
        const group = emptyColumns(1);
        group.count = 1;
        const [upW, downW] = nem === 'up' ? [one.shareLimitW, one.otherLimitW] : [one.otherLimitW, one.shareLimitW];
        setRow(group, 0, { ...one, upW, downW, headroomUpW: 1e9, headroomDownW: 1e9 });
        const { limitW, own, other } = nemLines(group, nem, outlook);
        const lineW = (limitW[0] as number) + (own[0] as number) * ownW + (other[0] as number) * otherW;
        const roomW = nemRoomW(one, one, outlook);
        if (outlook.tailHours > 0) expect(lineW).toBeLessThanOrEqual(roomW + 1e-6);
        else expect(lineW).toBeCloseTo(roomW, 3);
      }),
      { numRuns: 500 },
    );
  });

  it('leave power alone to bind where NEM can’t begin before the end', () => {
    const group = emptyColumns(1);
    group.count = 1;
    setRow(group, 0, { upW: 1, downW: 1, headroomUpW: 7_000, headroomDownW: 5_000, roundTrip: 0.9 });
    const later = { hours: 0.5, quietHours: 0.6, tailHours: 0 };
    expect([nemLines(group, 'up', later).limitW[0], nemLines(group, 'down', later).limitW[0]]).toEqual([7_000, 5_000]);
    expect(nemYield('up', 0.9, NaN)).toEqual({ ofOwn: 0.9, ofOther: 0.9 });
  });
});
