import { describe, expect, it } from '@jest/globals';
import { backOffMs } from './back-off.js';

describe('backOffMs', () => {
  it('doubles up to its limit and stays there', () => {
    expect([1, 2, 3, 4].map((attempt) => backOffMs(attempt, 100, 500))).toEqual([100, 200, 400, 500]);
    expect(backOffMs(10_000)).toBe(5_000);
  });
});
