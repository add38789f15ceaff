import { describe, expect, it } from '@jest/globals';
import { Refusal } from '../../kernel/index.js';
import { noted, refused } from '../desk/finding.js';
import { answerAsOf, refusedForProblems, refusedForRefusal, refusedForText } from './refused-for.js';

describe('why something is refused', () => {
  it('is what the profile refuses, not what it notes', () => {
    expect(refusedForProblems([noted('/A', 'n', 'fine'), refused('/A/b', 'required', 'b is missing')])).toEqual([
      { place: '/A/b', rule: 'required', message: 'b is missing' },
    ]);
  });

  it('or that it is not for us', () => {
    expect(refusedForRefusal(new Refusal('RECEIVER_INVALID', 'for another', 'receiver'))).toEqual({
      place: 'receiver',
      rule: 'RECEIVER_INVALID',
      message: 'for another',
    });
    expect(refusedForRefusal(new Refusal('UNKNOWN_DOCUMENT', 'none of ours')).place).toBeNull();
  });

  it('is told in a line, however much there is', () => {
    const reasons = ['a', 'b', 'c', 'd'].map((place) => ({ place, rule: 'r', message: 'm' }));
    expect(refusedForText(reasons.slice(0, 1))).toBe('a: m [r]');
    expect(refusedForText(reasons)).toBe('a: m [r]; b: m [r]; c: m [r]; 1 more');
    expect(refusedForText([{ place: null, rule: 'r', message: 'm' }], 9)).toBe('the whole: m [r]; 8 more');
  });

  it('is answered where it came as a result', () => {
    expect(
      ['FI-FCR-ACCEPTED-BIDS-CIM', 'FI-FCR-RESERVERESULTS-ERRP', 'FI-FCR-BID-CIM-ACK', null].map(answerAsOf),
    ).toEqual(['allocation-per-bid', 'allocation-aggregate', null, null]);
  });
});
