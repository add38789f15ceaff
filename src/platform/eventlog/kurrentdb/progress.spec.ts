import { describe, expect, it } from '@jest/globals';
import { Progress } from './progress.js';

describe('progress', () => {
  it('lets go those who wait for a place that was reached or passed, and no others', async () => {
    const progress = new Progress(10);
    const reached: number[] = [];
    const waits = [40, 20, 30].map((target) => progress.reached(target).then(() => reached.push(target)));
    await progress.reached(10);
    progress.advance(5);
    expect(progress.through).toBe(10);
    progress.advance(30);
    await Promise.all(waits.slice(1));
    expect(reached.sort()).toEqual([20, 30]);
    progress.advance(41);
    await waits[0];
    expect(progress.through).toBe(41);
  });

  it('tells those who wait, now or later, why it ended', async () => {
    const progress = new Progress(-1);
    const waiting = progress.reached(3);
    progress.end(new Error('poison'));
    progress.end(new Error('later'));
    await expect(waiting).rejects.toThrow('poison');
    await expect(progress.reached(0)).rejects.toThrow('poison');
  });
});
