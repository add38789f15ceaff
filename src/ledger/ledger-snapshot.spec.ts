import { describe, expect, it } from '@jest/globals';
import { pluggedIn, PLUG_IN } from '../../test/support/fleet.js';
import { feed } from '../../test/support/trading-events.js';
import { newestFcrnRules } from '../market/index.js';
import { CapacityLedger } from './capacity-ledger.projection.js';
import { ledgerDigest, ledgerSnapshot } from './ledger-snapshot.js';

const ledgerOf = (...sessionIds: readonly string[]): CapacityLedger => {
  const ledger = new CapacityLedger({ rulesOf: newestFcrnRules });
  feed(
    ledger,
    sessionIds.map((id) => pluggedIn({ sessionId: id, chargerId: id, socPermille: 400 + id.charCodeAt(0) })),
  );
  return ledger;
};

describe('a ledger snapshot', () => {
  it('holds the rows of the portfolio and of each site', () => {
    expect(ledgerSnapshot(ledgerOf('A'), PLUG_IN)).toMatchObject({
      version: 1,
      at: '2026-01-12T15:00:00.000Z',
      sites: {},
    });
    expect(ledgerSnapshot(ledgerOf('A'), PLUG_IN).portfolio).toHaveLength(36);
  });

  it('has one digest for the same cars in any order, and another for other cars', () => {
    const digest = ledgerDigest(ledgerOf('A', 'B', 'C'), PLUG_IN);
    expect(ledgerDigest(ledgerOf('C', 'A', 'B'), PLUG_IN)).toBe(digest);
    expect(ledgerDigest(ledgerOf('A', 'B'), PLUG_IN)).not.toBe(digest);
  });
});
