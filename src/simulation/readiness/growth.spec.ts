import { describe, expect, it } from '@jest/globals';
import { aHistorySession } from '../../../test/support/history-session.js';
import { epochMs } from '../../kernel/index.js';
import { chargersPerMonth, monthsUntil } from './growth.js';

/** In month `m` of 2024, the chargers C0 … C(n − 1) are used. */
const used = (perMonth: readonly number[]) =>
  perMonth.flatMap((chargers, month) =>
    Array.from({ length: chargers }, (_, index) =>
      aHistorySession({ chargerId: `C${index}`, pluggedInAt: epochMs(Date.UTC(2024, month, 15)) }),
    ),
  );
const END_OF_YEAR = epochMs(Date.UTC(2024, 11, 31));

describe('growth', () => {
  it('is the median slope of the whole months, which one odd month does not move', () => {
    expect(chargersPerMonth(used([9, 2, 4, 6, 8, 30, 12, 14, 16, 18, 20, 22]), END_OF_YEAR)).toBe(2);
  });
  it('is unknown with less than three whole months', () => {
    expect(chargersPerMonth(used([1, 2, 3]), epochMs(Date.UTC(2024, 2, 20)))).toBeNull();
    expect(chargersPerMonth([], END_OF_YEAR)).toBeNull();
  });
  it('says how many months it takes', () => {
    expect(monthsUntil(85, 138, 8)).toBe(0);
    expect(monthsUntil(100, 81, 8)).toBe(3);
    expect(monthsUntil(100, 81, 0)).toBeNull();
    expect(monthsUntil(100, 81, null)).toBeNull();
    expect(monthsUntil(null, 81, 8)).toBeNull();
  });
});
