import type { Recorded } from '../../kernel/index.js';
import type { EventLog, Subscription } from './event-log.port.js';
import { isRestorable, type Projection, type Restorable } from './projection.js';
import type { EventPlace, SnapshotCondition, SnapshotSet, SnapshotStore } from './snapshot-store.port.js';

/** An event that a projection could not take. The projection stands still before it until the program is mended. */
export interface Parked {
  readonly position: number;
  readonly type: string;
  readonly messageId: string;
  readonly reason: string;
}

/** How projections are put aside between two starts. */
export interface SnapshotPolicy {
  readonly store: SnapshotStore;
  /** Names the projections' set in the store. */
  readonly group: string;
  /** Of the code and of whatever else the states depend on: a snapshot of any other version is not looked at. */
  readonly version: string;
  /** Events between two snapshots: what a start has to read at most. */
  readonly everyEvents: number;
  /** A snapshot could not be written: the next start reads more, nothing else is lost. */
  readonly onFailure?: (error: unknown) => void;
  /** There is a snapshot that this start can't take up, and why: it reads the whole log. */
  readonly onPassedOver?: (reason: string, group: string) => void;
}

export interface ProjectionStatus {
  readonly name: string;
  /** The last position it has taken or passed over, -1 before the first. */
  readonly position: number;
  /** Events in the log that it has not seen. */
  readonly lag: number;
  readonly parked: Parked | null;
}

/** A projection stands still: its numbers are of the past, so nothing may be decided on them. */
export class ProjectionParked extends Error {
  override readonly name = 'ProjectionParked';
  constructor(
    readonly projection: string,
    readonly parked: Parked,
  ) {
    super(
      `projection ${projection} is parked before ${parked.type} at position ${parked.position} ` +
        `(message ${parked.messageId}): ${parked.reason}`,
    );
  }
}

interface Entry {
  readonly name: string;
  readonly projection: Projection;
  parked: Parked | null;
  /** Events up to here are in the projection already: it was rebuilt further than the feed has come. */
  rebuiltThrough: number;
}

/** A start that had to read this part of what one has to read at most spares the next one the work. */
const WORTH_KEEPING_OF_A_START = 0.2;

/** Null: there is nothing to speak of. */
const FLAWS: Readonly<Record<SnapshotCondition, string | null>> = {
  none: null,
  whole: null,
  stale: 'other code has made it',
  damaged: 'it is not what was written',
};

/**
 * Feeds all projections of a process from one subscription, so that they are all at the same position. One that throws
 * is parked alone, visible in `status`; the others go on. With a snapshot policy a start takes up what the last run has
 * put aside, if it is whole and of the same version, and reads only the events since.
 */
export class ProjectionRunner {
  readonly #entries: Entry[] = [];
  #entriesByType = new Map<string, readonly Entry[]>();
  #subscription: Subscription | null = null;
  #startedAfter = -1;
  /** The newest event of which all projections have seen everything up to it; null before the first. */
  #reached: EventPlace | null = null;
  /** How many were handled that no snapshot holds. */
  #handledSince = 0;

  constructor(
    private readonly log: EventLog,
    private readonly onParked: (parked: ProjectionParked) => void = () => undefined,
    private readonly snapshots?: SnapshotPolicy,
  ) {}

  add(name: string, projection: Projection): void {
    if (this.#subscription !== null) throw new Error(`projection ${name} was added after the start`);
    if (this.#entries.some((entry) => entry.name === name)) throw new Error(`there are two projections named ${name}`);
    if (this.snapshots && !isRestorable(projection)) throw new Error(`projection ${name} can't be put aside`);
    this.#entries.push({ name, projection, parked: null, rebuiltThrough: -1 });
  }

  /** Takes up the snapshot, if there is one, reads what came after it; resolves when all have caught up or are parked. */
  async start(): Promise<void> {
    if (this.#subscription !== null) throw new Error('the projections run already');
    this.#reached = await this.#restore();
    this.#startedAfter = this.#position;
    await this.#readHistory();
    this.#subscription = this.log.subscribe({ after: this.#position }, (event) => this.#handle(event));
    await this.#subscription.caughtUp();
  }

  /** The position of the snapshot that this run began with; -1 when it read the whole log. */
  get startedAfter(): number {
    return this.#startedAfter;
  }

  /**
   * Resolves when every event in the log at the time of the call has been applied.
   * @throws ProjectionParked when a projection stands still.
   */
  async caughtUp(): Promise<void> {
    if (this.#subscription === null) throw new Error('the projections have not been started');
    await this.#subscription.caughtUp();
    for (const { name, parked } of this.#entries) if (parked !== null) throw new ProjectionParked(name, parked);
  }

  /**
   * Builds a projection anew from the first event on, beside the live one, which goes on; when the new one has caught
   * up, its state takes the place of the live one's between two events. A parked projection goes on from there.
   * @param fresh an empty projection of the same kind, with the same options.
   * @throws what the fresh one throws; then the live one stays as it is.
   */
  async rebuild(name: string, fresh: Restorable): Promise<void> {
    const entry = this.#entries.find((each) => each.name === name);
    if (entry === undefined || !isRestorable(entry.projection)) throw new Error(`there is no projection ${name}`);
    const live = entry.projection;
    await new Promise<void>((resolve, reject) => {
      const feed = this.log.subscribe({ after: -1 }, (event) => {
        if (reads(fresh, event.type)) fresh.apply(event);
        if (event.position < this.#position) return;
        live.restore(fresh.snapshot() as never);
        entry.parked = null;
        entry.rebuiltThrough = event.position;
        resolve();
        void feed.close();
      });
      feed.caughtUp().then(() => this.log.lastPosition() < 0 && resolve(), reject);
    });
  }

  /** In the order of `add`. */
  status(): ProjectionStatus[] {
    const newest = this.log.lastPosition();
    const reached = this.#position;
    return this.#entries.map(({ name, parked }) => {
      const position = parked === null ? reached : parked.position - 1;
      return { name, position, lag: newest - position, parked };
    });
  }

  /** Puts the projections aside for the next start. */
  async stop(): Promise<void> {
    await this.#subscription?.close();
    this.#putAside(1);
  }

  get #position(): number {
    return this.#reached?.position ?? -1;
  }

  async #restore(): Promise<EventPlace | null> {
    if (!this.snapshots) return null;
    const { store, group, version, onPassedOver } = this.snapshots;
    const set = store.load(group, version);
    const flaw = set === null ? FLAWS[store.condition(group, version)] : await this.#flawOf(set);
    if (flaw !== null) onPassedOver?.(flaw, group);
    if (set === null || flaw !== null) return null;
    for (const { name, projection } of this.#entries) (projection as Restorable).restore(set.states.get(name) as never);
    const { states: _, ...place } = set;
    return place;
  }

  async #flawOf(set: SnapshotSet): Promise<string | null> {
    const ofThese = set.states.size === this.#entries.length && this.#entries.every(({ name }) => set.states.has(name));
    if (!ofThese) return 'it is of other projections';
    return (await this.#isOfThisLog(set)) ? null : 'it is of another log';
  }

  async #isOfThisLog({ stream, revision, position, messageId }: SnapshotSet): Promise<boolean> {
    for await (const event of this.log.readStream(stream, { from: revision, limit: 1 }))
      return event.position === position && event.meta.messageId === messageId;
    return false;
  }

  /** What is in the log already, of the types that are read here: the rest, frequency above all, is not even decoded. */
  async #readHistory(): Promise<void> {
    const end = await this.#endOfLog();
    if (end === null || end.position <= this.#position) return;
    const types = this.#types();
    const history = this.log.subscribe({ after: this.#position, ...(types && { types }) }, (event) =>
      this.#take(event),
    );
    await history.caughtUp();
    await history.close();
    if (this.#position < end.position) this.#reached = end;
    this.#putAside((this.snapshots?.everyEvents ?? Infinity) * WORTH_KEEPING_OF_A_START);
  }

  async #endOfLog(): Promise<EventPlace | null> {
    for await (const newest of this.log.readAll({ backwards: true, limit: 1 })) return placeOf(newest);
    return null;
  }

  /** Every type that a projection reads; null: one reads all. */
  #types(): readonly string[] | null {
    const each = this.#entries.map(({ projection }) => projection.types);
    return each.includes(undefined) ? null : [...new Set(each.flatMap((types) => types ?? []))];
  }

  #handle(event: Recorded): void {
    this.#take(event);
    if (this.snapshots) this.#putAside(this.snapshots.everyEvents);
  }

  #take(event: Recorded): void {
    this.#apply(event);
    this.#reached = placeOf(event);
    this.#handledSince += 1;
  }

  /** Only at the end of the log: a service may have fed its read model ahead of us, never past the end. */
  #putAside(everyEvents: number): void {
    const newest = this.#reached;
    if (!this.snapshots || newest === null || this.#handledSince < everyEvents) return;
    if (newest.position < this.log.lastPosition() || this.#entries.some(({ parked }) => parked !== null)) return;
    const { store, group, version, onFailure } = this.snapshots;
    const states = new Map(
      this.#entries.map(({ name, projection }) => [name, (projection as Restorable).snapshot()] as const),
    );
    this.#handledSince = 0;
    try {
      store.save(group, version, { ...newest, states });
    } catch (error) {
      onFailure?.(error);
    }
  }

  #apply(event: Recorded): void {
    for (const entry of this.#entriesFor(event.type)) {
      if (entry.parked !== null || event.position <= entry.rebuiltThrough) continue;
      try {
        entry.projection.apply(event);
      } catch (error) {
        entry.parked = parkedBefore(event, error);
        this.onParked(new ProjectionParked(entry.name, entry.parked));
      }
    }
  }

  #entriesFor(type: string): readonly Entry[] {
    let entries = this.#entriesByType.get(type);
    if (entries === undefined) {
      entries = this.#entries.filter(({ projection }) => reads(projection, type));
      this.#entriesByType.set(type, entries);
    }
    return entries;
  }
}

const reads = ({ types }: Projection, type: string): boolean => types === undefined || types.includes(type);

const placeOf = ({ position, stream, revision, meta: { messageId } }: Recorded): EventPlace => ({
  position,
  stream,
  revision,
  messageId,
});

function parkedBefore({ position, type, meta: { messageId } }: Recorded, error: unknown): Parked {
  return { position, type, messageId, reason: error instanceof Error ? error.message : String(error) };
}
