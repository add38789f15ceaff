import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { fuseShares, type FuseClaim } from './fuse-shares.js';

const claim = (needW: number, chargeW = 11_000, dischargeW = 11_000): FuseClaim => ({ needW, chargeW, dischargeW });
const chargeOf = (fuseW: number, claims: FuseClaim[]): number[] =>
  fuseShares(fuseW, claims).map(({ chargeW }) => chargeW);

describe('the shares of a fuse', () => {
  it('are full power where the fuse carries everybody', () => {
    expect(fuseShares(40_000, [claim(0), claim(3_000)])).toEqual([
      { chargeW: 11_000, dischargeW: 11_000 },
      { chargeW: 11_000, dischargeW: 11_000 },
    ]);
  });

  it('are first what promises need, then the rest evenly: 17 000 − 8 000 − 1 000, halved as far as they can use it', () => {
    expect(chargeOf(17_000, [claim(8_000), claim(1_000)])).toEqual([11_000, 6_000]);
    expect(chargeOf(14_000, [claim(8_000), claim(1_000)])).toEqual([10_500, 3_500]);
    expect(fuseShares(9_000, [claim(0), claim(0, 11_000, 2_000)]).map(({ dischargeW }) => dischargeW)).toEqual([
      7_000, 2_000,
    ]);
  });

  it('leave a newcomer what the others do not need', () => {
    expect(chargeOf(10_000, [claim(8_000), claim(5_000)])).toEqual([8_000, 2_000]);
    expect(chargeOf(10_000, [claim(8_000), claim(5_000), claim(1_000)])).toEqual([8_000, 2_000, 0]);
  });

  it('are nothing behind a fuse of nothing', () => {
    expect(fuseShares(0, [claim(5_000)])).toEqual([{ chargeW: 0, dischargeW: 0 }]);
  });

  it('never add up to more than the fuse, and never take from a need', () => {
    const claims = fc.array(
      fc.record({
        needW: fc.double({ min: 0, max: 30_000, noNaN: true }),
        chargeW: fc.integer({ min: 0, max: 22_000 }),
        dischargeW: fc.integer({ min: 0, max: 22_000 }),
      }),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(claims, fc.integer({ min: 0, max: 100_000 }), (wanted, fuseW) => {
        const shares = fuseShares(fuseW, wanted);
        const sum = (way: 'chargeW' | 'dischargeW'): number => shares.reduce((total, share) => total + share[way], 0);
        expect(sum('chargeW')).toBeLessThanOrEqual(fuseW);
        expect(sum('dischargeW')).toBeLessThanOrEqual(fuseW);
        let left = fuseW;
        wanted.forEach(({ needW, chargeW, dischargeW }, index) => {
          const share = shares[index] as { chargeW: number; dischargeW: number };
          const owed = Math.min(needW, chargeW, left);
          expect(share.chargeW).toBeGreaterThanOrEqual(owed);
          expect(share.chargeW).toBeLessThanOrEqual(chargeW);
          expect(share.dischargeW).toBeLessThanOrEqual(dischargeW);
          left -= Math.min(Math.ceil(needW), chargeW, left);
        });
      }),
    );
  });
});
