import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readSync,
  statSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { pathToFileURL } from 'node:url';
import Database from 'libsql';
import { InputError } from '../../../kernel/index.js';
import { APPLICATION_ID, SCHEMA, SCHEMA_VERSION } from './schema.adapter.js';

const SQLITE_MAGIC = 'SQLite format 3\0';

/** Makes the folder. @throws InputError when it can't be written, or the file is there and is something else. */
export function preparePath(file: string): void {
  const folder = dirname(file);
  const made = mkdirSync(folder, { recursive: true });
  // A new folder's own name is on the disk only when its parent has been flushed.
  if (made !== undefined)
    for (let path = folder; path.length >= made.length; path = dirname(path)) flush(dirname(path));
  checkWritable(folder);
  if (existsSync(file)) {
    checkWritable(file);
    checkMagic(file);
  }
}

function checkWritable(path: string): void {
  const reason = whyNotWritable(path);
  if (reason !== null)
    throw new InputError(`${path} can't be written (${reason}); make it writable, or name another folder with --data`);
}

/** Null: it can be written. `EROFS` is a disk that was mounted for reading only. */
function whyNotWritable(path: string): string | null {
  try {
    accessSync(path, constants.R_OK | constants.W_OK);
    return null;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? String(error);
  }
}

/**
 * Opens the one connection that writes, making file and tables where there are none.
 * @param durable false leaves the flush to the operating system: for a log that can be made again.
 * @throws InputError when the file is something else; it is left as it was.
 */
export function openForWriting(file: string, durable: boolean): Database.Database {
  return openChecked(file, new Database(file), (database) => {
    if (isEmpty(database)) createTables(database);
    checkIdentity(file, database);
    checkMode(file, database);
    database.exec(durability(durable));
  });
}

/** Makes a copy that SQLite wrote a log again: in the mode in which one writes and many read. */
export function restoreWalMode(file: string): void {
  const database = new Database(file);
  database.exec('PRAGMA journal_mode = WAL; PRAGMA wal_checkpoint(TRUNCATE)');
  database.close();
}

/** A file's content, or a folder's names, onto the disk. */
export function flush(path: string): void {
  const descriptor = openSync(path, 'r');
  fsyncSync(descriptor);
  closeSync(descriptor);
}

/** Opens for reading, beside a writer if there is one. @throws InputError when there is no event log in the file. */
export function openForReading(file: string): Database.Database {
  if (!existsSync(file)) throw new InputError(`there is no event log at ${file}; name the folder of one with --data`);
  checkMagic(file);
  const mode = nothingChanges(file) ? 'mode=ro&immutable=1' : 'mode=ro';
  return openChecked(file, new Database(`${pathToFileURL(file).href}?${mode}`), (database) => {
    checkIdentity(file, database);
    if (mode === 'mode=ro') checkMode(file, database);
  });
}

/** Where nobody can write, SQLite can't keep its notes for readers either; then it has to know that nothing changes. */
function nothingChanges(file: string): boolean {
  const nothingBeside = !existsSync(`${file}-wal`) || statSync(`${file}-wal`).size === 0;
  return nothingBeside && whyNotWritable(dirname(file)) !== null;
}

/**
 * FULL: the write-ahead log is flushed to the disk within every commit, before anybody is told; `fullfsync` makes that
 * the medium itself on macOS, where a flush ends in the drive's cache otherwise. So a power cut loses nothing that was
 * acknowledged, as far as the disk keeps its word. A longer write-ahead log rewrites an index page that many commits
 * touch less often.
 */
export const durability = (durable: boolean): string =>
  `PRAGMA synchronous = ${durable ? 'FULL' : 'OFF'}; PRAGMA fullfsync = ON; PRAGMA checkpoint_fullfsync = ON;
   PRAGMA wal_autocheckpoint = 4000`;

function openChecked(
  file: string,
  database: Database.Database,
  check: (database: Database.Database) => void,
): Database.Database {
  try {
    check(database);
    return database;
  } catch (error) {
    database.close();
    throw isDamage(error) ? damaged(file, error) : error;
  }
}

export const damaged = (file: string, { message }: Error): InputError =>
  new InputError(
    `${file} is damaged (${message}); nothing was changed. \`backfeed replay --verify\` says where; what comes before can ` +
      'be read, and a backup restored',
  );

/** Before SQLite sees the file: it would take a text file for a database and a truncated one for an empty one. */
function checkMagic(file: string): void {
  const start = Buffer.alloc(SQLITE_MAGIC.length);
  const descriptor = openSync(file, 'r');
  const length = readSync(descriptor, start, 0, start.length, 0);
  closeSync(descriptor);
  // A crash between making the file and its first commit leaves it empty.
  if (length > 0 && start.toString('latin1') !== SQLITE_MAGIC)
    throw new InputError(`${file} is not an event log (no SQLite database); nothing was changed: name another folder`);
}

function createTables(database: Database.Database): void {
  database.exec('PRAGMA journal_mode = WAL');
  database.exec(`BEGIN IMMEDIATE; ${SCHEMA}
    PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${SCHEMA_VERSION}; COMMIT`);
}

function checkIdentity(file: string, database: Database.Database): void {
  if (pragma(database, 'application_id') !== APPLICATION_ID)
    throw new InputError(`${file} is a SQLite database but no event log; nothing was changed: name another folder`);
  const version = pragma(database, 'user_version');
  if (version !== SCHEMA_VERSION)
    throw new InputError(
      `${file} has layout ${String(version)}, this program reads ${SCHEMA_VERSION}; use the program that wrote it`,
    );
}

function checkMode(file: string, database: Database.Database): void {
  if (pragma(database, 'journal_mode') !== 'wal')
    throw new InputError(`${file} is not in WAL mode; restore it from a backup`);
}

const isEmpty = (database: Database.Database): boolean =>
  (database.prepare('SELECT count(*) FROM sqlite_master').raw().get() as [number])[0] === 0;

const pragma = (database: Database.Database, name: string): unknown =>
  (database.prepare(`PRAGMA ${name}`).raw().get() as [unknown])[0];

/** The file's content is at fault, not the program or the machine. */
export const isDamage = (error: unknown): error is Error & { code: string } =>
  error instanceof Error && 'code' in error && /^SQLITE_(CORRUPT|NOTADB)/.test(String(error.code));
