import { describe, expect, it } from '@jest/globals';
import { fold } from './decider.js';

const joined = (state: string, event: string): string => state + event;

describe('folding events into a state', () => {
  it('applies them one after the other, in the order of the stream', () => {
    expect(fold(joined, '', ['a', 'b', 'c'])).toBe('abc');
  });

  it('leaves the state as it is when nothing happened', () => {
    expect(fold(joined, 'initial', [])).toBe('initial');
  });

  it('may be cut anywhere: a state kept so far and the rest of the stream give the same', () => {
    const events = ['a', 'b', 'c', 'd'];
    const whole = fold(joined, '', events);
    for (let cut = 0; cut <= events.length; cut++)
      expect(fold(joined, fold(joined, '', events.slice(0, cut)), events.slice(cut))).toBe(whole);
  });
});
