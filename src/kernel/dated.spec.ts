import { describe, expect, it } from '@jest/globals';
import { inForce, newest, type Timeline } from './dated.js';
import { epochMs } from './units.js';

const ISP: Timeline<number> = [
  { validFrom: epochMs(100), source: 'first', value: 60 },
  { validFrom: epochMs(200), source: 'second', value: 15 },
];

describe('a dated value', () => {
  it.each([
    [99, 60, true],
    [100, 60, false],
    [199, 60, false],
    [200, 15, false],
    [10_000, 15, false],
  ])('at %i is %i, before the first entry: %s', (at, value, beforeFirst) => {
    expect(inForce(ISP, epochMs(at))).toMatchObject({ value, beforeFirst });
  });

  it('has a newest one', () => {
    expect(newest(ISP).source).toBe('second');
  });
});
