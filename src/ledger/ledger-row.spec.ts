import { describe, expect, it } from '@jest/globals';
import { NOON } from '../../test/support/vehicle-arbitrary.js';
import { ledgerRow } from './ledger-row.js';

describe('a ledger row', () => {
  it('shows what is left of firm capacity, or what is missing, never both', () => {
    expect(ledgerRow(NOON, { firmW: 700_000, committedW: 500_000, sessions: 61 })).toEqual({
      mtu: '2026-01-12T12:00:00.000Z',
      firmW: 700_000,
      committedW: 500_000,
      availableW: 200_000,
      shortW: 0,
      sessions: 61,
    });
    expect(ledgerRow(NOON, { firmW: 300_000, committedW: 500_000, sessions: 20 })).toMatchObject({
      availableW: 0,
      shortW: 200_000,
    });
  });
});
