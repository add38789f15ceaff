import { describe, expect, it } from '@jest/globals';
import { ALL_ROLES, rolesText, servedBy, tradingBy, whyElsewhere } from './roles.js';

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

  it('say where to go with what they do not serve', () => {
    expect(whyElsewhere(ALL_ROLES, '/ledger')).toBeNull();
    expect(whyElsewhere(new Set(['ingest']), '/telemetry')).toBeNull();
    expect(whyElsewhere(new Set(['ingest', 'api']), '/ledger')).toBe(
      'this process runs ingest,api; /ledger is served by one with the role ledger',
    );
  });

  it('decide who trades', () => {
    expect(tradingBy(ALL_ROLES, false)).toBe('alone');
    expect(tradingBy(ALL_ROLES, true)).toBe('shared');
    expect(tradingBy(new Set(['api']), true)).toBe('elsewhere');
  });

  it('are told in one order', () => {
    expect(rolesText(ALL_ROLES)).toBe('ingest,ledger,trading,api');
    expect(rolesText(new Set(['api', 'ingest']))).toBe('ingest,api');
  });
});
