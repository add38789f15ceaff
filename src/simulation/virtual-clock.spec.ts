import { describe, expect, it } from '@jest/globals';
import { epochMs } from '../kernel/index.js';
import { VirtualClock } from './virtual-clock.js';

describe('a virtual clock', () => {
  it('stands still until it is moved', () => {
    const clock = new VirtualClock(epochMs(1_000));
    expect([clock.now(), clock.now()]).toEqual([1_000, 1_000]);
    clock.moveTo(epochMs(1_000));
    clock.moveTo(epochMs(5_000));
    expect(clock.now()).toBe(5_000);
  });

  it('never runs backwards', () => {
    const clock = new VirtualClock(epochMs(5_000));
    expect(() => clock.moveTo(epochMs(4_999))).toThrow('the clock runs forward: 5000 → 4999');
  });
});
