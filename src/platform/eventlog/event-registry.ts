import type { Recorded } from '../../kernel/index.js';
import { upcasted, type Upcast } from './upcasting.js';

const NONE: readonly Upcast[] = [];

/**
 * Which version of each event type is current, and how older ones become it. A room whose event has a second version adds
 * its steps in `x.upcasts.ts`, which its `index.ts` imports: whoever can read an event's meaning has its steps as well.
 * A type without steps is at version 1.
 */
export class EventRegistry {
  private readonly steps = new Map<string, readonly Upcast[]>();

  /** @param steps from version 1 on; see `upcasted`. */
  add(type: string, steps: readonly Upcast[]): void {
    if (this.steps.has(type)) throw new Error(`the upcasts of ${type} are declared twice`);
    this.steps.set(type, steps);
  }

  /** What an append without a version of its own is stored as. */
  versionOf(type: string): number {
    return (this.steps.get(type) ?? NONE).length + 1;
  }

  /** @throws NewerEvent */
  current(event: Recorded): Recorded {
    return upcasted(event, this.steps.get(event.type) ?? NONE);
  }
}

/** The program's own; adapters take another one in tests. */
export const eventRegistry = new EventRegistry();
