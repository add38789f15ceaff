import { describe, expect, it } from '@jest/globals';
import { MS_PER_HOUR, parseInstant } from '../../kernel/index.js';
import { capacityRows } from './capacity-rows.js';

const NO_BIDS = { day: () => null };
const TEN = parseInstant('2026-01-13T10:00:00Z');
const nothing = { committedAt: () => null, maintainedW: () => null };

describe('capacity per MTU', () => {
  it('has a row for every MTU from yesterday to tomorrow, also around a day of 23 or 25 hours', () => {
    const rowsAt = (now: string) => capacityRows(() => [], NO_BIDS, nothing, parseInstant(now));
    expect(rowsAt('2026-01-13T12:00:00Z')).toHaveLength(72);
    expect(rowsAt('2026-03-29T12:00:00Z')).toHaveLength(71);
    const autumn = rowsAt('2026-10-25T12:00:00Z');
    expect(autumn).toHaveLength(73);
    expect(
      autumn.every((row, index) => index === 0 || row.mtuStart - autumn[index - 1]!.mtuStart === MS_PER_HOUR),
    ).toBe(true);
  });

  it('leaves firm capacity open where the ledger knows none', () => {
    const ledger = () => [{ mtuStart: TEN, firmW: 420_000, committedW: 500_000, shortW: 80_000 }];
    const rows = capacityRows(ledger, NO_BIDS, nothing, TEN);
    expect(rows.find((row) => row.mtuStart === TEN)).toMatchObject({
      firmW: 420_000,
      committedW: 500_000,
      shortW: 80_000,
    });
    expect(rows[0]).toMatchObject({ firmW: null, committedW: 0, shortW: 0, maintainedW: null, priceEurPerMwH: null });
  });
});
