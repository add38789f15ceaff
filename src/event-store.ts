import { dirname, join } from 'node:path';
import { InputError, type Clock } from './kernel/index.js';
import { SqliteEventLog } from './platform/eventlog/embedded/sqlite.adapter.js';
import type { Patience } from './platform/eventlog/kurrentdb/connection.adapter.js';
import type { KurrentDbAddress } from './platform/eventlog/kurrentdb/connection-string.js';
import { KurrentEventLog } from './platform/eventlog/kurrentdb/kurrentdb.adapter.js';
import { SnapshotFiles } from './platform/eventlog/snapshot-files.adapter.js';
import { LogUnavailable, type EventLog, type SnapshotStore } from './platform/index.js';

export type EventStore = 'embedded' | KurrentDbAddress;

export interface OpenedLog {
  readonly log: EventLog;
  /** Where read models are put aside between two starts. */
  readonly snapshots: SnapshotStore;
  /** Whether other processes may write to it as well. */
  readonly shared: boolean;
  readonly positions: 'events' | 'bytes';
}

/**
 * The event log that the settings name.
 * @param file of the embedded log; what belongs to a log elsewhere lies beside it.
 * @throws InputError when the log cannot be opened: what is in the way, and what to do.
 */
export async function openEventStore(
  store: EventStore,
  file: string,
  clock: Clock,
  patience?: Patience,
): Promise<OpenedLog> {
  if (store === 'embedded') {
    const log = await SqliteEventLog.open({ file, clock });
    return { log, snapshots: log.snapshots, shared: false, positions: 'events' };
  }
  try {
    const log = await KurrentEventLog.open({ address: store, clock, ...(patience && { patience }) });
    const snapshots = new SnapshotFiles(join(dirname(file), 'read-models'));
    return { log, snapshots, shared: true, positions: 'bytes' };
  } catch (error) {
    throw new InputError(`BACKFEED_EVENT_STORE=${store.shown}: ${whatIsWrong(error)}`, { cause: error });
  }
}

function whatIsWrong(error: unknown): string {
  if (error instanceof LogUnavailable) return `${error.message}; is it running, and is tls right?`;
  const type = error instanceof Error && 'type' in error ? error.type : null;
  if (type === 'access-denied') return 'the server refuses the user or the password';
  return error instanceof Error ? error.message : String(error);
}
