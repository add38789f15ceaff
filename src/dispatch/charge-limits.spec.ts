import { describe, expect, it } from '@jest/globals';
import { aSessionView } from '../../test/support/session-view.js';
import { ChargeLimits } from './charge-limits.js';

const without = (what: 'socPermille' | 'batteryWh', sessionId: string, maxChargeW = 7_400) =>
  aSessionView({ sessionId, [what]: null, maxChargeW });

describe('limits of cars of which nobody knows when they are full', () => {
  it('are what car, charger and fuse let them take, with the sign of charging', () => {
    const limits = new ChargeLimits();
    limits.take(without('socPermille', 'A'));
    limits.take(without('batteryWh', 'B', 3_680.5));
    limits.take(without('batteryWh', 'C', 0));
    expect([...limits.byCar]).toEqual([
      ['A', -7_400],
      ['B', -3_680],
      ['C', 0],
    ]);
  });

  it('follow their share of the fuse', () => {
    const limits = new ChargeLimits();
    limits.take(without('socPermille', 'A'));
    limits.take(without('socPermille', 'A', 2_000));
    expect([...limits.byCar]).toEqual([['A', -2_000]]);
  });

  it('end when the gauge is known, because the pool has the car, and when it leaves', () => {
    const limits = new ChargeLimits();
    limits.take(aSessionView({ sessionId: 'A' }));
    limits.take(without('socPermille', 'B'));
    limits.take(aSessionView({ sessionId: 'B' }));
    limits.take(without('socPermille', 'C'));
    limits.forget('C');
    expect(limits.byCar.size).toBe(0);
  });
});
