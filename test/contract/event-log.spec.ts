import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SqliteEventLog } from '../../src/platform/eventlog/embedded/sqlite.adapter.js';
import { MemoryEventLog } from '../../src/platform/eventlog/memory.adapter.js';
import { eventLogSuite } from './event-log.suite.js';

eventLogSuite('memory', async (clock) => {
  const log = new MemoryEventLog(clock);
  return { log, positions: 'by one', remove: () => log.close() };
});

eventLogSuite('SQLite', async (clock) => {
  const folder = await mkdtemp(join(tmpdir(), 'backfeed-log-'));
  const log = await SqliteEventLog.open({ file: join(folder, 'events.db'), clock });
  const remove = async (): Promise<void> => {
    await log.close();
    await rm(folder, { recursive: true });
  };
  return { log, positions: 'by one', remove };
});
