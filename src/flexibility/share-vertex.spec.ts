import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { columnsOf, type ColumnSplit } from './group-columns.js';
import type { GroupMember } from './group-member.js';
import { FRESH_HOUR, nemLines, nemRoomW, type NemOutlook } from './nem-room.js';
import { bestVertex, type ShareWeights } from './share-vertex.js';

const watts = (max: number) => fc.integer({ min: 0, max });
const memberArbitrary = fc
  .record({ upW: watts(9_000), downW: watts(9_000), spareUpW: watts(9_000), spareDownW: watts(9_000) })
  .map(({ upW, downW, spareUpW, spareDownW }) => ({
    upW,
    downW,
    headroomUpW: upW + spareUpW,
    headroomDownW: downW + spareDownW,
    roundTrip: 0.85,
  }));
const outlookArbitrary: fc.Arbitrary<NemOutlook> = fc.constantFrom(
  FRESH_HOUR,
  { hours: 0.5, quietHours: 0, tailHours: 0 },
  { hours: 0.5, quietHours: 0.4, tailHours: 0 },
  { hours: 0.25, quietHours: 0.5, tailHours: 0 },
);

function best(member: GroupMember, weights: ShareWeights, outlook: NemOutlook = FRESH_HOUR): ColumnSplit {
  const columns = columnsOf([member]);
  const rooms = { up: nemLines(columns, 'up', outlook), down: nemLines(columns, 'down', outlook) };
  return bestVertex(columns, rooms, weights);
}
const worthArbitrary = fc.double({ min: -1, max: 1, noNaN: true });
const priceArbitrary = fc.double({ min: 0, max: 2, noNaN: true });

describe('the best shares of one member', () => {
  it('are all or nothing where only shares are worth something', () => {
    const member = { upW: 5_000, downW: 4_000, headroomUpW: 9_000, headroomDownW: 9_000, roundTrip: 0.9 };
    const { upW, downW } = best(member, { upW: 1, downW: -1, nemUpW: 0, nemDownW: 0 });
    expect([upW[0], downW[0]]).toEqual([5_000, 0]);
  });

  it('stop where power and energy for NEM meet: 4 500 + 3.6 · g = 9 000', () => {
    const member = { upW: 1_000, downW: 8_000, headroomUpW: 9_000, headroomDownW: 9_000, roundTrip: 0.9 };
    const soon = { hours: 0.5, quietHours: 0.4, tailHours: 0 };
    const { upW, downW } = best(member, { upW: -0.1, downW: -0.1, nemUpW: 1, nemDownW: 0 }, soon);
    expect(upW[0]).toBe(0);
    expect(downW[0]).toBeCloseTo(1_250);
  });

  it('weigh a watt of share against the 0.9 W of NEM that it costs while NEM acts', () => {
    const member = { upW: 8_000, downW: 0, headroomUpW: 9_000, headroomDownW: 9_000, roundTrip: 0.9 };
    const acting = { hours: 0.5, quietHours: 0, tailHours: 0 };
    const shareAt = (worth: number) => best(member, { upW: worth, downW: 0, nemUpW: 1, nemDownW: 0 }, acting).upW[0];
    expect([shareAt(0.89), shareAt(0.91)]).toEqual([0, 8_000]);
  });

  it('are worth more than any others in the box', () => {
    const part = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(
        memberArbitrary,
        fc.tuple(worthArbitrary, worthArbitrary, priceArbitrary, priceArbitrary),
        fc.record({ outlook: outlookArbitrary, baselineW: fc.constantFrom(undefined, 0, -3_000, 3_000) }),
        fc.tuple(part, part),
        (values, [a, b, p, q], { outlook, baselineW }, [upPart, downPart]) => {
          const member = { ...values, ...(baselineW !== undefined && { baselineW }) };
          const { headroomUpW, headroomDownW } = member;
          const worth = (f: number, g: number): number => {
            const up = { nem: 'up', headroomW: headroomUpW, shareLimitW: member.upW, ownW: f, otherW: g } as const;
            const down = {
              nem: 'down',
              headroomW: headroomDownW,
              shareLimitW: member.downW,
              ownW: g,
              otherW: f,
            } as const;
            return a * f + b * g + p * nemRoomW(member, up, outlook) + q * nemRoomW(member, down, outlook);
          };
          const { upW, downW } = best(member, { upW: a, downW: b, nemUpW: p, nemDownW: q }, outlook);
          const [f, g] = [upW[0] as number, downW[0] as number];
          expect(f).toBeLessThanOrEqual(member.upW);
          expect(g).toBeLessThanOrEqual(member.downW);
          expect(worth(f, g)).toBeGreaterThanOrEqual(worth(upPart * member.upW, downPart * member.downW) - 1e-6);
        },
      ),
      { numRuns: 500 },
    );
  });
});
