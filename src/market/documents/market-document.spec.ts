import { describe, expect, it } from '@jest/globals';
import { aBidDocument, anAggregate, aResult } from '../../../test/support/market-samples.js';
import { documentElement, documentOf } from './market-document.js';

describe('a document of the market', () => {
  it('is written and read by the name of its root', () => {
    for (const document of [aBidDocument(), aResult(), anAggregate()]) {
      const root = documentElement(document);
      expect(root.name).toBe(document.kind);
      expect(documentOf(root)).toEqual(document);
    }
  });
});
