import { describe, expect, it } from '@jest/globals';
import { Refusal } from '../kernel/index.js';
import { granted, Refused } from './refused.js';

describe('granted', () => {
  it('passes a value on', () => {
    expect(granted({ revision: 3 })).toEqual({ revision: 3 });
  });

  it('throws a refusal, whole', () => {
    const refusal = new Refusal('GATE_CLOSED', 'bid for the next delivery day', 'day');
    const refused = (): unknown => granted(refusal);
    expect(refused).toThrow(Refused);
    expect(refused).toThrow('bid for the next delivery day');
    try {
      refused();
    } catch (error) {
      expect((error as Refused).refusal).toBe(refusal);
    }
  });
});
