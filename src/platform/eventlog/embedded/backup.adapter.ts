import { copyFileSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { InputError } from '../../../kernel/index.js';
import { flush, openForReading, restoreWalMode } from './database.adapter.js';
import { verifyChain, type Progress } from './verify-chain.adapter.js';

export interface BackupReport {
  readonly file: string;
  readonly bytes: number;
  readonly events: number;
  /** Hash of the newest event, hex: noted elsewhere it proves what the backup has to be. */
  readonly head: string;
}

/**
 * Copies the log as it is at this instant, beside a running writer, which is not held up. The copy is compact, checked
 * event by event, flushed, and only then given its name: there is never half a file.
 * @throws InputError when there is no log, or `out` is there already; Error when the copy is not whole.
 */
export async function backupLog(file: string, out: string, onProgress?: Progress): Promise<BackupReport> {
  const target = resolve(out);
  if (existsSync(target)) throw new InputError(`--out ${out}: there is a file already; name another one`);
  const source = openForReading(resolve(file));
  const partial = `${target}.${process.pid}.partial`;
  try {
    mkdirSync(dirname(target), { recursive: true });
    rmSync(partial, { force: true });
    source.prepare('VACUUM INTO ?').run([partial]);
    restoreWalMode(partial);
    return await named(partial, target, onProgress);
  } finally {
    source.close();
    discard(partial);
  }
}

/**
 * Makes a data folder from a backup. The backup is only read, so it may lie on a medium that can't be written.
 * @param file where the log has to be: its folder must be empty, or not there yet.
 * @throws InputError when the folder holds something, or the backup is no whole event log.
 */
export async function restoreLog(from: string, file: string, onProgress?: Progress): Promise<BackupReport> {
  const folder = dirname(resolve(file));
  if (!existsSync(from)) throw new InputError(`--from ${from}: there is no such file`);
  if (hasContent(`${from}-wal`))
    throw new InputError(`--from ${from}: is a log in use, not a backup; make one with \`backfeed backup\``);
  const isNew = !existsSync(folder);
  if (!isNew && readdirSync(folder).length > 0)
    throw new InputError(`${folder} is not empty; nothing was changed: name another folder with --data`);
  mkdirSync(folder, { recursive: true });
  const partial = `${resolve(file)}.partial`;
  try {
    copyFileSync(from, partial);
    return await named(partial, resolve(file), onProgress);
  } catch (error) {
    discard(partial);
    if (isNew) rmSync(folder, { recursive: true });
    throw error instanceof Error ? new InputError(error.message.replaceAll(partial, `--from ${from}`)) : error;
  }
}

/** Checks the whole copy, then gives it its name. */
async function named(partial: string, target: string, onProgress: Progress | undefined): Promise<BackupReport> {
  const verdict = await verifyChain(partial, onProgress);
  if (!verdict.intact)
    throw new Error(`${partial} is not whole at position ${verdict.position ?? '(structure)'}: ${verdict.reason}`);
  discard(partial, BESIDE);
  flush(partial);
  renameSync(partial, target);
  flush(dirname(target));
  return { file: target, bytes: statSync(target).size, events: verdict.events, head: verdict.head };
}

const hasContent = (file: string): boolean => existsSync(file) && statSync(file).size > 0;

/** What SQLite puts beside a file that is open. */
const BESIDE = ['-wal', '-shm', '-journal'];

function discard(partial: string, suffixes: readonly string[] = ['', ...BESIDE]): void {
  for (const suffix of suffixes) rmSync(partial + suffix, { force: true });
}
