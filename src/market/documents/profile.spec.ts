import { describe, expect, it } from '@jest/globals';
import { aBidDocument, anAggregate, aResult } from '../../../test/support/market-samples.js';
import { parseInstant } from '../../kernel/index.js';
import { documentElement } from './market-document.js';
import { isMarketDocumentKind, profileProblems } from './profile.js';
import { document } from './xml-element.js';

describe('the profile', () => {
  it('is kept by the documents of the market', () => {
    for (const each of [aBidDocument(), aResult(), anAggregate()])
      expect(profileProblems(documentElement(each))).toEqual([]);
  });

  it('knows four documents, each in its namespace', () => {
    expect(isMarketDocumentKind('ReserveBid_MarketDocument')).toBe(true);
    expect(profileProblems(document('Bids', 'urn:x', []))[0]).toMatchObject({ path: '/Bids', rule: 'document-kind' });
    expect(profileProblems({ ...documentElement(aBidDocument()), namespace: 'urn:x' })[0]).toMatchObject({
      rule: 'namespace',
      value: 'urn:x',
    });
  });

  it('reads the clock that it is given', () => {
    const late = profileProblems(documentElement(aBidDocument()), { at: parseInstant('2026-03-28T20:00:00Z') });
    expect(late.map(({ rule }) => rule)).toEqual(['gate-closed']);
  });
});
