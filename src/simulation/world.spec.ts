import { describe, expect, it } from '@jest/globals';
import type { Engine } from '../engine/index.js';
import { epochMs, type EpochMs } from '../kernel/index.js';
import { VirtualClock } from './virtual-clock.js';
import { driveTo, type World, type WorldPart } from './world.js';

/** A minute and a half before midnight UTC: the frequency comes from two days. */
const START = Date.UTC(2026, 0, 12, 23, 58, 30);
const at = (seconds: number): EpochMs => epochMs(START + seconds * 1000);

function worldOf(dues: readonly (readonly number[])[]) {
  const said: string[] = [];
  const samples: { at: EpochMs; millihertz: number }[] = [];
  const clock = new VirtualClock(at(0));
  const partOf = (seconds: readonly number[], name: string): WorldPart => {
    const due = seconds.map((second) => epochMs(START + second * 1000));
    return {
      nextDueAt: () => due[0] ?? null,
      runDue: (now) => {
        while (due[0] !== undefined && due[0] <= now) due.shift();
        said.push(`${name}@${(now - START) / 1000}`);
        return Promise.resolve();
      },
    };
  };
  const [engineDue = [], ...partDues] = dues;
  const engine = {
    ...partOf(engineDue, 'engine'),
    settled: () => Promise.resolve(),
    frequency: {
      accept: (_area: string, more: typeof samples) => Promise.resolve(void samples.push(...more)),
    },
  } as unknown as Engine;
  const frequency = {
    description: 'the second of the day',
    secondsOfDay: (utcDay: number) => Uint32Array.from({ length: 86_400 }, (_, second) => utcDay * 100_000 + second),
  };
  const world = {
    clock,
    engine,
    parts: partDues.map((due, index) => partOf(due, `part${index + 1}`)),
    frequency,
  } as unknown as World;
  return { world, said, samples };
}

describe('the world', () => {
  it('gives every second of frequency once, over midnight and odd instants', async () => {
    const { world, samples } = worldOf([[], [0.5, 17, 59.9, 200]]);
    await driveTo(world, at(130));
    await driveTo(world, at(260));
    expect(samples.map((sample) => sample.at)).toEqual(Array.from({ length: 260 }, (_, second) => at(second)));
    const day = Math.floor(START / 86_400_000);
    expect(samples[0]?.millihertz).toBe(day * 100_000 + 86_310);
    expect(samples[90]?.millihertz).toBe((day + 1) * 100_000);
  });
  it('lets its parts act in their order, and then the engine', async () => {
    const { world, said } = worldOf([
      [20, 40],
      [40, 50],
      [20, 40],
    ]);
    await driveTo(world, at(60));
    expect(said).toEqual(['part2@20', 'engine@20', 'part1@40', 'part2@40', 'engine@40', 'part1@50']);
  });
  it('acts at the first whole second at or after an instant', async () => {
    const { world, said } = worldOf([[], [10.2]]);
    await driveTo(world, at(60));
    expect(said).toEqual(['part1@11']);
  });
  it('stops at the last whole second up to where it was sent', async () => {
    const { world, samples } = worldOf([[]]);
    await driveTo(world, epochMs(at(10) + 400));
    expect(world.clock.now()).toBe(at(10));
    expect(samples).toHaveLength(10);
  });
});
