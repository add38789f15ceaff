import { deserialize, serialize } from 'node:v8';
import { emptyReadModels, projectionsOf, type ReadModels } from '../../src/engine/index.js';
import type { Recorded } from '../../src/kernel/index.js';
import { newestFcrnRules } from '../../src/market/index.js';
import type { Restorable } from '../../src/platform/index.js';
import { MemoryEventLog } from '../../src/platform/eventlog/memory.adapter.js';
import { ManualClock } from './manual-clock.js';

/** Every read model of the engine, empty. */
export function emptyModels(): ReadModels {
  const clock = new ManualClock();
  const log = new MemoryEventLog(clock);
  return emptyReadModels({ log, clock, rulesOf: () => newestFcrnRules(), priceArea: 'FI' });
}

export const emptyProjections = (): ReadonlyMap<string, Restorable> => projectionsOf(emptyModels());

export function feed(projections: ReadonlyMap<string, Restorable>, events: readonly Recorded[]): void {
  for (const event of events)
    for (const projection of projections.values())
      if (projection.types?.includes(event.type) ?? true) projection.apply(event);
}

/** As a store gives it back: a copy that shares nothing. */
export const putAside = (projections: ReadonlyMap<string, Restorable>): Map<string, object> =>
  new Map(
    [...projections].map(([name, projection]) => [name, deserialize(serialize(projection.snapshot())) as object]),
  );

/** Empty projections that take up what was put aside. */
export function takenUp(states: ReadonlyMap<string, object>): ReadonlyMap<string, Restorable> {
  const projections = emptyProjections();
  for (const [name, projection] of projections) projection.restore(states.get(name) as never);
  return projections;
}
