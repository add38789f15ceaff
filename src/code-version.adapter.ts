import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { SnapshotPolicy, SnapshotStore } from './platform/index.js';
import { SILENT, type Log } from './platform/observability/index.js';

const PROGRAM = fileURLToPath(new URL('.', import.meta.url));

/** What no read model depends on. */
const ELSEWHERE = /^(cli|dashboard[\\/]web|simulation)[\\/]|\.spec\.ts$|\.d\.ts$/;

/** What a start has to read at most: about a second. */
const EVENTS_BETWEEN_SNAPSHOTS = 50_000;

/** How this program puts its read models aside. */
export const snapshotPolicy = (store: SnapshotStore, news: Log = SILENT): Omit<SnapshotPolicy, 'group'> => ({
  store,
  version: codeVersion(),
  everyEvents: EVENTS_BETWEEN_SNAPSHOTS,
  onPassedOver: (reason, group) =>
    news.warn('a snapshot is passed over: the start reads the whole log', { group, reason }),
  onFailure: (error) =>
    news.warn('a snapshot could not be written: the next start reads more', { error: String(error) }),
});

let known: string | null = null;

/**
 * SHA-256 over the running program's own files, hex: any other code has another version, and nobody has to remember to
 * raise a number. Some twenty milliseconds, once a process.
 */
export function codeVersion(): string {
  known ??= digestOfFiles();
  return known;
}

function digestOfFiles(): string {
  const files = readdirSync(PROGRAM, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(js|ts)$/.test(file) && !ELSEWHERE.test(file))
    .sort();
  const hash = createHash('sha256');
  for (const file of files) hash.update(`${file}\0`).update(readFileSync(join(PROGRAM, file)));
  return hash.digest('hex');
}
