import { describe, expect, it } from '@jest/globals';
import { isoInstant } from '../kernel/index.js';
import { ruleSets, since, sinceFirstDay, startUnknown } from './rule-sets.js';

describe('rule sets', () => {
  const sets = ruleSets<{ size: number; open: boolean }>({
    size: [since('2021-01-01', 1, 'first terms'), since('2023-07-01', 2, 'second terms')],
    open: sinceFirstDay(true, 'first terms'),
  });

  it('are complete at each instant at which any rule changed', () => {
    expect(sets.map(({ validFrom, value }) => [isoInstant(validFrom), value])).toEqual([
      ['2020-12-31T23:00:00.000Z', { size: 1, open: true }],
      ['2023-06-30T22:00:00.000Z', { size: 2, open: true }],
    ]);
  });

  it('name what changed, and where it stands', () => {
    expect(sets.map(({ source }) => source)).toEqual(['size: first terms; open: first terms', 'size: second terms']);
  });

  it('say so where nobody knows when a rule began', () => {
    expect(startUnknown(1, 'a page')[0].source).toMatch(/^a page; .*unknown/);
  });
});
