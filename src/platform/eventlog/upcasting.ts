import type { Recorded } from '../../kernel/index.js';

/** Makes data of one version into data of the next: pure, and right for every event that was ever written so. */
export type Upcast = (data: never) => object;

/** The event was written by a newer program than this one. */
export class NewerEvent extends Error {
  override readonly name = 'NewerEvent';
  constructor({ type, schemaVersion, position }: Recorded, known: number) {
    super(
      `${type} at position ${position} has version ${schemaVersion}, this program reads up to ${known}: ` +
        'use the program that wrote it',
    );
  }
}

/**
 * An event in the form that today's code reads, whatever version it was written in. What is stored stays as it is.
 * @param steps from version 1 on: the first makes 1 into 2, and so forth; the current version is one more than the steps.
 * @throws NewerEvent
 */
export function upcasted(event: Recorded, steps: readonly Upcast[]): Recorded {
  const current = steps.length + 1;
  if (event.schemaVersion === current) return event;
  if (event.schemaVersion > current) throw new NewerEvent(event, current);
  const data = steps.slice(event.schemaVersion - 1).reduce<object>((older, step) => step(older as never), event.data);
  return { ...event, schemaVersion: current, data };
}
