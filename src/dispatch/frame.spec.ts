import { describe, expect, it } from '@jest/globals';
import { Frame, FRAME_SECONDS } from './frame.js';

describe('a frame', () => {
  it('has a place for each car in each second', () => {
    const frame = new Frame();
    frame.fit(1000);
    expect(frame.stride).toBeGreaterThanOrEqual(1000);
    expect(frame.powerW).toHaveLength(FRAME_SECONDS * frame.stride);
  });

  it('is reused as it is while the cars fit: a second costs no allocation', () => {
    const frame = new Frame();
    frame.fit(100);
    const { powerW, stride } = frame;
    frame.fit(stride);
    frame.fit(1);
    expect(frame.powerW).toBe(powerW);
    expect(frame.stride).toBe(stride);
  });
});
