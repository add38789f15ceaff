import type { StreamName } from '../../kernel/index.js';

/**
 * An event and where it is, which ties a snapshot to the log that it was made from. It is looked for in its stream: not
 * every store can be asked what is at a position that it may never have given out.
 */
export interface EventPlace {
  readonly position: number;
  readonly stream: StreamName;
  readonly revision: number;
  readonly messageId: string;
}

/** The state of a group of projections at one place of the log: every event up to there is in it, none after. */
export interface SnapshotSet extends EventPlace {
  /** By the projection's name; structured-cloneable data. */
  readonly states: ReadonlyMap<string, object>;
}

/** `whole`: it can be taken up; `stale`: it is of another version, which is no fault; `damaged`: its digests say so. */
export type SnapshotCondition = 'none' | 'whole' | 'stale' | 'damaged';

/**
 * Where projections are put aside, so that a start reads the tail of the log instead of all of it. A snapshot is a
 * convenience and never the truth: what is missing, damaged or of another version is as good as not there, and the log
 * is read from its first event on. Held by `test/contract/snapshot-store.suite.ts` for every store.
 */
export interface SnapshotStore {
  /** Null when there is no whole set of exactly this version. */
  load(group: string, version: string): SnapshotSet | null;
  /** Why `load` gives what it gives. */
  condition(group: string, version: string): SnapshotCondition;
  /** Puts the set in the place of the group's last one, at once: state and checkpoint are never apart. */
  save(group: string, version: string, set: SnapshotSet): void;
}
