import type { Recorded } from '../../kernel/index.js';
import type { EventLog, Subscription } from './event-log.port.js';

/** A read model: pure, fed every event of its types once, in the log's order. */
export interface Projection {
  apply(event: Recorded): void;
  /** The event types it reads; absent for all. */
  readonly types?: readonly string[] | undefined;
}

/** An event that a projection could not take. The projection stands still before it until the program is mended. */
export interface Parked {
  readonly position: number;
  readonly type: string;
  readonly reason: string;
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
    super(`projection ${projection} is parked before ${parked.type} at position ${parked.position}: ${parked.reason}`);
  }
}

interface Entry {
  readonly name: string;
  readonly projection: Projection;
  parked: Parked | null;
}

/**
 * Feeds all projections of a process from one subscription, so that they are all at the same position. One that throws
 * is parked alone, visible in `status`; the others go on.
 */
export class ProjectionRunner {
  readonly #entries: Entry[] = [];
  #entriesByType = new Map<string, readonly Entry[]>();
  #subscription: Subscription | null = null;

  constructor(
    private readonly log: EventLog,
    private readonly onParked: (parked: ProjectionParked) => void = () => undefined,
  ) {}

  add(name: string, projection: Projection): void {
    if (this.#subscription !== null) throw new Error(`projection ${name} was added after the start`);
    if (this.#entries.some((entry) => entry.name === name)) throw new Error(`there are two projections named ${name}`);
    this.#entries.push({ name, projection, parked: null });
  }

  /** Rebuilds from the log; resolves when all have caught up or are parked. */
  async start(): Promise<void> {
    if (this.#subscription !== null) throw new Error('the projections run already');
    this.#subscription = this.log.subscribe({ after: -1 }, (event) => this.#apply(event));
    await this.#subscription.caughtUp();
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

  /** In the order of `add`. */
  status(): ProjectionStatus[] {
    const newest = this.log.lastPosition();
    const reached = this.#subscription?.position ?? -1;
    return this.#entries.map(({ name, parked }) => {
      const position = parked === null ? reached : parked.position - 1;
      return { name, position, lag: newest - position, parked };
    });
  }

  async stop(): Promise<void> {
    await this.#subscription?.close();
  }

  #apply(event: Recorded): void {
    for (const entry of this.#entriesFor(event.type)) {
      if (entry.parked !== null) continue;
      try {
        entry.projection.apply(event);
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        entry.parked = { position: event.position, type: event.type, reason };
        this.onParked(new ProjectionParked(entry.name, entry.parked));
      }
    }
  }

  #entriesFor(type: string): readonly Entry[] {
    let entries = this.#entriesByType.get(type);
    if (entries === undefined) {
      entries = this.#entries.filter(({ projection: { types } }) => types === undefined || types.includes(type));
      this.#entriesByType.set(type, entries);
    }
    return entries;
  }
}
