import { describe, expect, it } from '@jest/globals';
import { epochMs } from '../kernel/index.js';
import { fcrnRules, newestFcrnRules } from '../market/index.js';
import { ruleSourceOf } from './rule-source.js';

describe('rule source', () => {
  it('names the document behind the price rule in force', () => {
    expect(ruleSourceOf(fcrnRules(epochMs(Date.UTC(2022, 5, 1))))).toContain('regulation price');
    expect(ruleSourceOf(newestFcrnRules())).toContain('420 and 421');
  });

  it('does not claim a document for rules of one’s own', () => {
    expect(ruleSourceOf({ ...newestFcrnRules() })).toBe('custom rule set');
  });
});
