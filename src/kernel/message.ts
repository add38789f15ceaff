import type { EpochMs } from './units.js';

/** A past-tense fact. `data` is JSON: integers in the units its field names carry, decimal strings for money, ISO 8601 instants. */
export interface EventBase {
  readonly type: string;
  readonly data: object;
}

/** What travels with every event. All strings, so that every store can hold it. */
export interface Metadata {
  /** Unique per fact; appending it again is a no-op. */
  readonly messageId: string;
  readonly correlationId: string;
  readonly causationId: string;
  /** Who: `charger:<id>`, `trader:<subject>`, `saga:auction`, `tso`, … */
  readonly actor: string;
}

/** An event as the log holds it. `occurredAt` is the world's time, `recordedAt` the log's; order is `position`, never a time. */
export interface Recorded<E extends EventBase = EventBase> {
  readonly position: number;
  readonly stream: string;
  readonly revision: number;
  readonly type: E['type'];
  readonly schemaVersion: number;
  readonly data: E['data'];
  readonly meta: Metadata;
  readonly occurredAt: EpochMs;
  readonly recordedAt: EpochMs;
}
