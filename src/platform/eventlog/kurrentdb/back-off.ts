const FIRST_MS = 50;
const LONGEST_MS = 5_000;

/**
 * How long to wait before the next attempt: twice as long each time, five seconds at most, and spread by half, so that
 * the processes that lost a server together do not come back together.
 * @param failures in a row, from 1. @param chance within [0, 1).
 */
export const backOffMs = (failures: number, chance: number): number =>
  Math.round(Math.min(LONGEST_MS, FIRST_MS * 2 ** (failures - 1)) * (0.5 + chance / 2));
