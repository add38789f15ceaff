import type { Engine } from '../engine/index.js';
import { epochMs, MS_PER_MINUTE, unitOf, type EpochMs } from '../kernel/index.js';
import { MS_PER_DAY, type FrequencySource } from '../market/index.js';
import type { VirtualClock } from './virtual-clock.js';

/** A part of the world outside the engine that acts at instants of its own: the fleet, the TSO, a publisher of prices. */
export interface WorldPart {
  nextDueAt(): EpochMs | null;
  runDue(now: EpochMs): Promise<void>;
}

export interface World {
  readonly clock: VirtualClock;
  readonly engine: Engine;
  /** In the order in which they act at the same instant. */
  readonly parts: readonly WorldPart[];
  readonly frequency: FrequencySource;
}

export const AREA = 'nordic';

/**
 * Moves world and engine to `until`: every second of frequency up to the next thing that happens, then that thing, then
 * what the engine has due. A step is at most a minute, as chargers and TSO see it; the order is always the same, so the
 * same world gives the same log. It stands on whole seconds, and so stops at the last one up to `until`.
 */
export async function driveTo(world: World, until: EpochMs): Promise<void> {
  const { clock, engine } = world;
  const lastSecond = epochMs(Math.floor(until / 1000) * 1000);
  while (clock.now() < lastSecond) {
    const now = clock.now();
    const next = nextInstant(world, now, lastSecond);
    await engine.frequency.accept(AREA, samplesBetween(world.frequency, now, next));
    await engine.settled();
    clock.moveTo(next);
    for (const part of world.parts) {
      const due = part.nextDueAt();
      if (due === null || due > next) continue;
      await part.runDue(next);
      await engine.settled();
    }
    const due = engine.nextDueAt();
    if (due !== null && due <= next) await engine.runDue(next);
  }
}

function nextInstant({ parts, engine }: World, now: EpochMs, until: EpochMs): EpochMs {
  let next = Math.min(until, now + MS_PER_MINUTE, unitOf(now, 1).end);
  for (const due of [engine.nextDueAt(), ...parts.map((part) => part.nextDueAt())])
    if (due !== null && due < next) next = Math.max(due, now + 1000);
  return epochMs(Math.min(until, Math.ceil(next / 1000) * 1000));
}

function samplesBetween(source: FrequencySource, from: EpochMs, to: EpochMs): { at: EpochMs; millihertz: number }[] {
  const samples = [];
  for (let at = from as number; at < to; at += 1000) {
    const utcDay = Math.floor(at / MS_PER_DAY);
    const second = (at - utcDay * MS_PER_DAY) / 1000;
    samples.push({ at: epochMs(at), millihertz: source.secondsOfDay(utcDay)[second] as number });
  }
  return samples;
}
