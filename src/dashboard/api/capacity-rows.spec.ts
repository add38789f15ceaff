import { describe, expect, it } from '@jest/globals';
import { epochMs, MS_PER_HOUR, parseInstant } from '../../kernel/index.js';
import { ledgerRow } from '../../ledger/index.js';
import { capacityRows } from './capacity-rows.js';

const NO_BIDS = { day: () => null };
const TEN = parseInstant('2026-01-13T10:00:00Z');
const NOTHING = { committedAt: () => null, maintainedW: () => null, heldW: () => null };
/** A ledger in which 0.5 MW is committed and 0.42 MW firm at ten. */
const LEDGER = { rows: () => [ledgerRow(TEN, { firmW: 420_000, committedW: 500_000, sessions: 40 })] };
const rowOfTen = (now: number, days = NOTHING) =>
  capacityRows(LEDGER, NO_BIDS, days, epochMs(now)).find((row) => row.mtuStart === TEN);

describe('capacity per MTU', () => {
  it('has a row for every MTU from yesterday to tomorrow, also around a day of 23 or 25 hours', () => {
    const rowsAt = (now: string) => capacityRows({ rows: () => [] }, NO_BIDS, NOTHING, parseInstant(now));
    expect(rowsAt('2026-01-13T12:00:00Z')).toHaveLength(72);
    expect(rowsAt('2026-03-29T12:00:00Z')).toHaveLength(71);
    const autumn = rowsAt('2026-10-25T12:00:00Z');
    expect(autumn).toHaveLength(73);
    expect(
      autumn.every((row, index) => index === 0 || row.mtuStart - autumn[index - 1]!.mtuStart === MS_PER_HOUR),
    ).toBe(true);
  });

  it('leaves firm capacity open where the ledger knows none', () => {
    const [first] = capacityRows(LEDGER, NO_BIDS, NOTHING, TEN);
    expect(first).toMatchObject({ firmW: null, committedW: 0, shortW: 0, maintainedW: null, priceEurPerMwH: null });
  });

  it('calls nothing short before its MTU has begun: cars are still to come', () => {
    expect(rowOfTen(TEN - 1)).toMatchObject({ firmW: 420_000, committedW: 500_000, shortW: 0, toComeW: 80_000 });
  });

  it('goes by what is held while the MTU runs, by what was maintained once it is over', () => {
    const days = { ...NOTHING, heldW: () => 490_000, maintainedW: () => 500_000 } as unknown as typeof NOTHING;
    expect(rowOfTen(TEN, days)).toMatchObject({ shortW: 10_000, toComeW: 0 });
    expect(rowOfTen(TEN + MS_PER_HOUR, days)).toMatchObject({ shortW: 0, toComeW: 0 });
    expect(rowOfTen(TEN)).toMatchObject({ shortW: 80_000 });
  });
});
