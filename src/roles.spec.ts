import { describe, expect, it } from '@jest/globals';
import { ALL_ROLES, rolesText, servedBy } from './roles.js';

describe('the roles of a process', () => {
  it.each([
    ['/telemetry', 'ingest'],
    ['/frequency', 'ingest'],
    ['/ledger', 'ledger'],
    ['/market/messages', 'trading'],
    ['/prices', 'trading'],
    ['/bids/2026-01-13/approve', 'api'],
    ['/sessions/S1/preferences', 'api'],
    ['/telemetry-of-something-else', 'api'],
    ['/', 'api'],
  ])('serve %s by %s', (path, role) => {
    expect(servedBy(path)).toBe(role);
  });

  it('are told in one order', () => {
    expect(rolesText(ALL_ROLES)).toBe('ingest,ledger,trading,api');
    expect(rolesText(new Set(['api', 'ingest']))).toBe('ingest,api');
  });
});
