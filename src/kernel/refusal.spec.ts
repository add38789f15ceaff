import { describe, expect, it } from '@jest/globals';
import { InputError, invariant, isRefusal, Refusal } from './refusal.js';

describe('a refusal', () => {
  it('is a value that says what is wrong, where, and how to put it right', () => {
    const refusal = new Refusal('SOC_OUT_OF_RANGE', 'soc 140 is above 100; send percent', 'soc');
    expect(isRefusal(refusal)).toBe(true);
    expect(refusal).toMatchObject({ code: 'SOC_OUT_OF_RANGE', field: 'soc' });
  });

  it('is told from events, errors and things that look like it', () => {
    for (const other of [[], null, undefined, new Error('no'), { code: 'X', message: 'no' }])
      expect(isRefusal(other)).toBe(false);
  });
});

describe('an error', () => {
  it('of the input is told from one of our own', () => {
    expect(new InputError('sessions.csv, line 4: no time')).toMatchObject({ name: 'InputError' });
    expect(() => invariant(false, 'energy from nothing')).toThrow('invariant broken: energy from nothing');
    expect(() => invariant(true, 'never said')).not.toThrow();
  });
});
