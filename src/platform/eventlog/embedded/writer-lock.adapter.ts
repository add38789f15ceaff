import { dirname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import Database from 'libsql';
import { InputError } from '../../../kernel/index.js';

/**
 * One writer per log. The lock is an open write transaction on a small SQLite file beside the log, which is a lock of
 * the operating system on that file: it ends with the process that holds it, however that dies, so there is no
 * stale lock to judge and no process id to trust. The id inside the file only serves the message. It also holds
 * between containers that share a folder, where process ids mean nothing.
 */
export class WriterLock {
  private constructor(private readonly database: Database.Database) {}

  /** @throws InputError naming the folder and the process that writes there. */
  static async take(file: string): Promise<WriterLock> {
    const database = new Database(file);
    try {
      for (let attempt = 1; ; attempt += 1) {
        if (tryHold(database)) return new WriterLock(database);
        const holder = readHolder(database);
        // Between two of its statements a process that starts at this moment is not named yet.
        if (attempt === ATTEMPTS || (holder !== null && isAlive(holder))) throw inUse(file, holder);
        await pause(PAUSE_MS);
      }
    } catch (error) {
      database.close();
      throw error;
    }
  }

  release(): void {
    this.database.exec('ROLLBACK');
    this.database.close();
  }
}

const ATTEMPTS = 10;
const PAUSE_MS = 20;

/** Names this process in the file, then keeps a write transaction open: readers still see the name. */
function tryHold(database: Database.Database): boolean {
  try {
    database.exec(`PRAGMA synchronous = OFF; BEGIN IMMEDIATE; CREATE TABLE IF NOT EXISTS holder (pid INTEGER NOT NULL);
      DELETE FROM holder; INSERT INTO holder VALUES (${process.pid}); COMMIT; BEGIN IMMEDIATE`);
    return true;
  } catch (error) {
    if (database.inTransaction) database.exec('ROLLBACK');
    if (isBusy(error)) return false;
    throw error;
  }
}

function readHolder(database: Database.Database): number | null {
  try {
    return (database.prepare('SELECT pid FROM holder').raw().get() as [number] | undefined)?.[0] ?? null;
  } catch {
    return null; // no table yet, or its maker is writing it
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

const isBusy = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_BUSY');

const inUse = (file: string, holder: number | null): InputError =>
  new InputError(
    `the event log in ${dirname(file)} is being written by process ${holder ?? '(unknown)'}; ` +
      'stop that process, or name another folder with --data',
  );
