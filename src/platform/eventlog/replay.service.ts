import type { Recorded } from '../../kernel/index.js';
import type { EventLog } from './event-log.port.js';
import type { Restorable } from './projection.js';
import type { SnapshotSet } from './snapshot-store.port.js';
import { firstDifference, stateDigest, valueAt, type StateDifference } from './state-difference.js';

/** Something that is not as the log says; `position` and `messageId` name the event, null where none is at fault. */
export interface Finding {
  readonly subject: string;
  readonly position: number | null;
  readonly messageId: string | null;
  readonly reason: string;
}

export interface Replayed {
  readonly name: string;
  /** The last position it has taken or passed over. */
  readonly position: number;
  /** SHA-256 of the rebuilt state, hex; null for one that could not take an event. */
  readonly digest: string | null;
  /** How the stored snapshot compares with the rebuilt state at the snapshot's position. */
  readonly snapshot: 'equal' | 'different' | 'none';
}

export interface ReplayReport {
  readonly events: number;
  /** Null for an empty log. */
  readonly newest: { readonly position: number; readonly messageId: string } | null;
  readonly projections: readonly Replayed[];
  readonly findings: readonly Finding[];
}

export interface ReplayRequest {
  readonly log: EventLog;
  /** Empty ones each time, in the order in which an event has to reach them. */
  readonly empty: () => ReadonlyMap<string, Restorable>;
  /** What to compare with; null: nothing was put aside. */
  readonly snapshot: SnapshotSet | null;
  readonly onProgress?: (done: number, of: number) => void;
}

const PROGRESS_EVERY = 5_000;

/** Rebuilds projections from the first event on and compares them with what was put aside. Reads only. */
export async function replay(request: ReplayRequest): Promise<ReplayReport & { states: ReadonlyMap<string, object> }> {
  const run = new ReplayRun(request);
  await run.feed();
  const findings = [...run.poisoned.values()];
  for (const [name, difference] of run.differences) findings.push(await explained(request, name, difference));
  return { ...run.report(), findings, states: run.states() };
}

class ReplayRun {
  readonly poisoned = new Map<string, Finding>();
  readonly differences = new Map<string, StateDifference>();
  private readonly projections: ReadonlyMap<string, Restorable>;
  private newest: Recorded | null = null;
  private events = 0;

  constructor(private readonly request: ReplayRequest) {
    this.projections = request.empty();
  }

  async feed(): Promise<void> {
    const { log, snapshot, onProgress } = this.request;
    const last = log.lastPosition();
    for await (const event of log.readAll()) {
      this.apply(event);
      if (event.position === snapshot?.position) this.compare(snapshot);
      if (event.position % PROGRESS_EVERY === 0) onProgress?.(event.position, last);
    }
  }

  report(): Omit<ReplayReport, 'findings'> {
    const { newest, events } = this;
    const at = newest === null ? null : { position: newest.position, messageId: newest.meta.messageId };
    return { events, newest: at, projections: [...this.projections.keys()].map((name) => this.replayed(name)) };
  }

  states(): ReadonlyMap<string, object> {
    return new Map([...this.projections].map(([name, projection]) => [name, projection.snapshot()]));
  }

  private replayed(name: string): Replayed {
    const poison = this.poisoned.get(name);
    const different = this.differences.has(name);
    const compared = this.request.snapshot?.states.has(name) === true;
    return {
      name,
      position: poison?.position == null ? (this.newest?.position ?? -1) : poison.position - 1,
      digest: poison ? null : stateDigest((this.projections.get(name) as Restorable).snapshot()),
      snapshot: different ? 'different' : compared && !poison ? 'equal' : 'none',
    };
  }

  private apply(event: Recorded): void {
    this.newest = event;
    this.events += 1;
    for (const [name, projection] of this.projections) {
      if (this.poisoned.has(name) || !(projection.types?.includes(event.type) ?? true)) continue;
      try {
        projection.apply(event);
      } catch (error) {
        const reason = `cannot take ${event.type}: ${error instanceof Error ? error.message : String(error)}`;
        const { position, meta } = event;
        this.poisoned.set(name, { subject: `projection ${name}`, position, messageId: meta.messageId, reason });
      }
    }
  }

  private compare({ states }: SnapshotSet): void {
    for (const [name, projection] of this.projections) {
      const stored = states.get(name);
      if (stored === undefined || this.poisoned.has(name)) continue;
      const difference = firstDifference(stored, projection.snapshot());
      if (difference !== null) this.differences.set(name, difference);
    }
  }
}

/** Reads once more to find the event that made the place of the difference what it has to be. */
async function explained(request: ReplayRequest, name: string, difference: StateDifference): Promise<Finding> {
  const { log, empty, snapshot } = request;
  const projections = empty();
  const projection = projections.get(name) as Restorable;
  let culprit: Recorded | null = null;
  let before: unknown;
  for await (const event of log.readAll()) {
    if (event.position > (snapshot?.position ?? -1)) break;
    for (const each of projections.values()) if (each.types?.includes(event.type) ?? true) each.apply(event);
    const value = valueAt(projection.snapshot(), difference.path);
    if (firstDifference(before, value) !== null) culprit = event;
    before = structuredClone(value);
  }
  const place = difference.path.join(' › ');
  const made = culprit === null ? 'which no event has made' : `made by ${culprit.type}`;
  return {
    subject: `projection ${name}`,
    position: culprit?.position ?? snapshot?.position ?? null,
    messageId: culprit?.meta.messageId ?? snapshot?.messageId ?? null,
    reason: `${place}: stored ${shown(difference.left)}, rebuilt ${shown(difference.right)}, ${made}`,
  };
}

function shown(value: unknown): string {
  const text = (JSON.stringify(value) as string | undefined) ?? 'nothing';
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}
