/** The state of a group of projections at one position of the log. */
export interface SnapshotSet {
  /** Every event up to here is in it, none after. */
  readonly position: number;
  /** Message id of the event at `position`: ties the set to the log that it was made from. */
  readonly messageId: string;
  /** By the projection's name; structured-cloneable data. */
  readonly states: ReadonlyMap<string, object>;
}

/**
 * Where projections are put aside, so that a start reads the tail of the log instead of all of it. A snapshot is a
 * convenience and never the truth: what is missing, damaged or of another version is as good as not there, and the log
 * is read from its first event on.
 */
export interface SnapshotStore {
  /** Null when there is no whole set of exactly this version. */
  load(group: string, version: string): SnapshotSet | null;
  /** Puts the set in the place of the group's last one, all of it in one transaction: state and checkpoint are never apart. */
  save(group: string, version: string, set: SnapshotSet): void;
}
