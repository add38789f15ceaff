import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { columnsOf } from './group-columns.js';
import { bestVertex } from './share-vertex.js';

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
const worthArbitrary = fc.double({ min: -1, max: 1, noNaN: true });
const priceArbitrary = fc.double({ min: 0, max: 2, noNaN: true });

describe('the best shares of one member', () => {
  it('are all or nothing where only shares are worth something', () => {
    const member = { upW: 5_000, downW: 4_000, headroomUpW: 9_000, headroomDownW: 9_000, roundTrip: 0.9 };
    const { upW, downW } = bestVertex(columnsOf([member]), { upW: 1, downW: -1, nemUpW: 0, nemDownW: 0 });
    expect([upW[0], downW[0]]).toEqual([5_000, 0]);
  });

  it('stop where power and slack for NEM meet: 0.9 · f = 9 000 − f', () => {
    const member = { upW: 8_000, downW: 0, headroomUpW: 9_000, headroomDownW: 9_000, roundTrip: 0.9 };
    const { upW } = bestVertex(columnsOf([member]), { upW: 0.1, downW: 0, nemUpW: 1, nemDownW: 0 });
    expect(upW[0]).toBeCloseTo(9_000 / 1.9);
  });

  it('are worth more than any others in the box', () => {
    const part = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(
        memberArbitrary,
        fc.tuple(worthArbitrary, worthArbitrary, priceArbitrary, priceArbitrary),
        part,
        part,
        (member, [a, b, p, q], upPart, downPart) => {
          const worth = (f: number, g: number): number =>
            a * f +
            b * g +
            p * Math.min(member.headroomUpW - f, 0.85 * (f + g)) +
            q * Math.min(member.headroomDownW - g, 0.85 * (f + g));
          const best = bestVertex(columnsOf([member]), { upW: a, downW: b, nemUpW: p, nemDownW: q });
          const [f, g] = [best.upW[0] as number, best.downW[0] as number];
          expect(f).toBeLessThanOrEqual(member.upW);
          expect(g).toBeLessThanOrEqual(member.downW);
          expect(worth(f, g)).toBeGreaterThanOrEqual(worth(upPart * member.upW, downPart * member.downW) - 1e-6);
        },
      ),
      { numRuns: 500 },
    );
  });
});
