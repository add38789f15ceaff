import { describe, expect, it } from '@jest/globals';
import { epochMs } from '../kernel/index.js';
import { VirtualClock } from './virtual-clock.js';

describe('the virtual clock', () => {
  it('stands still until it is moved, and only moves forward', () => {
    const clock = new VirtualClock(epochMs(1_000));
    expect([clock.now(), clock.now()]).toEqual([1_000, 1_000]);
    clock.moveTo(epochMs(1_000));
    clock.moveTo(epochMs(2_000));
    expect(clock.now()).toBe(2_000);
    expect(() => clock.moveTo(epochMs(1_999))).toThrow('forward');
  });
});
