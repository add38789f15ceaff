import { describe, expect, it } from '@jest/globals';
import { backOffMs } from './back-off.js';

describe('back-off', () => {
  it.each([
    [1, 0, 25],
    [1, 0.999, 50],
    [3, 0, 100],
    [7, 0.5, 2_400],
    [8, 0, 2_500],
    [500, 0.999, 4_998],
  ])('waits after %i failures, with chance %d, %i ms', (failures, chance, ms) => {
    expect(backOffMs(failures, chance)).toBe(ms);
  });
});
