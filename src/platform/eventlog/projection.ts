import type { Recorded } from '../../kernel/index.js';

/** A read model: pure, fed every event of its types once, in the log's order. */
export interface Projection {
  apply(event: Recorded): void;
  /** The event types it reads; absent for all. */
  readonly types?: readonly string[] | undefined;
  /**
   * All that the events have made of it, as structured-cloneable data (objects, arrays, Maps, Sets): restored into a
   * fresh one it answers as this one does, now and after every further event. What can be calculated anew is left out.
   * The data is the read model's own: whoever keeps it copies it.
   */
  snapshot?(): object;
  /** Takes a snapshot up, its own from here on, in place of what it holds. */
  restore?(snapshot: never): void;
}

/** A projection that can be put aside and taken up again. */
export type Restorable = Projection & Required<Pick<Projection, 'snapshot' | 'restore'>>;

export const isRestorable = (projection: Projection): projection is Restorable =>
  projection.snapshot !== undefined && projection.restore !== undefined;

/** Gives a map the content of another one, in that one's order. */
export function refill<K, V>(target: Map<K, V>, content: ReadonlyMap<K, V>): void {
  target.clear();
  for (const [key, value] of content) target.set(key, value);
}
