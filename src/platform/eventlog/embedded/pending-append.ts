import type { EpochMs, StreamName } from '../../../kernel/index.js';
import type { ExpectedRevision, NewEvent } from '../event-log.port.js';

/** An append as it waits for its commit. */
export interface PendingAppend {
  readonly stream: StreamName;
  readonly expected: ExpectedRevision;
  readonly events: readonly NewEvent[];
  /** JSON text of each event's data, made at the call. */
  readonly texts: readonly string[];
  readonly at: EpochMs;
}
