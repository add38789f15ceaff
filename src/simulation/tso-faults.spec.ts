import { describe, expect, it } from '@jest/globals';
import { epochMs } from '../kernel/index.js';
import { chance, NO_FAULTS, outageAt } from './tso-faults.js';

describe('chance', () => {
  it('is a number in [0, 1) that depends on seed and names alone', () => {
    expect(chance(1, 'a', 'b')).toBe(chance(1, 'a', 'b'));
    expect(chance(1, 'a', 'b')).not.toBe(chance(2, 'a', 'b'));
    expect(chance(1, 'a', 'b')).not.toBe(chance(1, 'ab'));
  });
  it('is spread evenly', () => {
    const draws = Array.from({ length: 2000 }, (_, index) => chance(7, String(index)));
    for (let tenth = 0; tenth < 10; tenth += 1) {
      const share = draws.filter((draw) => draw >= tenth / 10 && draw < (tenth + 1) / 10).length / draws.length;
      // Standard deviation 0.0067 at 2000 draws.
      expect(Math.abs(share - 0.1)).toBeLessThan(0.03);
    }
  });
});

describe('outageAt', () => {
  it('counts the start in and the end out', () => {
    const outage = { start: epochMs(10), end: epochMs(20) };
    const at = (instant: number) => outageAt({ ...NO_FAULTS, outages: [outage] }, epochMs(instant));
    expect([9, 10, 19, 20].map(at)).toEqual([null, outage, outage, null]);
  });
});
