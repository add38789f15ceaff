import { describe, expect, it } from '@jest/globals';
import { noted, refused } from './finding.js';
import { isRefused, problemText } from './problem.js';

describe('a problem', () => {
  it('tells a person where, what, the rule and the TSO’s words', () => {
    expect(problemText(refused('/A/b', 'maximum', 'at most 5', { value: '5.1', text: 'Maximum quantity' }))).toBe(
      '/A/b = "5.1": at most 5 [maximum] TSO: "Maximum quantity"',
    );
    expect(problemText(refused('/A/b', 'required', 'b is missing'))).toBe('/A/b: b is missing [required]');
    expect(problemText(refused('/A', 'x', 'y', { value: 'z'.repeat(99) })).length).toBeLessThan(110);
  });

  it('is a reason to refuse, or a note', () => {
    expect([refused('/', 'x', 'y'), noted('/', 'x', 'y')].map(isRefused)).toEqual([true, false]);
  });
});
