import { describe, expect, it } from '@jest/globals';
import { aSettledMonth } from '../../../test/support/settled-month.js';
import { settlementJson } from './json.js';
import { settlementExport } from './rows.js';

describe('settlement JSON', () => {
  it('has the month’s totals and the lines of the CSV, amounts as text', () => {
    const parsed = JSON.parse(settlementJson(settlementExport(aSettledMonth()))) as Record<string, unknown>;
    expect(parsed).toMatchObject({
      currency: 'EUR',
      month: '2026-01',
      totals: { netEur: '4.60', mtus: 2, blockedMtus: 1 },
    });
    expect(parsed['lines']).toEqual(settlementExport(aSettledMonth()).lines);
  });
});
